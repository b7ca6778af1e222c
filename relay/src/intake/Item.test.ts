import { expect } from "chai";
import { RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { checkUnanswered, type Item, requireSet, unansweredItems } from "./Item.ts";

const problem = new ProblemError("KEY_MISSING");
const itemsOf = (count: number): Item<number>[] => Array.from({ length: count }, (_, sent) => ({ sent }));

describe("checkUnanswered", () => {
  it("checks only items without an answer", async () => {
    const items: Item<number>[] = [{ sent: 0 }, { sent: 1, answer: { problem } }, { sent: 2 }];
    const checked: number[] = [];
    await checkUnanswered(items, ({ sent }) => void checked.push(sent));
    expect(checked).to.deep.equal([0, 2]);
    expect(unansweredItems(items).map(({ sent }) => sent)).to.deep.equal([0, 2]);
  });

  it("checks every item, a few at a time", async () => {
    for (const [count, atOnce] of [
      [20, undefined],
      [7, 3],
      [6, 3],
      [1, 3],
      [0, 3],
    ] as const) {
      let running = 0;
      let most = 0;
      const checked: number[] = [];
      await checkUnanswered(
        itemsOf(count),
        async ({ sent }) => {
          most = Math.max(most, ++running);
          await new Promise(setImmediate);
          running--;
          checked.push(sent);
        },
        ...(atOnce === undefined ? [] : [atOnce]),
      );
      expect(checked).to.deep.equal(itemsOf(count).map(({ sent }) => sent));
      expect(most).to.equal(Math.min(count, atOnce ?? 8));
    }
  });

  it("gives an item its refusal, with its digest if it has one, and checks the others", async () => {
    const items: Item<number>[] = [{ sent: 0, digest: "0x12" }, { sent: 1 }, { sent: 2 }];
    await checkUnanswered(items, ({ sent }) => {
      if (sent < 2) throw problem;
    });
    expect(items.map(({ answer }) => answer)).to.deep.equal([{ digest: "0x12", problem }, { problem }, undefined]);
  });

  it("takes a node's failure about an item as that item's answer", async () => {
    const items = itemsOf(3);
    await checkUnanswered(items, ({ sent }) => {
      if (sent === 0) throw new RpcUnreachable("no answer");
      if (sent === 1) throw new RpcError({ code: -32_000, message: "header not found" });
    });
    for (const item of items.slice(0, 2)) {
      expect(item.answer).to.have.property("problem").that.includes({ code: "CHAIN_UNREACHABLE", retryAfter: 5 });
    }
    expect(items[2]?.answer).to.equal(undefined);
  });

  it("ends with any other error, which says nothing about an item", async () => {
    const items = itemsOf(1);
    const fault = new TypeError("no database");
    const error: unknown = await checkUnanswered(items, () => {
      throw fault;
    }).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).to.equal(fault);
    expect(items[0]?.answer).to.equal(undefined);
  });
});

describe("requireSet", () => {
  it("takes every value that is set", () => {
    for (const value of [0, "", false, null]) expect(requireSet(value)).to.equal(value);
    expect(() => requireSet(undefined))
      .to.throw(ProblemError)
      .that.includes({ code: "INTERNAL" });
  });
});
