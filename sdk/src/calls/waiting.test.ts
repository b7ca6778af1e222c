import { expect } from "chai";
import { resetTime } from "doorkey-test-support/passTime";
import { refusalOf } from "doorkey-test-support/transports";
import type { Provider } from "ethers";
import { sleepsDuring } from "../../test/helpers/sleepsDuring.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Relay } from "../relay/Relay.ts";
import { poll, receiptOf, transactionOf, untilChanged } from "./waiting.ts";

const HASH = `0x${"12".repeat(32)}` as const;
const soon = () => Date.now() + 60_000;

describe("poll", () => {
  it("asks until there is an answer, also one that is false or empty", async () => {
    for (const answer of [false, 0, "", null]) {
      const answers: unknown[] = [undefined, undefined, answer, 7];
      expect(await poll(soon(), "It.", async () => answers.shift())).to.equal(answer);
      expect(answers).to.deep.equal([7]);
    }
  });

  it("asks again after a failure that passes, and at once reports one that does not", async () => {
    const failures = [new DoorkeyError("CHAIN_UNREACHABLE"), new DoorkeyError("RELAY_BUSY")];
    const answer = await poll(soon(), "It.", async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return 7;
    });
    expect(answer).to.equal(7);
    const strange = Object.assign(new Error("of another package"), { retryable: true });
    for (const lasting of [new DoorkeyError("REQUEST_DEAD"), new TypeError("a bug"), strange]) {
      let asked = 0;
      const failing = async () => {
        asked++;
        throw lasting;
      };
      expect(await poll(soon(), "It.", failing).catch((error) => error)).to.equal(lasting);
      expect(asked).to.equal(1);
    }
  });

  it("asks at least once, and at the deadline says what it waited for and why", async () => {
    let asked = 0;
    const cause = new DoorkeyError("CHAIN_UNREACHABLE");
    const failing = async () => {
      asked++;
      throw cause;
    };
    const error = await poll(0, "Transaction 7.", failing).catch((thrown) => thrown);
    expect([error.code, error.retryable, error.cause]).to.deep.equal(["CALL_UNDECIDED", false, cause]);
    expect(error.message.split("\n")[1]).to.equal("Transaction 7.");
    expect(asked).to.equal(1);
    expect((await refusalOf(poll(0, "It.", async () => undefined))).code).to.equal("CALL_UNDECIDED");
  });

  it("asks less and less often, and at last once a second", async () => {
    const answers = [...Array(9).fill(undefined), 7];
    const waits = await sleepsDuring(() => poll(soon(), "It.", async () => answers.shift()));
    expect(waits).to.deep.equal([20, 40, 80, 160, 320, 640, 1_000, 1_000, 1_000]);
  });
});

describe("poll, by a clock that stands still", () => {
  before(() => {
    Date.now = () => 1_000;
  });
  after(resetTime);

  it("asks again only if the pause before it ends by the deadline", async () => {
    for (const [deadline, asks] of [
      [1_019, 1],
      [1_020, 2],
      [1_039, 2],
      [1_040, 3],
    ] as const) {
      let asked = 0;
      const asking = poll(deadline, "It.", async () => void asked++);
      expect((await refusalOf(asking)).code).to.equal("CALL_UNDECIDED");
      expect(asked, `${deadline}`).to.equal(asks);
    }
  });
});

describe("untilChanged", () => {
  it("waits for the word of a relay that reports changes, and for the whole time at another", async () => {
    const asked: unknown[] = [];
    const changed: Relay["changed"] = async (digest, within) => void asked.push([digest, within]);
    const sleepsWith = (relay: Partial<Relay>) => sleepsDuring(() => untilChanged(relay as Relay, HASH)(640));
    expect(await sleepsWith({ changed })).to.deep.equal([]);
    expect(asked).to.deep.equal([[HASH, 640]]);
    expect(await sleepsWith({})).to.deep.equal([640]);
  });
});

describe("receiptOf", () => {
  const RECEIPT = { hash: HASH, blockNumber: 7 };
  const node = (receipt: object | null, final: number | undefined) =>
    ({
      getTransactionReceipt: async () => receipt,
      getBlock: async () => (final === undefined ? null : { number: final }),
    }) as unknown as Provider;

  for (const [what, receipt, final, isMined, isFinal] of [
    ["is in no block", null, 9, false, false],
    ["is in a block above the final one", RECEIPT, 6, true, false],
    ["is in the final block", RECEIPT, 7, true, true],
    ["is in a block below the final one", RECEIPT, 8, true, true],
    ["is in a block of a chain that has no final one yet", RECEIPT, undefined, true, false],
  ] as const) {
    it(`of a transaction that ${what}`, async () => {
      expect(await receiptOf(node(receipt, final), HASH, "mined")).to.equal(isMined ? RECEIPT : undefined);
      expect(await receiptOf(node(receipt, final), HASH, "final")).to.equal(isFinal ? RECEIPT : undefined);
    });
  }
});

describe("transactionOf", () => {
  it("has what the receipt has, with all of its logs or some", () => {
    const logs = [1, 2].map((index) => ({ address: "0x12", topics: ["0x34"], data: "0x", index }));
    const receipt = { hash: HASH, blockNumber: 7, blockHash: HASH, gasUsed: 8n, logs: logs.map((log) => ({ ...log })) };
    const told = { hash: HASH, blockNumber: 7, blockHash: HASH, gasUsed: 8n };
    expect(transactionOf(receipt as never)).to.deep.equal({ ...told, logs });
    expect(transactionOf(receipt as never, logs.slice(1))).to.deep.equal({ ...told, logs: logs.slice(1) });
  });
});
