import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { drawCall, type WireDrawAct } from "doorkey/relay";
import { newRequest, newReturn, random } from "../../test/helpers/newRequests.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "../../test/helpers/storages.ts";
import { RpcUnreachable } from "../chain/jsonRpc.ts";
import { problemTable } from "../problems/problemTable.ts";
import { enqueue, type NewRequest, type RequestRow, requestRow } from "../storage/index.ts";
import type { PolicyConfig } from "./Policy.ts";
import type { PolicyFacts } from "./PolicyFacts.ts";
import { policyRecheck } from "./recheck.ts";
import type { Allowance, Sponsor } from "./Sponsor.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const contracts = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("4"),
  Ballot: address("5"),
  DrandBeacon: address("6"),
};
const { EntryRightRegistry: rights } = interfaces;
const DAY = "2026-11-30";
const MONTH = "2026-11";

const grantOf = (event: number) => rights.encodeFunctionData("grant", [event, 1, 3, "0x", [], "0x", 0]) as Hex;

/** Pays for grants, returns and holds at events of organizer 7. */
const allowances: readonly Allowance[] = [
  [contracts.EntryRightRegistry, rights.getFunction("grant").selector],
  [contracts.EntryRightRegistry, rights.getFunction("returnRights").selector],
  [contracts.Ballot, interfaces.Ballot.getFunction("hold").selector],
].map(([to, selector]) => ({
  to: to as Address,
  selector: selector as Hex,
  maxGas: 90_000,
  only: { organizers: [7] },
}));

const sponsorOf = (id: string, perDay: bigint, change: Partial<Sponsor> = {}): Sponsor => ({
  ...{ id, keyHashes: [], organizers: [7], allowances },
  budget: { perDay, perMonth: 1_000n, keylessPercent: 50 },
  ...change,
});

describe("policyRecheck", () => {
  let storage: TestStorage;
  before(async () => {
    storage = await openTestStorage(storageKinds.at(-1) ?? "embedded");
  });
  beforeEach(() => emptyTables(storage.db));
  after(() => storage.remove());

  /** Event n is organizer n's. The node does not answer about event 50, and fails in another way about event 51. */
  const facts: PolicyFacts = {
    organizerOf: async (event) => {
      if (event === 50) throw new RpcUnreachable("no answer about 50");
      if (event === 51) throw new TypeError("a fault of ours");
      return event;
    },
    agentOf: async () => 3,
  };
  const recheck = (rows: readonly RequestRow[], sponsors: readonly Sponsor[], suite: object = contracts) => {
    const config = { chain: { contracts: suite }, sponsors } as PolicyConfig;
    return policyRecheck({ config: () => config, facts, db: storage.db })(rows);
  };

  async function stored(...requests: readonly NewRequest[]): Promise<RequestRow[]> {
    const rows: RequestRow[] = [];
    for (const request of requests) {
      await enqueue(storage.db, [request]);
      rows.push((await requestRow(storage.db, request.digest)) as RequestRow);
    }
    return rows;
  }

  /** A grant at an event that reserves 10 wei. */
  function grant(event = 7, change: Partial<NewRequest> = {}, periods: readonly string[] = [DAY]): NewRequest {
    const base = newRequest({ to: contracts.EntryRightRegistry, ...change });
    const payload = base.payload as Extract<typeof base.payload, { request: unknown }>;
    return {
      ...base,
      payload: { ...payload, request: { ...payload.request, data: grantOf(event) } },
      reservation: { wei: 10n, limits: periods.map((period) => ({ period, limitWei: 1_000n })) },
    };
  }
  const giveBack = (event: number) =>
    newReturn(random(20) as Address, BigInt(event) << 32n, 1, { to: contracts.EntryRightRegistry });
  function hold(eventId: number): NewRequest {
    const payload: WireDrawAct = { act: "hold", eventId, classId: 1 };
    const { nonce: _, ...base } = newRequest({ to: contracts.Ballot });
    return { ...base, kind: "act", selector: drawCall(contracts, [payload]).data.slice(0, 10) as Hex, payload };
  }

  const rejected = (code: keyof typeof problemTable) => ({
    state: "rejected",
    reason: { code, detail: problemTable[code].title },
  });

  it("lets what is still sponsored be sent: requests, returns and acts", async () => {
    const rows = await stored(grant(7), giveBack(7), hold(7));
    expect(await recheck(rows, [sponsorOf("one", 100n)])).to.deep.equal([undefined, undefined, undefined]);
    expect(await recheck([], [sponsorOf("one", 100n)])).to.deep.equal([]);
  });

  it("rejects what the arguments, the gas, the function or the sponsor no longer allow", async () => {
    const others = await stored(grant(8), giveBack(8), hold(8));
    const refused = rejected("ARGUMENTS_NOT_SPONSORED");
    expect(await recheck(others, [sponsorOf("one", 100n)])).to.deep.equal([refused, refused, refused]);
    const rows = await stored(grant(7, { gas: 90_000 }), grant(7, { gas: 90_001 }), grant(7, { sponsor: "gone" }));
    expect(await recheck(rows, [sponsorOf("one", 100n), sponsorOf("two", 100n)])).to.deep.equal([
      undefined,
      rejected("GAS_TOO_HIGH"),
      rejected("SPONSOR_UNKNOWN"),
    ]);
    const fewer = sponsorOf("one", 100n, { allowances: allowances.slice(1) });
    expect((await recheck(rows, [fewer]))[0]).to.deep.equal(rejected("FUNCTION_NOT_SPONSORED"));
  });

  it("rejects acts once the suite has no draws", async () => {
    const { Ballot: _, DrandBeacon: __, ...without } = contracts;
    const rows = await stored(hold(7), grant(7));
    expect(await recheck(rows, [sponsorOf("one", 100n)], without)).to.deep.equal([
      rejected("FUNCTION_NOT_SPONSORED"),
      undefined,
    ]);
  });

  it("says nothing about a row that the node does not answer about, and judges the others", async () => {
    const rows = await stored(grant(50), grant(7), grant(8));
    expect(await recheck(rows, [sponsorOf("one", 100n)])).to.deep.equal([
      { unanswered: "no answer about 50" },
      undefined,
      rejected("ARGUMENTS_NOT_SPONSORED"),
    ]);
    const faulty = await stored(grant(51), grant(7));
    const error: unknown = await recheck(faulty, [sponsorOf("one", 100n)]).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error).to.be.instanceOf(TypeError);
  });

  describe("once a budget is lowered", () => {
    const poor = rejected("BUDGET_EXHAUSTED");
    const ends = async (rows: readonly RequestRow[], ...sponsors: readonly Sponsor[]) =>
      (await recheck(rows, sponsors)).map((end) =>
        end === undefined ? "sent" : "state" in end ? end.reason?.code : end,
      );

    it("rejects the latest requests, as many as must go and no more", async () => {
      const rows = await stored(grant(), grant(), grant());
      for (const order of [rows, rows.toReversed()]) {
        const latest = (count: number) => order.map((row) => (rows.indexOf(row) >= 3 - count ? poor : undefined));
        expect(await recheck(order, [sponsorOf("one", 30n)])).to.deep.equal(latest(0));
        expect(await recheck(order, [sponsorOf("one", 29n)])).to.deep.equal(latest(1));
        expect(await recheck(order, [sponsorOf("one", 20n)])).to.deep.equal(latest(1));
        expect(await recheck(order, [sponsorOf("one", 19n)])).to.deep.equal(latest(2));
        expect(await recheck(order, [sponsorOf("one", 0n)])).to.deep.equal(latest(3));
      }
    });

    it("counts what was spent already", async () => {
      const rows = await stored(grant(), grant());
      await storage.db.updateTable("budgets").set({ used_wei: 25n }).where("period", "=", DAY).execute();
      expect(await ends(rows, sponsorOf("one", 45n))).to.deep.equal(["sent", "sent"]);
      expect(await ends(rows, sponsorOf("one", 44n))).to.deep.equal(["sent", "BUDGET_EXHAUSTED"]);
    });

    it("keeps sponsors apart", async () => {
      const rows = await stored(grant(7, { sponsor: "two" }), grant(), grant(7, { sponsor: "two" }));
      const sponsors = [sponsorOf("idle", 0n), sponsorOf("one", 10n), sponsorOf("two", 10n)];
      expect(await ends(rows, ...sponsors)).to.deep.equal(["sent", "sent", "BUDGET_EXHAUSTED"]);
      // The latest of all is another sponsor's.
      const later = await stored(grant(7, { sponsor: "idle" }), grant());
      const fates = ["sent", "sent", "BUDGET_EXHAUSTED", "sent", "sent"];
      const richer = [sponsorOf("idle", 10n), sponsorOf("one", 20n), sponsorOf("two", 10n)];
      expect(await ends([...rows, ...later], ...richer)).to.deep.equal(fates);
    });

    it("keeps periods apart: only what counts against one must go for it", async () => {
      const yesterday = "2026-11-29";
      const rows = await stored(grant(7, {}, [DAY]), grant(7, {}, [DAY, MONTH]), grant(7, {}, [yesterday]));
      await storage.db.updateTable("budgets").set({ used_wei: 995n }).where("period", "=", MONTH).execute();
      expect(await ends(rows, sponsorOf("one", 20n))).to.deep.equal(["sent", "BUDGET_EXHAUSTED", "sent"]);
      expect(await ends(rows, sponsorOf("one", 5n))).to.deep.equal(Array(3).fill("BUDGET_EXHAUSTED"));
    });

    it("rejects none because of one that is rejected anyway, and gives its money back", async () => {
      for (const events of [
        [7, 8],
        [8, 7],
      ]) {
        await emptyTables(storage.db);
        const rows = await stored(...events.map((event) => grant(event)));
        const fates = events.map((event) => (event === 7 ? "sent" : "ARGUMENTS_NOT_SPONSORED"));
        expect(await ends(rows, sponsorOf("one", 10n))).to.deep.equal(fates);
      }
    });

    it("rejects others for one that the node does not answer about, because that one may be sent yet", async () => {
      const rows = await stored(grant(7), grant(50));
      expect(await ends(rows, sponsorOf("one", 10n))).to.deep.equal([
        "BUDGET_EXHAUSTED",
        { unanswered: "no answer about 50" },
      ]);
    });
  });
});
