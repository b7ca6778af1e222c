import { expect } from "chai";
import { resetTime } from "doorkey-test-support/passTime";
import { openShow, type Show } from "doorkey-test-support/show";
import { interfaces } from "../abi/contracts.ts";
import { revertedError } from "../abi/revertedError.ts";
import { grantMany } from "../agent/bulk/grantMany.ts";
import type { Connection } from "../chain/Connection.ts";
import { rememberOffset } from "../chain/eventOffsets.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { encodeCall } from "./encodeCall.ts";
import { explain } from "./explained.ts";
import { sendPlain } from "./send.ts";

const OPEN = 1_900_000_000;
const CLOSE = OPEN + 86_400;

const errorOf = (name: string, args: readonly unknown[]): DoorkeyError => {
  const { EntryRightRegistry, EventRegistry } = interfaces;
  const abi = EventRegistry.getError(name) === null ? EntryRightRegistry : EventRegistry;
  const error = revertedError({ data: abi.encodeErrorResult(name as never, args as never) as Hex }, ["as it was"]);
  if (error === undefined) throw new Error("it has no data");
  return error;
};

/** A connection whose newest block has this time. */
const at = (timestamp: number): Connection =>
  ({ provider: { getBlock: async () => ({ number: 7, timestamp }) }, contracts: {} }) as unknown as Connection;

describe("explain", () => {
  afterEach(resetTime);

  for (const [name, args] of [
    ["SalesClosed", [1, OPEN, CLOSE]],
    ["DoorsNotOpen", [1, OPEN]],
  ] as const) {
    const what = name === "SalesClosed" ? "Sales" : "Doors";

    it(`calls ${name} retryable within one block of its bound, and says when`, async () => {
      for (const [before, seconds] of [
        [12, "12 seconds"],
        [1, "1 second"],
      ] as const) {
        const error = await explain(at(OPEN - before), errorOf(name, args));
        expect(error.retryable).to.equal(true);
        expect(error.shortMessage).to.equal(`${what} open on 17 March 2030, 17:46:40 (UTC).`);
        expect(error.remedy).to.equal(`Make the same call again in ${seconds}.`);
        expect(error.message).to.contain("as it was");
      }
    });

    it(`calls ${name} final when more than a block is missing`, async () => {
      const error = await explain(at(OPEN - 13), errorOf(name, args));
      expect(error.retryable).to.equal(false);
      expect(error.shortMessage).to.equal(`${what} open on 17 March 2030, 17:46:40 (UTC).`);
    });
  }

  it("says that a call which was refused before the bound may be made now", async () => {
    for (const time of [OPEN, CLOSE - 1]) {
      const { retryable, remedy } = await explain(at(time), errorOf("SalesClosed", [1, OPEN, CLOSE]));
      expect([retryable, remedy]).to.deep.equal([true, "Make the same call again in 1 second."]);
    }
  });

  it("goes by the clock on a chain that makes blocks by itself, and by blocks on another", async () => {
    const closed = errorOf("SalesClosed", [1, OPEN, CLOSE]);
    for (const [blockAge, toOpening, isRetryable] of [
      // The newest block is recent, so the next ones come by themselves.
      [60, 12, true],
      [60, 13, false],
      [30, 0, true],
      // The newest block is old, so no other comes by itself.
      [61, 12, false],
      [5_000, 1, false],
    ] as const) {
      Date.now = () => 1_000 * (OPEN - toOpening);
      const error = await explain(at(OPEN - toOpening - blockAge), closed);
      expect(error.retryable, `a block ${blockAge} s old, ${toOpening} s before sales`).to.equal(isRetryable);
      if (isRetryable) {
        expect(error.remedy).to.equal(`Make the same call again in ${toOpening + blockAge} seconds.`);
      }
    }
  });

  it("keeps the cause and the details of the error", async () => {
    const reverted = errorOf("SalesClosed", [1, OPEN, CLOSE]);
    for (const time of [OPEN - 12, OPEN - 500, CLOSE]) {
      const error = await explain(at(time), reverted);
      expect(error.cause).to.equal(reverted.cause);
      expect(error.message.split("\n").slice(1, -1)).to.deep.equal(reverted.message.split("\n").slice(1, -1));
      expect(error.contractError?.args).to.deep.equal(reverted.contractError?.args);
    }
  });

  it("says when sales closed", async () => {
    const error = await explain(at(CLOSE), errorOf("SalesClosed", [1, OPEN, CLOSE]));
    expect(error.retryable).to.equal(false);
    expect(error.shortMessage).to.equal("Sales closed on 18 March 2030, 17:46:40 (UTC).");
  });

  it("writes times on the event's clock once its document was seen", async () => {
    const connection = at(OPEN - 60);
    rememberOffset(connection, 1, "2030-03-18T03:00:00+09:00");
    const error = await explain({ ...connection }, errorOf("SalesClosed", [1, OPEN, CLOSE]));
    expect(error.shortMessage).to.equal("Sales open on 18 March 2030, 02:46:40 (UTC+09:00).");
    const other = await explain(connection, errorOf("SalesClosed", [2, OPEN, CLOSE]));
    expect(other.shortMessage).to.contain("(UTC)");
    const ofRight = (eventId: number) => {
      const rightId = packRightId({ eventId, batch: 3, index: 4 });
      return explain(connection, errorOf("RightWindowClosed", [rightId, OPEN]));
    };
    expect((await ofRight(1)).shortMessage).to.contain("until 18 March 2030, 02:46:40 (UTC+09:00)");
    expect((await ofRight(2)).shortMessage).to.contain("until 17 March 2030, 17:46:40 (UTC)");
  });

  it("says no time of a refusal of which only the start is known", async () => {
    for (const name of ["SalesClosed", "DoorsNotOpen"]) {
      const { data } = errorOf(name, name === "SalesClosed" ? [1, OPEN, CLOSE] : [1, OPEN]).contractError ?? {};
      const cut = revertedError({ data: data?.slice(0, 66) });
      if (cut === undefined) throw new Error("it has no data");
      const error = await explain(at(OPEN - 1), cut);
      expect([error.retryable, error.contractError]).to.deep.equal([false, cut.contractError]);
    }
  });

  it("leaves other errors as they are", async () => {
    const { contractError } = errorOf("SalesClosed", [1, OPEN, CLOSE]);
    const strange = Object.assign(new Error("of another package"), { contractError });
    const others = [new DoorkeyError("CHAIN_BUSY"), new DoorkeyError("CALL_REVERTED"), strange, undefined];
    for (const other of others) expect((await explain(at(OPEN), other)) === other, String(other)).to.equal(true);
    const late = await explain(at(OPEN - 1), errorOf("DoorsOpen", [1, OPEN]));
    expect([late.retryable, late.shortMessage.startsWith("Doors opened on")]).to.deep.equal([false, true]);
    const quota = await explain(at(OPEN), errorOf("QuotaExceeded", [1, 2, 3, 5, 3]));
    expect(quota.shortMessage).to.equal("Only 3 more rights are left of your allotment.");
    const silent = { provider: { getBlock: () => Promise.reject(new Error("gone")) }, contracts: {} };
    const kept = await explain(silent as unknown as Connection, errorOf("SalesClosed", [1, OPEN, CLOSE]));
    expect(kept.shortMessage).to.match(/^Sales are open from 17 March 2030/);
  });
});

describe("a refusal of the contracts", () => {
  let chain: TestChain;
  let show: Show;
  before(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { transport: "relay", classes: { standing: { supply: 3 } } });
  });
  after(() => chain.close());

  it("has its values although the forwarder's log cut them off", async () => {
    const { organizer, eventId } = show;
    // The relay foresees nothing: it prepares another call and then sends this one.
    const call = encodeCall(organizer, "EventRegistry", "raiseSupply", [eventId, 1, 2]);
    const harmless = encodeCall(organizer, "EventRegistry", "raiseSupply", [eventId, 1, 50]);
    const prepare: typeof chain.relay.prepare = async ({ from, to }) => {
      const prepared = await chain.relay.prepare({ from, to, data: harmless.data });
      return { ...prepared, request: { ...prepared.request, data: call.data } };
    };
    const sending = sendPlain({ ...organizer, relay: { ...chain.relay, prepare } }, call);
    const error = await sending.catch((thrown: unknown) => thrown);
    if (!isDoorkeyError(error)) throw error;
    expect(error.contractError?.args).to.deep.equal({ eventId: BigInt(eventId), classId: 1n, supply: 2n });
    expect(error.shortMessage).to.equal("The supply of the class cannot be 2.");
    expect(error.message).to.contain("In transaction 0x");
  });

  it("says how many places are left, and is not made again for nothing", async () => {
    const { agent, agentId, eventId } = show;
    const rows = [{ className: "standing", holder: chain.emptyKey().address as Hex, quantity: 4 }];
    const { results } = await grantMany(agent, { agentId, eventId, rows });
    expect(results[0]).to.include({ status: "refused", reason: "ClassSoldOut" });
    expect(JSON.stringify(results[0])).to.contain("Only 3 places are left in this class.");
  });
});
