import { expect } from "chai";
import { passTime, resetTime } from "doorkey-test-support/passTime";
import { join, type Member, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import type { Provider } from "ethers";
import { nodeSaying } from "../../../test/helpers/nodeSaying.ts";
import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Relay } from "../../relay/Relay.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { encodeCall } from "../encodeCall.ts";
import { type Delivery, deliverKept, type KeptCall } from "./deliverKept.ts";
import { nonceId } from "./nonces.ts";

/** The contract refuses longer names than 256 bytes. */
const TOO_LONG = "x".repeat(257);

type Change = Partial<Delivery<string>> & Pick<Partial<deliverKept.Parameters<string>>, "cut">;

for (const transport of TRANSPORTS) {
  describe(`deliverKept, ${transport}`, () => {
    let chain: TestChain;
    let member: Member;
    let kept: KeptCall<string>[];
    let teamsBefore: number;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      member = await join(chain, transport);
      kept = [];
      teamsBefore = await teamCount();
    });
    afterEach(resetTime);
    after(() => chain.close());

    const teamCount = async () => Number(await member.contracts.agents.teamCount());
    /** A call registers one team, whose name has its items. */
    const callOf = (items: readonly string[]) =>
      encodeCall(member, "AgentRegistry", "register", [items.join(" "), "https://a.b"]);
    const itemsOf = (data: string): string[] =>
      interfaces.AgentRegistry.decodeFunctionData("register", data).name.split(" ");

    /** What was paid for, call by call. */
    async function paidFor(): Promise<string[]> {
      const ids = Array.from({ length: (await teamCount()) - teamsBefore }, (_, i) => teamsBefore + i + 1);
      return Promise.all(ids.map(async (id) => (await member.contracts.agents.teamOf(id)).name));
    }

    /** One run. Returns the transaction of each item, or the code of its failure. */
    async function run(items: readonly string[], change: Change = {}): Promise<(string | undefined)[]> {
      const decided = new Map<string, string>();
      const failed = new Map<string, string>();
      const delivery: Delivery<string> = {
        connection: member,
        options: {},
        keep: async (call) => void kept.push(call),
        keyOf: (item) => item,
        callOf,
        decide: (of, { hash }) => {
          for (const item of of) decided.set(item, decided.get(item) ?? hash);
        },
        isOpen: (item) => items.includes(item) && !decided.has(item),
        fail: (of, error) => {
          for (const item of of) failed.set(item, (error as DoorkeyError).code);
        },
        ...change,
      };
      const together = (unsigned: readonly string[]) => (unsigned.length === 0 ? [] : [unsigned]);
      await deliverKept(delivery, { items, kept: [...kept], cut: change.cut ?? together, concurrency: 1 });
      return items.map((item) => decided.get(item) ?? failed.get(item));
    }

    const seenBy = (says: Partial<Provider>): Connection => ({
      ...member,
      provider: nodeSaying(member.provider, says) as Connection["provider"],
    });
    /** The relay, or the signer's node without one, foresees this for a call. */
    const foreseeing = (gasOf: (data: string) => bigint | DoorkeyError): Connection => {
      const gas = (data: string) => {
        const answer = gasOf(data);
        if (answer instanceof DoorkeyError) throw answer;
        return answer;
      };
      if (transport === "direct") return seenBy({ estimateGas: async ({ data }) => gas(String(data)) });
      const harmless = callOf(["harmless"]).data;
      const prepare: Relay["prepare"] = async ({ from, to, data }) => {
        const { request, ...prepared } = await chain.relay.prepare({ from, to, data: harmless });
        return { ...prepared, request: { ...request, gas: String(gas(data)), data } };
      };
      return { ...member, relay: { ...chain.relay, prepare } };
    };
    const tooLargeFor = (isTooLarge: (items: readonly string[]) => boolean) =>
      foreseeing((data) => (isTooLarge(itemsOf(data)) ? new DoorkeyError("CALL_TOO_LARGE") : 400_000n));
    const oneEach = (items: readonly string[]) => items.map((item) => [item]);

    it("pays for an item once, however it comes again, alone or among others", async () => {
      const [first] = await run(["a", "b", "c"]);
      expect(await run(["b"])).to.deep.equal([first]);
      const [c, d] = await run(["c", "d"]);
      expect(await run(["d", "a", "d"])).to.deep.equal([d, first, d]);
      expect([c, await paidFor()]).to.deep.equal([first, ["a b c", "d"]]);
    });

    it("halves a call that is too large until each part fits, the first half not smaller", async () => {
      const connection = tooLargeFor((items) => items.length > 2);
      await run(["a", "b", "c", "d", "e"], { connection });
      expect(await paidFor()).to.deep.equal(["a b", "c", "d e"]);
    });

    it("reports an item that is too large by itself, and pays for the others", async () => {
      const connection = tooLargeFor((items) => items.includes("b"));
      const [a, b, c] = await run(["a", "b", "c"], { connection });
      expect([b, a === c, await paidFor()]).to.deep.equal(["CALL_TOO_LARGE", false, ["a", "c"]]);
    });

    it("reports what a contract refuses, keeps no call of it, and pays for the others", async () => {
      const [, refused] = await run(["a", TOO_LONG, "b"], { cut: oneEach });
      expect([refused, await paidFor(), kept.length]).to.deep.equal(["CALL_REVERTED", ["a", "b"], 2]);
    });

    it("sends nothing that could not be kept", async () => {
      const keep = async () => {
        throw new DoorkeyError("JOURNAL_LOCKED");
      };
      expect([await run(["a"], { keep }), await paidFor()]).to.deep.equal([["JOURNAL_LOCKED"], []]);
    });

    for (const [failures, outcome, paid] of [
      [2, undefined, ["a"]],
      [3, "CALL_REVERTED", []],
    ] as const) {
      it(`tries a call that fails only when it is executed three times: ${failures} failures`, async () => {
        let calls = 0;
        const [told] = await run(["a"], {
          connection: foreseeing(() => 400_000n),
          callOf: (items) => callOf(++calls > failures ? items : [TOO_LONG]),
        });
        expect(outcome === undefined ? told?.length : told).to.equal(outcome ?? 66);
        expect([calls, await paidFor()]).to.deep.equal([3, paid]);
        expect(new Set(kept.map(({ request }) => nonceId(request))).size).to.equal(3);
      });
    }

    it("leaves open what the node does not show of a kept call, and pays for the others", async () => {
      await run(["a"]);
      const connection = seenBy({ getLogs: () => Promise.reject(new Error("the method is not available")) });
      const [a, b] = await run(["a", "b"], { connection });
      expect([a, b?.length, await paidFor()]).to.deep.equal(["CHAIN_REFUSED", 66, ["a", "b"]]);
    });

    it("decides nothing before the call is final, if the caller says so, and pays once", async () => {
      let asked = 0;
      const getBlock: Provider["getBlock"] = (tag) => {
        if (tag !== "finalized") return member.provider.getBlock(tag);
        asked++;
        passTime(1_000);
        return Promise.resolve(null);
      };
      const connection = seenBy({ getBlock });
      expect(await run(["a"], { connection, options: { until: "final", timeout: 999_999 } })).to.deep.equal([
        "CALL_UNDECIDED",
      ]);
      expect(asked).to.equal(1);
      // Half an hour is the longest wait without a word of the caller.
      expect(await run(["a"], { connection, options: { until: "final" } })).to.deep.equal(["CALL_UNDECIDED"]);
      expect(asked).to.equal(3);
      const [mined] = await run(["a"], { connection, options: { until: "mined" } });
      expect([await run(["a"], { options: { until: "final" } }), await paidFor()]).to.deep.equal([[mined], ["a"]]);
    });

    it("goes the way that the caller says, or not at all", async () => {
      const through = { ...member, relay: chain.relay };
      await run(["a"], { connection: through, options: { via: "direct" } });
      expect(kept.map(({ request }) => request.signed.request.relayer)).to.deep.equal([member.signer.address]);
      const without = run(["b"], { connection: { ...member, relay: undefined }, options: { via: "relay" } });
      expect((await refusalOf(without)).code).to.equal("RELAY_MISSING");
      expect(kept.length).to.equal(1);
    });
  });
}
