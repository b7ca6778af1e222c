import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { grantedOf, holderOf, strangerAt } from "../../../test/helpers/acts.ts";
import { withoutEach } from "../../../test/helpers/eachField.ts";
import type { Connection } from "../../chain/Connection.ts";
import { checksummed } from "../../core/checksummed.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import { designateAgent } from "../../organizer/designateAgent.ts";
import { dismissAgent } from "../../organizer/dismissAgent.ts";
import { reopenPlaces } from "../../organizer/reopenPlaces.ts";
import { rebindRight } from "../../rights/rebindRight.ts";
import { refusalSentences } from "../../rights/refusals.ts";
import { revokeRights } from "../../rights/revokeRights.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { registerAgent } from "../registerAgent.ts";
import type { GrantRow } from "./GrantRow.ts";
import { grantMany } from "./grantMany.ts";
import type { GrantProgress } from "./journalLedger.ts";

const standing = (from: number, count: number): GrantRow[] =>
  Array.from({ length: count }, (_, i) => ({
    className: "standing",
    holder: strangerAt(from + i),
    order: `o${from + i}`,
  }));

for (const transport of TRANSPORTS) {
  describe(`grantMany, ${transport}`, () => {
    let chain: TestChain;
    let selling: Show;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
    });
    after(() => chain.close());

    const grant = (rows: readonly GrantRow[], change: Partial<grantMany.Parameters> = {}) =>
      grantMany(selling.agent, { agentId: selling.agentId, eventId: selling.eventId, rows, ...change });

    it("grants more rows than one call can carry, each once", async () => {
      const told: GrantProgress[] = [];
      const rows = standing(0, 2_500);
      const { granted, results } = await grant(rows, { onProgress: (progress) => told.push(progress) });
      expect(granted).to.equal(2_500);
      expect(await grantedOf(selling, 1)).to.equal(2_500);
      expect(await selling.agent.contracts.rights.batchesOf(selling.eventId)).to.equal(3n);
      expect(told.at(-1)).to.deep.equal({ rows: 2_500, granted: 2_500, refused: 0, skipped: 0 });
      expect(results.map(({ row, order }) => [row, order])).to.deep.equal(rows.map(({ order }, i) => [i, order]));
      const ids = results.flatMap((result) => (result.status === "granted" ? result.rightIds : []));
      expect(new Set(ids).size).to.equal(2_500);
      for (const i of [0, 1_227, 1_228, 2_499]) {
        expect(await holderOf(selling, ids[i] ?? 0n)).to.equal(checksummed(strangerAt(i)));
      }
    });

    it("grants parties and seats of several classes, with consecutive rights per row and seats in order", async () => {
      const rows: GrantRow[] = [
        { className: "seated", holder: strangerAt(1), quantity: 2, seats: ["C-1-2", "C-1-1"] },
        { className: "standing", holder: strangerAt(2), quantity: 4 },
        { className: "seated", holder: strangerAt(3), seats: [0] },
      ];
      const { results } = await grant(rows, { document: selling.terms });
      const ids = results.map((result) => (result.status === "granted" ? result.rightIds : []));
      expect(ids.map((of) => of.length)).to.deep.equal([2, 4, 1]);
      const seats = await Promise.all(
        ids.flat().map(async (id) => Number((await selling.agent.contracts.rights.rightOf(id)).seat)),
      );
      expect(seats).to.deep.equal([800, 801, 0, 0, 0, 0, 0]);
      expect(ids[2]?.[0]).to.equal((ids[0]?.[0] ?? 0n) - 1n);
    });

    it("gives the reason for each refused row, and grants the other rows", async () => {
      await grant([{ className: "seated", holder: strangerAt(1), seats: [5] }]);
      const rows: GrantRow[] = [
        { className: "seated", holder: strangerAt(2), seats: [4] },
        { className: "seated", holder: strangerAt(3), seats: [5] },
        { className: "seated", holder: strangerAt(4), quantity: 2, seats: [5, 6] },
        { className: "seated", holder: strangerAt(5), seats: [1_200] },
        { className: "seated", holder: strangerAt(6), seats: [7] },
      ];
      const { results, granted, refused } = await grant(rows);
      expect([granted, refused]).to.deep.equal([3, 2]);
      expect(results.map((one) => (one.status === "refused" ? one.reason : one.status))).to.deep.equal([
        "granted",
        "SeatTaken",
        "granted",
        "SeatInvalid",
        "granted",
      ]);
      const [, , party] = results;
      expect(
        party?.status === "granted" && [party.rightIds.length, party.refused.map(({ reason }) => reason)],
      ).to.deep.equal([1, ["SeatTaken"]]);
    });

    it("says of each row why it was refused when every record was, and writes no batch", async () => {
      await grant([{ className: "seated", holder: strangerAt(1), seats: [5, 6, 7], quantity: 3 }]);
      const { rights } = selling.agent.contracts;
      const before = await rights.batchesOf(selling.eventId);
      const rows: GrantRow[] = [
        { order: "a", className: "seated", holder: strangerAt(2), quantity: 2, seats: [5, 7] },
        { order: "b", className: "seated", holder: strangerAt(3), seats: [6] },
      ];
      const { results } = await grant(rows);
      const refused = { status: "refused", reason: "SeatTaken", sentence: refusalSentences.SeatTaken };
      expect(results).to.deep.equal([
        { row: 0, order: "a", ...refused },
        { row: 1, order: "b", ...refused },
      ]);
      expect(await rights.batchesOf(selling.eventId)).to.equal(before);
    });

    it("gives the last places to the rows that come first", async () => {
      const rows: GrantRow[] = [1, 3, 1, 1, 1].map((quantity, i) => ({
        className: "few",
        holder: strangerAt(i),
        quantity,
      }));
      const { results } = await grant([...rows, ...standing(10, 3)]);
      expect(results.map((one) => (one.status === "refused" ? one.reason : one.status))).to.deep.equal([
        "granted",
        "ClassSoldOut",
        "granted",
        "granted",
        "ClassSoldOut",
        ...["granted", "granted", "granted"],
      ]);
      expect(await grantedOf(selling, 3)).to.equal(3);
    });

    it("gives the last places of a quota to the rows that come first, however their seats are numbered", async () => {
      const { organizer, eventId, agentId } = selling;
      await designateAgent(organizer, { eventId, className: "seated", agentId, quota: 3 });
      const seats = [70, 90, 30, 10, 50];
      const { results } = await grant(
        seats.map((seat, i) => ({ className: "seated", holder: strangerAt(i), seats: [seat] })),
      );
      expect(results.map((one) => (one.status === "refused" ? one.reason : one.status))).to.deep.equal([
        ...["granted", "granted", "granted"],
        ...["QuotaExceeded", "QuotaExceeded"],
      ]);
      expect(await grantedOf(selling, 2)).to.equal(3);
    });

    it("refuses a class that is closed to it, and grants the others", async () => {
      const { organizer, eventId, agentId } = selling;
      await dismissAgent(organizer, { eventId, className: "few", agentId });
      const { results } = await grant([{ className: "few", holder: strangerAt(1) }, ...standing(2, 1)]);
      expect(results.map((one) => (one.status === "refused" ? one.reason : one.status))).to.deep.equal([
        "AgentNotDesignated",
        "granted",
      ]);
    });

    it("without a journal skips rows whose holder has a live right of the class", async () => {
      await grant(standing(0, 20));
      const again = await grant([...standing(0, 21), { className: "few", holder: strangerAt(0) }]);
      expect([again.granted, again.skipped]).to.deep.equal([2, 20]);
      const [first] = again.results;
      const [id = 0n] = first?.status === "skipped" ? first.rightIds : [];
      expect(await holderOf(selling, id)).to.equal(checksummed(strangerAt(0)));

      await revokeRights(selling.agent, { rightIds: [id], reason: "refunded" });
      await reopenPlaces(selling.organizer, { eventId: selling.eventId, className: "standing", places: 1 });
      const third = await grant(standing(0, 21));
      expect([third.granted, third.skipped]).to.deep.equal([1, 20]);
      expect((await grant(standing(0, 2), { again: true })).granted).to.equal(2);
    });

    it("without a journal finds rebound rights, of this agent only", async () => {
      const [rebound, stays] = (await grant(standing(0, 2))).results.map((one) =>
        one.status === "granted" ? (one.rightIds[0] ?? 0n) : 0n,
      );
      await rebindRight(selling.organizer, { rightId: rebound ?? 0n, newHolder: strangerAt(9) });
      const again = await grant([...standing(0, 2), ...standing(9, 1)]);
      expect(again.results.map((one) => (one.status === "skipped" ? one.rightIds : one.status))).to.deep.equal([
        "granted",
        [stays],
        [rebound],
      ]);

      const other = await join(chain, transport);
      const { organizer, eventId } = selling;
      const { agentId } = await registerAgent(other, { name: "Other", uri: "https://other.example" });
      await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 10 });
      const theirs = await grantMany(other, { agentId, eventId, rows: standing(1, 1) });
      expect([theirs.granted, theirs.skipped]).to.deep.equal([1, 0]);
    });

    it("reports every mistake in the rows before it sends anything", async () => {
      const rows = [
        { className: "standing", holder: strangerAt(1), quantity: 9 },
        { className: "sitting", holder: strangerAt(1) },
        { className: "standing", holder: "0x00" as const, evidence: ["0x", "0x"] as const },
        { className: "seated", holder: strangerAt(1), seats: ["A-1-1", "A-1-1"], quantity: 2 },
        { className: "seated", holder: strangerAt(1), seats: ["Z-1"] },
        { className: "standing", holder: strangerAt(1), seats: [1] },
        { className: "standing", holder: `0x${"aA".repeat(20)}` as const },
        { className: "standing", holder: strangerAt(1), quantity: 2, evidence: ["0x12", "0xzz"] as const },
        { className: "standing", holder: strangerAt(1), quantity: 2, evidence: ["0x12"] as const },
      ];
      const { code, message } = await refusalOf(grant(rows, { document: selling.terms }));
      expect(code).to.equal("VALUE_INVALID");
      expect(message.split("\n").slice(1, -1)).to.deep.equal([
        "rows[0].quantity must be 1 to 8, not 9.",
        'rows[1].className: the event has no class "sitting".',
        "rows[2].holder must be 20 hex bytes, not all zero, with a valid checksum if it has one.",
        "rows[2].evidence must be one per right or none.",
        "rows[3].seats must differ.",
        'rows[4].seats: "Z-1" is not a seat of class "seated" in the event document.',
        'rows[5].seats must be empty, since class "standing" has no seats.',
        "rows[6].holder must be 20 hex bytes, not all zero, with a valid checksum if it has one.",
        "rows[7].evidence must be hex bytes.",
        "rows[8].evidence must be one per right or none.",
      ]);
      expect(await selling.agent.contracts.rights.batchesOf(selling.eventId)).to.equal(0n);
    });

    it("is refused without an agent, an event or rows, by name", async () => {
      const { agent, agentId, eventId } = selling;
      for (const [missing, parameters] of withoutEach({ agentId, eventId, rows: [] })) {
        const { code, message } = await refusalOf(grantMany(agent, parameters as never));
        expect([code, message.includes(`${missing} is missing.`)], missing).to.deep.equal(["VALUE_INVALID", true]);
      }
    });

    it("has four calls on their way at the same time, or as many as the caller says", async () => {
      const { agentId, eventId } = selling;
      const evidence = [`0x${"00".repeat(40_000)}` as const];
      // Evidence that is this long leaves room for two rows in a call.
      const rows = standing(0, 12).map((row) => ({ ...row, evidence }));
      for (const [concurrency, most] of [
        [undefined, 4],
        [1, 1],
        [3, 3],
      ] as const) {
        const width = { now: 0, most: 0 };
        const hookData = async (): Promise<Hex> => {
          width.most = Math.max(width.most, ++width.now);
          await new Promise((done) => setImmediate(done));
          width.now--;
          return "0x";
        };
        const parameters = { agentId, eventId, rows, hookData, again: true, concurrency };
        await grantMany(selling.agent, parameters);
        expect(width.most, String(concurrency)).to.equal(most);
      }
    });

    it("lists a hundred mistakes one by one, and counts the others", async () => {
      const wrong = (count: number) => standing(0, count).map((row) => ({ ...row, className: "sitting" }));
      for (const [count, last] of [
        [100, 'rows[99].className: the event has no class "sitting".'],
        [101, "And 1 more."],
        [250, "And 150 more."],
      ] as const) {
        const { message } = await refusalOf(grant(wrong(count)));
        const details = message.split("\n").slice(1, -1);
        expect([details.length, details.at(-1)]).to.deep.equal([Math.min(count, 101), last]);
        expect(details[99]).to.equal('rows[99].className: the event has no class "sitting".');
      }
    });

    it("waits for a silent node, and for a busy relay", async () => {
      const { agent } = selling;
      let failures = 3;
      const moody =
        <args extends unknown[], T>(call: (...args: args) => Promise<T>) =>
        async (...args: args): Promise<T> => {
          if (failures-- > 0) throw new DoorkeyError(failures % 2 === 0 ? "CHAIN_UNREACHABLE" : "RELAY_BUSY");
          return call(...args);
        };
      const { relay, provider } = agent;
      const estimateGas = moody(provider.estimateGas.bind(provider));
      const moodyProvider = new Proxy(provider, {
        get: (target, name) => {
          const value = name === "estimateGas" ? estimateGas : Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      const connection: Connection =
        relay === undefined
          ? { ...agent, provider: moodyProvider }
          : { ...agent, relay: { ...relay, prepare: moody(relay.prepare) } };
      const { agentId, eventId } = selling;
      const { granted } = await grantMany(connection, { agentId, eventId, rows: standing(0, 3) });
      expect([granted, failures]).to.deep.equal([3, -1]);
    });

    it("does nothing for no rows", async () => {
      expect(await grant([])).to.deep.equal({ rows: 0, granted: 0, refused: 0, skipped: 0, results: [] });
    });
  });
}
