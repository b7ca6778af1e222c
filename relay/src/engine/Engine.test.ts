/** What a replica does pass by pass: what it asks the node, what it reports, and when it looks again. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { concat, keccak256, Transaction, toBeHex } from "ethers";
import {
  ago,
  GWEI,
  HEAD,
  NULL,
  nodeAnswering,
  onEachDatabase,
  quantity,
  refuses,
  rowsOf,
  SIGNER,
  silent,
  storeRequests,
} from "../../test/helpers/engineParts.ts";
import { until } from "../../test/helpers/processes.ts";
import { signerFrom } from "../../test/helpers/world.ts";
import { openChain } from "../chain/Chain.ts";
import { cancelQueued, signerHealth } from "../storage/index.ts";
import { signedRequestOf } from "./calldata.ts";
import { createEngine, type EngineParts } from "./Engine.ts";
import type { EngineEvent } from "./EngineEvent.ts";
import { encodeExecute } from "./encodeForwarder.ts";

const FORWARDER = `0x${"f0".repeat(20)}` as const;
const HOUR = 3_600_000;

/** A node that takes everything and mines nothing by itself. */
function calmNode() {
  const state = {
    ...{ head: HEAD.number, used: 0, receipts: new Map<Hex, unknown>(), raws: [] as Hex[], isSilent: false },
    estimate: 21_000,
    baseFee: GWEI,
    /** The node's words against every transaction. */
    refusal: undefined as string | undefined,
    /** Gas that each tried call takes. Without it, the node tries calls in its own way and does not say. */
    callGas: undefined as number | undefined,
  };
  const asked: string[] = [];
  const blockOf = (number: number) => ({
    ...{
      number: quantity(number),
      hash: quantity(0xb000 + number),
      timestamp: "0x1",
      gasLimit: quantity(HEAD.gasLimit),
    },
    baseFeePerGas: quantity(state.baseFee),
  });
  const endpoint = nodeAnswering(
    Object.fromEntries(
      Object.entries({
        eth_getBlockByNumber: (at: string) => blockOf(at === "latest" ? state.head : Number(at)),
        eth_getTransactionCount: (_: never, at: string) => {
          asked.push(at);
          return quantity(state.used);
        },
        eth_getTransactionReceipt: (hash: Hex) => state.receipts.get(hash) ?? NULL,
        eth_getTransactionByHash: () => ({}),
        eth_getCode: () => "0x",
        eth_getBalance: () => quantity(10n ** 20n),
        eth_feeHistory: () => ({ baseFeePerGas: [quantity(state.baseFee)], reward: [], gasUsedRatio: [] }),
        eth_call: ({ to, data }: { to: string; data: Hex }, _: string, __?: object, block?: { time: Hex }) => {
          if (state.callGas === undefined || block === undefined) return to === FORWARDER ? toBeHex(0, 32) : "0x";
          const time = toBeHex(BigInt(block.time), 32);
          // An empty call asks which overrides the node knows.
          return data === "0x" ? time : concat([toBeHex(1, 32), toBeHex(state.callGas, 32), time]);
        },
        eth_estimateGas: () => quantity(state.estimate),
        eth_sendRawTransaction: (raw: Hex) => {
          if (state.refusal !== undefined) return refuses(state.refusal);
          state.raws.push(raw);
          return keccak256(raw);
        },
      }).map(([method, answer]) => [
        method,
        (...params: never[]) => {
          if (method !== "eth_getTransactionCount") asked.push(method);
          return state.isSilent ? silent() : (answer as (...all: never[]) => unknown)(...params);
        },
      ]),
    ),
  );
  const mine = () => {
    const block = blockOf(++state.head);
    state.used = state.raws.length;
    for (const raw of state.raws) {
      const transactionHash = keccak256(raw) as Hex;
      state.receipts.set(transactionHash, {
        ...{ transactionHash, blockNumber: block.number, blockHash: block.hash, status: "0x1", gasUsed: "0x64" },
        ...{ effectiveGasPrice: "0x2", logs: [] },
      });
    }
  };
  return { endpoint, state, asked, mine };
}

onEachDatabase("a replica", (db) => {
  beforeEach(() => db().deleteFrom("signers").execute());

  function replica(change: Omit<Partial<EngineParts>, "db"> = {}) {
    const node = calmNode();
    const events: EngineEvent[] = [];
    const { options, ...parts } = change;
    const engine = createEngine({
      ...{ db: db(), owner: "one", signers: [signerFrom(walletOf("relay 0"))] },
      suite: { chainId: 31337, forwarder: FORWARDER, rightsRegistry: `0x${"A0".repeat(20)}` },
      chain: openChain({ endpoints: [node.endpoint], confirmations: 3 }),
      recheck: async (rows) => rows.map(() => undefined),
      observe: (event) => events.push(event),
      options: { maxWaitMs: 0, rebroadcastAfterMs: HOUR, leaseMs: 60_000, ...options },
      ...parts,
    });
    /** What the node is asked in the next pass. */
    const asks = async () => {
      node.asked.length = 0;
      await engine.tick();
      return [...node.asked];
    };
    const types = () => events.map(({ type }) => type);
    return { ...node, engine, events, types, asks };
  }

  describe("asks the node", () => {
    it("nothing but its newest block while nothing is to be done", async () => {
      const { asks, state } = replica();
      expect(await asks()).to.include("pending");
      expect(await asks()).to.deep.equal(["eth_getBlockByNumber"]);
      state.head++;
      expect(await asks()).to.deep.equal(["eth_getBlockByNumber"]);
    });

    it("about what is under way once for each block, and about waiting nonces only when it takes a signer", async () => {
      const { asks, state } = replica();
      await storeRequests(db(), 1);
      expect(await asks())
        .to.include("pending")
        .and.include("eth_sendRawTransaction");
      await asks();
      expect(await asks()).to.deep.equal(["eth_getBlockByNumber"]);
      state.head++;
      expect(await asks())
        .to.include("latest")
        .and.not.include("pending");
    });

    it("for the gas of a batch, which gets a tenth more and what its calls left when they were tried", async () => {
      const gasOfTwo = async (callGas: number) => {
        const { asks, state } = replica();
        Object.assign(state, { callGas, estimate: 600_000 });
        await storeRequests(db(), 2, {}, { gas: 90_000 });
        await asks();
        return Number(Transaction.from(state.raws[0]).gasLimit);
      };
      expect(await gasOfTwo(90_000)).to.be.closeTo(660_000, 2);
      expect(await gasOfTwo(50_000)).to.be.closeTo(740_000, 2);
    });

    it("again at the same block after something was mined in it", async () => {
      const { asks, mine } = replica();
      await storeRequests(db(), 1);
      await asks();
      mine();
      expect(await asks()).to.include("eth_getTransactionReceipt");
      expect(await asks()).to.include("latest");
    });

    it("about the queue at the same block if more may be under way, and not if that is all", async () => {
      const { asks, state } = replica({ options: { maxInFlight: 2 } });
      await asks();
      for (const sent of [1, 2]) {
        await storeRequests(db(), 1);
        await asks();
        expect(state.raws).to.have.length(sent);
      }
      await asks();
      await storeRequests(db(), 1);
      expect(await asks()).to.deep.equal(["eth_getBlockByNumber"]);
      expect(state.raws).to.have.length(2);
    });
  });

  it("builds at most four transactions in a pass, and no more than may wait", async () => {
    const { engine, state } = replica({ options: { maxRequests: 1, maxInFlight: 7 } });
    await storeRequests(db(), 9);
    for (const sent of [4, 7, 7]) {
      await engine.tick();
      expect(state.raws).to.have.length(sent);
    }
  });

  it("builds a transaction of what is left if requests are cancelled during their check", async () => {
    const { engine, state, events } = replica({
      recheck: async (rows) => {
        for (const { digest } of rows.slice(0, 2)) await cancelQueued(db(), digest);
        return rows.map(() => undefined);
      },
    });
    await storeRequests(db(), 3, {}, { from: SIGNER });
    await engine.tick();
    const [transaction, ...others] = await db().selectFrom("transactions").selectAll().execute();
    expect(others).to.deep.equal([]);
    const rows = await db().selectFrom("requests").selectAll().where("state", "=", "assigned").execute();
    expect(rows.map(({ tx_id, position }) => [tx_id, position])).to.deep.equal([[transaction?.id, 0]]);
    expect(Transaction.from(state.raws[0]).data).to.equal(encodeExecute(rows.map(signedRequestOf)));
    expect(events).to.deep.include({
      ...{ type: "formed", signer: SIGNER, nonce: 0, requests: 1, gasLimit: transaction?.gas_limit },
    });
    await storeRequests(db(), 2);
    await engine.tick();
    // Both were cancelled, so no nonce is used.
    const [signer] = await db().selectFrom("signers").select("next_nonce").execute();
    expect([signer?.next_nonce, state.raws.length]).to.deep.equal([1, 1]);
    const held = await db().selectFrom("requests").select("digest").where("hold_owner", "is not", null).execute();
    expect(held).to.deep.equal([]);
  });

  it("builds nothing and says so while the price of gas is above the most that it offers", async () => {
    const { engine, state, events } = replica({ options: { maxFeeCap: 2n * GWEI } });
    state.baseFee = 3n * GWEI;
    await storeRequests(db(), 1);
    await engine.tick();
    expect(events).to.deep.include({ type: "fee_above_cap", signer: SIGNER });
    expect(await db().selectFrom("transactions").select("id").execute()).to.deep.equal([]);
    state.baseFee = GWEI;
    state.head++;
    await engine.tick();
    expect(state.raws).to.have.length(1);
  });

  it("ends a request that fits into no transaction, and sends the others", async () => {
    const { engine, state } = replica();
    const [large = "0x"] = await storeRequests(db(), 1, {}, { gas: 30_000_000 });
    const [small = "0x"] = await storeRequests(db(), 1);
    // The large one takes the room of the first pass.
    await engine.tick();
    await engine.tick();
    const [first, second] = await rowsOf(db(), [large, small]);
    expect([first?.state, first?.reason_code, second?.state]).to.deep.equal(["rejected", "GAS_TOO_HIGH", "assigned"]);
    expect(state.raws).to.have.length(1);
  });

  it("gives back at once what it looked at and did not send", async () => {
    const { engine } = replica({ options: { maxPerFrom: 1, maxInFlight: 1 } });
    const digests = await storeRequests(db(), 2, {}, { from: SIGNER });
    await engine.tick();
    const rows = await rowsOf(db(), digests);
    expect(rows.map(({ state }) => state)).to.have.members(["assigned", "queued"]);
    const left = rows.find(({ state }) => state === "queued");
    expect([left?.hold_owner, left?.hold_until]).to.deep.equal([null, null]);
  });

  it("notes how nodes refused an attempt", async () => {
    const { engine, state } = replica();
    await storeRequests(db(), 1);
    state.refusal = "tx fee (2.00 ether) exceeds the configured cap (1.00 ether)";
    await engine.tick();
    const attempts = await db().selectFrom("attempts").select("refusal").execute();
    expect(attempts.map(({ refusal }) => refusal)).to.deep.equal(["too_expensive"]);
  });

  it("ends what has expired at each new block", async () => {
    const { engine, state, types } = replica();
    for (const count of [1, 2]) {
      await storeRequests(db(), 1, { deadline: 1 });
      state.head++;
      await engine.tick();
      expect(types().filter((type) => type === "closed")).to.have.length(count);
    }
  });

  it("reports a pass that fails, tries it again from the start, and forgets the trouble then", async () => {
    let fails = true;
    const { asks, events } = replica({
      recheck: async (rows) => {
        if (fails) throw new TypeError("no policy");
        return rows.map(() => undefined);
      },
    });
    await storeRequests(db(), 1);
    await asks();
    const trouble = events.find(({ type }) => type === "trouble");
    expect(trouble).to.include({ signer: SIGNER }).and.have.nested.property("error.message", "no policy");
    expect((await signerHealth(db()))[0]?.trouble).to.equal("TypeError: no policy");
    fails = false;
    await db().updateTable("requests").set({ hold_until: null }).execute();
    expect(await asks())
      .to.include("pending")
      .and.include("eth_sendRawTransaction");
    expect((await signerHealth(db()))[0]?.trouble).to.equal(null);
  });

  it("does not call it a trouble that another replica has its signer", async () => {
    const { engine, events } = replica({
      recheck: async (rows) => {
        await db().updateTable("signers").set({ lease_owner: "two", epoch: 9 }).execute();
        return rows.map(() => undefined);
      },
    });
    await storeRequests(db(), 1);
    await engine.tick();
    const [taken, ...rest] = events.filter(({ type }) => type !== "endpoint");
    expect(taken).to.deep.equal({ type: "lease_taken", signer: SIGNER });
    expect(rest).to.deep.equal([{ type: "fenced", signer: SIGNER }]);
  });

  it("says that no node answers, beside the time of its last good pass", async () => {
    const { engine, state, events } = replica();
    await engine.tick();
    const passed = (await signerHealth(db()))[0]?.passedSeconds;
    expect(passed).to.be.a("number");
    state.isSilent = true;
    await engine.tick();
    expect(events.at(-1)).to.include({ type: "trouble" }).and.not.have.property("signer");
    const [health] = await signerHealth(db());
    expect(health?.trouble).to.include("no answer");
    expect(health?.passedSeconds).to.be.a("number");
  });

  it("forgets its passes with a signer that it gives up", async () => {
    const { engine, state, events } = replica();
    await engine.tick();
    // By its name, this one comes first.
    await db()
      .insertInto("replicas")
      .values({ owner: "another", signers: [SIGNER] })
      .execute();
    await engine.tick();
    expect(events.at(-1)).to.deep.equal({ type: "lease_released", signer: SIGNER });
    await db().deleteFrom("replicas").where("owner", "=", "another").execute();
    await db().updateTable("signers").set({ passed_at: null }).execute();
    state.isSilent = true;
    await engine.tick();
    const [health] = await signerHealth(db());
    expect([health?.owner, health?.passedSeconds]).to.deep.equal(["one", null]);
  });

  describe("that runs", () => {
    /** Runs an engine until the work is done, and then waits until it has ended. */
    async function running({ engine }: ReturnType<typeof replica>, work: () => Promise<unknown>): Promise<void> {
      const stop = new AbortController();
      const end = engine.run(stop.signal);
      await work().finally(() => stop.abort());
      await end;
    }
    const RARELY = { pollMs: HOUR, idlePollMs: HOUR };

    it("sends a long queue without pauses, and gives its signers up at the end", async () => {
      const one = replica({ options: { ...RARELY, maxRequests: 1, maxInFlight: 10 } });
      await storeRequests(db(), 9);
      await running(one, () => until("all are sent", () => one.state.raws.length === 9));
      const [signer] = await db().selectFrom("signers").selectAll().execute();
      expect([signer?.lease_owner, signer?.lease_until]).to.deep.equal([null, null]);
      expect(await db().selectFrom("replicas").select("owner").execute()).to.deep.equal([]);
    });

    it("sleeps while nothing is to be done, until it is woken", async () => {
      const one = replica({ options: RARELY });
      await running(one, async () => {
        await until("it has the signer", () => one.asked.includes("pending"));
        await until("a pass is over", async () => (await signerHealth(db()))[0]?.passedSeconds !== null);
        const looks = () => one.asked.filter((method) => method === "eth_getBlockByNumber").length;
        const before = looks();
        await storeRequests(db(), 1);
        one.engine.wake();
        await until("it is sent", () => one.state.raws.length === 1);
        expect(looks() - before).to.be.at.most(3);
      });
    });

    it("looks again at once if it was woken during a pass", async () => {
      let looks = 0;
      const node = calmNode();
      const chain = openChain({ endpoints: [node.endpoint], confirmations: 3 });
      const one = replica({
        options: RARELY,
        chain: {
          ...chain,
          look: () => {
            if (++looks === 1) one.engine.wake();
            return chain.look();
          },
        },
      });
      await running(one, () => until("it has looked twice", () => looks === 2));
    });

    it("ends at once if it is stopped during a pass", async () => {
      const stop = new AbortController();
      const one = replica({
        options: RARELY,
        recheck: async (rows) => {
          stop.abort();
          return rows.map(() => ({ unanswered: "busy" }));
        },
      });
      await storeRequests(db(), 1);
      await one.engine.run(stop.signal);
      expect(one.state.raws).to.deep.equal([]);
    });

    it("looks often while something is under way, and after a pass that failed", async () => {
      const one = replica({ options: { pollMs: 1, idlePollMs: HOUR } });
      await storeRequests(db(), 1);
      await running(one, async () => {
        await until("it is sent", () => one.state.raws.length === 1);
        one.asked.length = 0;
        await until("it has looked again", () => one.asked.length > 3);
        one.state.isSilent = true;
        await until("two passes have failed", () => one.types().filter((type) => type === "trouble").length > 1);
      });
    });

    it("keeps its lease during a pass that takes long", async () => {
      let isLong = true;
      const lease = async () =>
        (await db().selectFrom("signers").select("lease_until").execute())[0]?.lease_until?.getTime();
      const one = replica({
        options: { ...RARELY, leaseMs: 6_000 },
        recheck: async (rows) => {
          const before = await lease();
          await until("the lease is longer", async () => (await lease()) !== before);
          isLong = false;
          return rows.map(() => undefined);
        },
      });
      await storeRequests(db(), 1, { received_at: ago(9) });
      await running(one, () => until("it is sent", () => !isLong && one.state.raws.length === 1));
      expect(one.types().filter((type) => type === "lease_taken")).to.have.length(1);
    });
  });
});
