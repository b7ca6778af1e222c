import { expect } from "chai";
import {
  type DrawStage,
  drawNow,
  evidenceFor,
  holderAt,
  openDrawStage,
  singles,
  tagAt,
} from "doorkey-test-support/drawStage";
import { openShow } from "doorkey-test-support/show";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { grant } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { interfaces } from "../../abi/contracts.ts";
import { acceptPlaces } from "../../ballot/acceptPlaces.ts";
import { advanceDraw } from "../../ballot/advanceDraw.ts";
import { appeal } from "../../ballot/appeal.ts";
import { holdDraw } from "../../ballot/holdDraw.ts";
import { listEntrants } from "../../ballot/listEntrants.ts";
import { readDraw } from "../../ballot/readDraw.ts";
import { recomputeDraw } from "../../ballot/recomputeDraw.ts";
import type { Connection } from "../../chain/Connection.ts";
import { entrantKey } from "../../draw/Entrant.ts";
import { dismissAgent } from "../../organizer/dismissAgent.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import { resumeSales } from "../../organizer/resumeSales.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { ballot } from "./ballot.ts";
import { draw } from "./draw.ts";

const HOUR = 3_600;
const PLACES = 5;
const PEOPLE = 9;

describe("an audit of a draw", () => {
  let chain: TestChain;
  let stage: DrawStage;
  /** The people in the order of their ranks. */
  let ranked: readonly number[];

  beforeEach(async () => {
    chain = await startTestChain();
    stage = await openDrawStage(chain, "direct", { supply: PLACES });
  });
  afterEach(() => chain.close());

  async function drawAll({ appeals = [] }: { readonly appeals?: readonly number[] } = {}): Promise<void> {
    await listEntrants(stage.organizer, { ...stage.place, entrants: singles(PEOPLE) });
    await chain.clock.travelTo(stage.listUntil);
    for (const n of appeals) {
      const evidence = await evidenceFor(stage, n);
      await appeal(stage.agent, { ...stage.place, agentId: stage.agentId, holder: holderAt(n), evidence });
    }
    await drawNow(stage);
    const { entries } = await recomputeDraw(stage.agent, stage.place);
    const people = new Map(Array.from({ length: PEOPLE + 9 }, (_, n) => [entrantKey(tagAt(n)), n]));
    ranked = entries.flatMap(({ key }) => people.get(key) ?? []);
    const { salesOpenAt } = stage.terms.schedule;
    await chain.clock.travelTo(salesOpenAt + HOUR);
  }

  const buy = async (...ranks: readonly number[]) => {
    const people = ranks.map((rank) => ranked[rank] as number);
    const evidence = await Promise.all(people.map((n) => evidenceFor(stage, n)));
    return grant(stage, people.map(holderAt), { evidence });
  };
  const accept = async (rank: number) => {
    const n = ranked[rank] as number;
    const acceptances = [{ agentId: stage.agentId, holder: holderAt(n), evidence: await evidenceFor(stage, n) }];
    expect(await acceptPlaces(stage.agent, { ...stage.place, acceptances })).to.deep.equal([{ status: "accepted" }]);
  };
  const later = async (seconds: number) => chain.clock.travelTo((await chain.clock.now()) + seconds);
  const audit = async (connection: Connection = stage.agent, options: auditPart.Options = {}) => ({
    ...(await auditPart(draw, connection, stage.eventId, options)),
    ...(await auditPart(ballot, connection, stage.eventId, options)),
  });
  const auditOf = async (lie: Lie) => audit(await liedTo(chain, lie));

  it("holds before its seed is known, and when places went to the first ranks and to those after them", async () => {
    expect(notHolding(await audit())).to.deep.equal({});
    await drawAll();
    await buy(0, 2, 4);
    await accept(1);
    await buy(3);
    await later(48 * HOUR);
    await buy(1);
    const found = await audit();
    expect(notHolding(found)).to.deep.equal({});
    expect(found["ballot.claimed"]?.figures).to.include({ offered: 5, claimed: 5, lapsed: 0, waiting: 4 });
    expect(found["ballot.notGranted"]?.figures).to.include({ accepted: 1, notGranted: 0 });
    const [ranks] = found["ballot.grants"]?.tables ?? [];
    expect(ranks?.rows.map(([, , , won]) => won)).to.deep.equal([1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  describe("is false", () => {
    beforeEach(async () => {
      await drawAll();
      await buy(0, 1, 2, 3);
      await accept(4);
    });

    it("if a right went to a person who was not offered a place, or is not in the draw", async () => {
      const loser = await auditOf(otherTag(tagAt(ranked[5] as number)));
      expect(notHolding(loser)).to.deep.equal({ "ballot.grants": "false" });
      expect(notesOf(loser["ballot.grants"])).to.deep.equal(["Rank 5 was not offered a place."]);
      const stranger = await auditOf(otherTag(tagAt(500)));
      expect(notesOf(stranger["ballot.grants"])).to.deep.equal(["Its person is not in the draw."]);
      const again = await auditOf(otherTag(tagAt(ranked[1] as number)));
      expect(notesOf(again["ballot.grants"])).to.deep.equal(["Its entrant had taken the place already."]);
    });

    it("if a wave offered other places than those that were free, or for another time", async () => {
      const cutoff = await auditOf(otherArguments("Ballot", "WaveOpened", 0, { cutoff: [4n, 0n, 0n, 0n] }));
      expect(notesOf(cutoff["ballot.waves"])[0]).to.equal(
        "The wave offered places up to the ranks 4, 0, 0, 0, and not up to 5, 0, 0, 0.",
      );
      const places = await auditOf(otherArguments("Ballot", "WaveOpened", 0, { places: 6n }));
      expect(notesOf(places["ballot.waves"])).to.deep.equal(["The wave offered 6 places, and 5 were to be offered."]);
      const { deadline } = await readDraw(stage.agent, stage.place);
      const window = await auditOf(otherArguments("Ballot", "WaveOpened", 0, { deadline: BigInt(deadline - 1) }));
      expect(notesOf(window["ballot.waves"])).to.deep.equal([
        "The window of the wave is not the one of the draw's terms.",
      ]);
    });

    it("if a place was kept for a person who was not offered one", async () => {
      const key = BigInt(entrantKey(tagAt(ranked[7] as number)));
      const found = await auditOf(otherArguments("Ballot", "PlaceAccepted", 0, { key }));
      expect(notesOf(found["ballot.waves"])).to.deep.equal(["A place was kept for rank 7, which was not offered one."]);
    });

    it("if a wave was held without a pause", async () => {
      await pauseSales(stage.organizer, stage.place);
      await later(HOUR);
      await holdDraw(stage.agent, stage.place);
      expect((await audit())["ballot.waves"]?.verdict).to.equal("holds");
      const found = await auditOf(withoutLog("EventRegistry", "SalesPaused", 0));
      expect(notesOf(found["ballot.waves"])).to.deep.equal(["The wave was held, but sales were not stopped."]);
    });

    it("if the seed or the round is another one", async () => {
      const seed = await auditOf(otherArguments("Ballot", "DrawSettled", 0, { seed: `0x${"11".repeat(32)}` }));
      expect(notHolding(seed)).to.deep.equal({ "draw.seed": "false" });
      const { round } = await readDraw(stage.agent, stage.place);
      const other = await auditOf(otherArguments("Ballot", "DrawOpened", 0, { round: BigInt(round + 1) }));
      expect(notHolding(other)).to.deep.equal({ "draw.seed": "false" });
    });

    it("if the randomness is not the signed one", async () => {
      const randomness = `0x${"11".repeat(32)}`;
      const found = await auditOf(otherArguments("DrandBeacon", "RoundProven", 0, { randomness }));
      expect(notHolding(found)).to.deep.equal({ "draw.round": "false" });
      expect(notesOf(found["draw.round"])).to.deep.equal([
        "The randomness is another one.",
        "The beacon did not sign the round.",
      ]);
    });

    it("if rows of the list are out of order", async () => {
      const found = await auditOf(({ method }, answer) =>
        method === "eth_getCode" && isList(answer) ? swapRows(answer) : answer,
      );
      expect(found["draw.list"]?.verdict).to.equal("false");
      expect(notesOf(found["draw.list"])).to.include("Row 2 of the list is not above the row before it.");
    });

    /** The first tag of the first grant is another one. */
    function otherTag(tag: string): Lie {
      return otherLogs("EntryRightRegistry", "PersonsTagged", (log, args) => {
        const tags = [tag, ...args.tags.slice(1)];
        return [{ ...log, ...interfaces.EntryRightRegistry.encodeEventLog("PersonsTagged", [args.first, tags]) }];
      });
    }
  });

  describe("is flagged", () => {
    it("if few of a wave claimed their places, once it is over", async () => {
      await drawAll();
      await buy(0, 1);
      expect(notHolding(await audit())).to.deep.equal({});
      await later(48 * HOUR);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "ballot.claimed": "flag" });
      expect(notesOf(found["ballot.claimed"])).to.deep.equal(["Of 5 places of wave 1, 2 were claimed, 40 %."]);
      expect(notHolding(await audit(stage.agent, { thresholds: { claimedPercent: 40 } }))).to.deep.equal({});
      await advanceDraw(stage.agent, stage.place);
      await buy(5, 6, 7);
      const { tables } = (await audit())["ballot.claimed"] ?? {};
      expect(
        tables?.[0]?.rows.map(([, wave, , offered, claimed, , lapsed]) => [wave, offered, claimed, lapsed]),
      ).to.deep.equal([
        [1, 5, 2, 3],
        [2, 3, 3, 0],
      ]);
    });

    it("if accepted places are never granted, and if no agent could grant them", async () => {
      await drawAll();
      await buy(0, 1, 2);
      await accept(3);
      await accept(4);
      const { keepUntil } = await readDraw(stage.agent, stage.place);
      await chain.clock.travelTo(keepUntil - 100);
      expect(notHolding(await audit())).to.deep.equal({});
      const restore = await chain.snapshot();
      await chain.clock.travelTo(keepUntil);
      expect(notHolding(await audit())).to.deep.equal({ "ballot.notGranted": "flag" });
      await restore();
      await dismissAgent(stage.organizer, { ...stage.place, agentId: stage.agentId });
      await chain.clock.travelTo(keepUntil + 1);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "ballot.notGranted": "flag", "ballot.keptLapsed": "flag" });
      expect(notesOf(found["ballot.keptLapsed"])).to.deep.equal([
        "2 kept places lapsed while no agent was designated.",
      ]);
    });

    it("if a pause cut a window, unless a hold gave the time back", async () => {
      await drawAll();
      await buy(0, 1, 2);
      await pauseSales(stage.organizer, stage.place);
      const restore = await chain.snapshot();
      await later(2 * HOUR);
      await resumeSales(stage.organizer, stage.place);
      const { deadline } = await readDraw(stage.agent, stage.place);
      await chain.clock.travelTo(deadline);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "ballot.paused": "flag" });
      await restore();
      await holdDraw(stage.agent, stage.place);
      await resumeSales(stage.organizer, stage.place);
      await chain.clock.travelTo((await readDraw(stage.agent, stage.place)).deadline);
      expect(notHolding(await audit())).to.deep.equal({});
    });

    it("if people appealed", async () => {
      await drawAll({ appeals: [PEOPLE] });
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "ballot.appeals": "flag" });
      expect(notesOf(found["ballot.appeals"])).to.deep.equal(["1 appealed, and 9 were listed: 10 %."]);
      expect(notHolding(await audit(stage.agent, { thresholds: { appealsPercent: 10 } }))).to.deep.equal({});
    });

    it("if the list closed soon", async () => {
      expect(notHolding(await audit(stage.agent, { thresholds: { listHours: 47 } }))).to.deep.equal({});
      expect(notHolding(await audit(stage.agent, { thresholds: { listHours: 49 } }))).to.deep.equal({
        "ballot.listTime": "flag",
      });
    });
  });

  it("does not know the order of a class that sells by another hook", async () => {
    const other = await openDrawStage(chain, "direct", { supply: PLACES });
    const found = await auditPart(
      ballot,
      await liedTo(chain, ({ method, params }, answer) => {
        const { data = "" } = Object(params[0]);
        const isClass =
          method === "eth_call" && data.startsWith(interfaces.EventRegistry.getFunction("classOf").selector);
        return isClass ? `0x${"00".repeat(12)}${"ab".repeat(20)}${String(answer).slice(66)}` : answer;
      }),
      other.eventId,
    );
    expect(found["ballot.published"]).to.include({ verdict: "unknown", unchecked: 1 });
    expect(notesOf(found["ballot.published"])[0]?.toLowerCase()).to.equal(
      `the hook 0x${"ab".repeat(20)} is not a published ballot: order not checked.`,
    );
  });

  it("does not know the signature of a round that a node does not give", async () => {
    await drawAll();
    const found = await auditOf(({ method }, answer) => (method === "eth_getTransactionByHash" ? null : answer));
    expect(notHolding(found)).to.deep.equal({ "draw.round": "unknown" });
  });

  it("holds for an event without draws", async () => {
    const { agent, eventId } = await openShow(chain);
    const found = { ...(await auditPart(draw, agent, eventId)), ...(await auditPart(ballot, agent, eventId)) };
    expect(notHolding(found)).to.deep.equal({});
    expect(found["draw.list"]?.says).to.equal("No class sells by a draw.");
  });
});

/** Whether an answer is the code of a list: rows of 20 bytes after one byte. */
function isList(answer: unknown): answer is string {
  return typeof answer === "string" && answer.startsWith("0xfe") && (answer.length - 4) % 40 === 0;
}

function swapRows(code: string): string {
  return `0xfe${code.slice(44, 84)}${code.slice(4, 44)}${code.slice(84)}`;
}
