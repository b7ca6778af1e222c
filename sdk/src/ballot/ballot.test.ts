import { expect } from "chai";
import {
  DRAWN,
  type DrawStage,
  drawNow,
  evidenceFor,
  holderAt,
  openDrawStage,
  rowFor,
  signedRound,
  singles,
  tagAt,
} from "doorkey-test-support/drawStage";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { grantMany } from "../agent/bulk/grantMany.ts";
import { fromHex } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { LOCAL_BEACON } from "../deployment/localBeacon.ts";
import { signRound } from "../draw/BeaconRound.ts";
import { type Entrant, entrantKey } from "../draw/Entrant.ts";
import { rankIn } from "../draw/rankIn.ts";
import { designateAgent } from "../organizer/designateAgent.ts";
import { pauseSales } from "../organizer/pauseSales.ts";
import { reopenPlaces } from "../organizer/reopenPlaces.ts";
import { resumeSales } from "../organizer/resumeSales.ts";
import { revokeRights } from "../rights/revokeRights.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { acceptPlaces } from "./acceptPlaces.ts";
import { advanceDraw } from "./advanceDraw.ts";
import { appeal } from "./appeal.ts";
import { ballotAt } from "./ballotAt.ts";
import { followDraw } from "./followDraw.ts";
import { holdDraw } from "./holdDraw.ts";
import { listEntrants } from "./listEntrants.ts";
import { offers } from "./offers.ts";
import { openDraw } from "./openDraw.ts";
import { placeOf } from "./placeOf.ts";
import { proveRound } from "./proveRound.ts";
import { readDraw } from "./readDraw.ts";
import { recomputeDraw } from "./recomputeDraw.ts";
import { restorePlace } from "./restorePlace.ts";
import { settleDraw } from "./settleDraw.ts";

const HOUR = 3_600;
const ROWS_PER_CALL = 2_456;

/** A list that takes several calls, and in a deep run as many as a large draw; and the call that is interrupted. */
const ENTRANTS = process.env.DOORKEY_FUZZ === undefined ? 6_100 : 61_000;
const PLACES = 1_000;
const CALLS = Math.ceil(ENTRANTS / ROWS_PER_CALL);
const BROKEN = Math.ceil(CALLS / 2);

const codeOf = async (work: Promise<unknown>) => {
  const { code, name } = await refusalOf(work);
  return name ?? code;
};

describe("rankIn and the Ballot", () => {
  it("agree on 1,000 random seeds, numbers and sizes, up to 2^28 parties", async () => {
    const chain = await startTestChain();
    const { ballot } = ballotAt(await chain.connect());
    const random = (below: number) => Math.floor(Math.random() * below);
    for (let i = 0; i < 1_000; i++) {
      const seed = tagAt(random(2 ** 32));
      const count = i < 4 ? 2 ** 28 - i : 1 + random(2 ** (1 + random(28)));
      const [size, number] = [1 + random(4), random(count)];
      const told = `seed ${seed}, size ${size}, number ${number} of ${count}`;
      expect(rankIn({ seed, size, number, count }), told).to.equal(
        Number(await ballot.rankOf(seed, size, number, count)),
      );
    }
    await chain.close();
  });
});

describe(`a list of ${ENTRANTS}`, function () {
  this.timeout(600_000);

  it(`takes ${CALLS} calls, continues after an interruption in call ${BROKEN}, and gives each person a place in line`, async () => {
    const chain = await startTestChain();
    const stage = await openDrawStage(chain, "direct", { supply: PLACES });
    const entrants = singles(ENTRANTS);
    const stop = new AbortController();
    const onProgress = ({ listed }: { listed: number }) =>
      listed === (BROKEN - 1) * ROWS_PER_CALL && stop.abort(new Error("stopped"));
    const interrupted = listEntrants(stage.organizer, { ...stage.place, entrants, onProgress, signal: stop.signal });
    expect(await interrupted.catch(({ message }: Error) => message)).to.equal("stopped");
    expect((await readDraw(stage.agent, stage.place)).listed).to.equal((BROKEN - 1) * ROWS_PER_CALL);
    const rest = await listEntrants(stage.organizer, { ...stage.place, entrants });
    expect(rest).to.include({ listed: ENTRANTS, before: (BROKEN - 1) * ROWS_PER_CALL, calls: CALLS - BROKEN + 1 });

    await drawNow(stage);
    const { isSeedRight, entries } = await recomputeDraw(stage.agent, stage.place);
    expect(isSeedRight).to.equal(true);
    expect(new Set(entries.map(({ key }) => key)).size).to.equal(ENTRANTS);
    const people = new Map(entrants.map(({ entry }) => [entrantKey(entry), entry]));
    for (const at of [0, PLACES - 1, PLACES, ENTRANTS - 1]) {
      const place = await placeOf(stage.agent, { ...stage.place, entry: people.get(entries[at]?.key ?? "0x") ?? "0x" });
      expect(place).to.include({ position: at + 1, of: ENTRANTS, status: at < PLACES ? "offered" : "waiting" });
    }
    await chain.close();
  });
});

for (const via of TRANSPORTS) {
  describe(`a draw, ${via}`, () => {
    let chain: TestChain;
    before(async () => {
      chain = await startTestChain();
    });
    after(() => chain.close());

    const grant = async (stage: DrawStage, people: readonly number[]) => {
      const rows = await Promise.all(people.map((n) => rowFor(stage, n)));
      const { agent, agentId, eventId } = stage;
      const { results } = await grantMany(agent, { agentId, eventId, rows, again: true });
      return results.map((one) => (one.status === "refused" ? one.reason : one.status));
    };
    const list = (stage: DrawStage, entrants: readonly Entrant[]) =>
      listEntrants(stage.organizer, { ...stage.place, entrants });
    /** The people in the order of their ranks. */
    const inOrder = async (stage: DrawStage, count: number) => {
      const found = await recomputeDraw(stage.agent, stage.place);
      expect(found.isSeedRight).to.equal(true);
      const people = new Map(Array.from({ length: count }, (_, n) => [entrantKey(tagAt(n)), n]));
      return found.entries.flatMap(({ key }) => people.get(key) ?? []);
    };

    it("gives the first ranks their places, and the next in line what they leave", async () => {
      const stage = await openDrawStage(chain, via, { supply: 3 });
      const { sale } = { sale: await stage.organizer.contracts.events.classOf(stage.eventId, 1) };
      expect(sale.saleHook).to.equal(stage.organizer.deployment.contracts.Ballot.address);
      expect(await codeOf(openDraw(stage.organizer, { ...stage.place, document: stage.terms }))).to.equal("DrawExists");
      const { listed, doubled } = await list(stage, [...singles(8), { order: "B-1", entry: tagAt(1) }]);
      expect([listed, doubled]).to.deep.equal([8, [{ row: 8, first: 1 }]]);
      expect((await placeOf(stage.agent, { ...stage.place, entry: tagAt(0) })).status).to.equal("listed");
      expect(await codeOf(placeOf(stage.agent, { ...stage.place, entry: tagAt(99) }))).to.equal("ENTRANT_NOT_LISTED");
      expect(await codeOf(settleDraw(stage.agent, stage.place))).to.equal("DrawNotSealed");
      await drawNow(stage);

      const order = await inOrder(stage, 8);
      const [first = 0, second = 0, third = 0, fourth = 0] = order;
      for (const [i, n] of order.entries()) {
        const place = await placeOf(stage.agent, { ...stage.place, entry: tagAt(n) });
        expect(place).to.include({ position: i + 1, of: 8, status: i < 3 ? "offered" : "waiting" });
        const { seed = "0x" } = await readDraw(stage.agent, stage.place);
        expect(rankIn({ seed, size: 1, number: place.number, count: 8 })).to.equal(i);
      }
      const offered = await offers(stage.agent, { ...stage.place, entries: order.toReversed().map(tagAt) });
      expect(offered.map(({ entry }) => entry)).to.deep.equal([first, second, third].map(tagAt));
      // A loser among winners stops none of them.
      expect(await grant(stage, [fourth, second, 77, first])).to.deep.equal([
        "ENTRANT_NOT_OFFERED",
        "granted",
        "ENTRANT_NOT_LISTED",
        "granted",
      ]);
      expect(await grant(stage, [first])).to.deep.equal(["ENTRANT_NOT_OFFERED"]);
      expect(await codeOf(advanceDraw(stage.agent, stage.place))).to.equal("WaveRuns");
      const { deadline } = await readDraw(stage.agent, stage.place);
      await chain.clock.travelTo(deadline);
      const wave = await advanceDraw(stage.agent, stage.place);
      expect(wave).to.include({ openSale: false, wave: 2, places: 1 });
      expect(await grant(stage, [third, fourth])).to.deep.equal(["ENTRANT_NOT_OFFERED", "granted"]);
    });

    it("continues where an interrupted list stopped, and refuses another list", async () => {
      const stage = await openDrawStage(chain, via, { supply: 3 });
      const entrants = singles(2_600);
      const stop = new AbortController();
      const onProgress = ({ listed }: { listed: number }) => listed > 0 && stop.abort(new Error("stopped"));
      const first = await listEntrants(stage.organizer, {
        ...stage.place,
        entrants,
        onProgress,
        signal: stop.signal,
      }).catch((error: Error) => error.message);
      expect(first).to.equal("stopped");
      expect((await readDraw(stage.agent, stage.place)).listed).to.equal(2_456);
      expect(await codeOf(list(stage, singles(2_600, 1)))).to.equal("ENTRANTS_DIFFERENT");
      expect(await codeOf(list(stage, singles(2_000)))).to.equal("ENTRANTS_DIFFERENT");
      const rest = await list(stage, entrants);
      expect(rest).to.include({ listed: 2_600, before: 2_456, calls: 1 });
      expect(await list(stage, entrants)).to.include({ listed: 2_600, before: 2_600, calls: 0 });
      expect(await codeOf(list(stage, singles(2_601)))).to.equal("ENTRANTS_DIFFERENT");
    });

    it("ranks parties apart, and grants a whole party", async () => {
      const stage = await openDrawStage(chain, via, { supply: 8 });
      const [a = [], b = []] = [singles(4), singles(6, 4)];
      const party = a.map((one, i) => (i === 0 ? one : { ...one, leader: "A-0" }));
      await list(stage, [...party, ...b]);
      const members = [0, 1, 2, 3].map(
        async (n) => (await placeOf(stage.agent, { ...stage.place, entry: tagAt(n) })).member,
      );
      expect((await Promise.all(members)).sort()).to.deep.equal([0, 1, 2, 3]);
      expect(await members[0]).to.equal(0);
      await drawNow(stage);
      const draw = await readDraw(stage.agent, stage.place);
      // 8 places for a party of four and six singles: those who do not fit wait.
      expect(draw.pools.map(({ size, cutoff }) => size * cutoff).reduce((x, y) => x + y)).to.be.at.most(8);
      const found = await recomputeDraw(stage.agent, stage.place);
      expect(found.entries.filter(({ size }) => size === 4).map(({ member }) => member)).to.deep.equal([0, 1, 2, 3]);
    });

    it("takes appeals between the list and the seal", async () => {
      const stage = await openDrawStage(chain, via, { supply: 3 });
      await list(stage, [...singles(2), { order: "C", entry: tagAt(2), leader: "A-0" }]);
      const enter = async (n: number) =>
        appeal(stage.agent, {
          ...stage.place,
          agentId: stage.agentId,
          holder: holderAt(n),
          evidence: await evidenceFor(stage, n),
        });
      expect(await codeOf(enter(5))).to.equal("AppealsClosed");
      await chain.clock.travelTo(stage.listUntil);
      expect((await enter(5)).number).to.equal(1);
      expect(await codeOf(enter(5))).to.equal("AlreadyListed");
      // A companion who says to come alone is believed.
      expect((await enter(2)).number).to.equal(2);
      expect(await codeOf(list(stage, singles(1)))).to.equal("ENTRANTS_DIFFERENT");
      await chain.clock.travelTo(stage.sealAt);
      expect(await codeOf(enter(6))).to.equal("AppealsClosed");
      await drawNow(stage);
      const entries = (await recomputeDraw(stage.agent, stage.place)).entries;
      expect(entries.filter(({ size }) => size === 1).length).to.equal(3);
    });

    it("says when the round comes, and refuses another round, another chain and a wrong file", async () => {
      const stage = await openDrawStage(chain, via, { supply: 1 });
      await list(stage, singles(2));
      const { round, roundAt } = await readDraw(stage.agent, stage.place);
      await chain.clock.travelTo(roundAt - 14 * 60);
      const urls = ["https://beacon.example/chain"];
      const answers =
        (body: string, status = 200): typeof fetch =>
        async () =>
          new Response(body, { status });
      const prove = (answer: typeof fetch) =>
        refusalOf(proveRound(stage.agent, { ...stage.place, urls, fetch: answer }));
      const early = await prove(answers("{}"));
      expect(early.code).to.equal("BEACON_ROUND_AHEAD");
      expect(early.message).to.contain("in 14 min");
      await chain.clock.travelTo(roundAt + 1);
      const missing = await prove(answers("not found", 404));
      expect([missing.code, missing.message.includes("beacon.example answered 404")]).to.deep.equal([
        "BEACON_UNREACHABLE",
        true,
      ]);
      const key = fromHex(LOCAL_BEACON.secretKey);
      const stranger = signRound(new Uint8Array(32).fill(9), round);
      expect((await prove(answers(JSON.stringify(stranger)))).message).to.contain("another chain");
      expect((await prove(answers(JSON.stringify(signRound(key, round - 1))))).code).to.equal("BEACON_ROUND_INVALID");
      const beaconRound = signRound(key, round + 1);
      expect(await codeOf(proveRound(stage.agent, { ...stage.place, beaconRound }))).to.equal("BEACON_ROUND_INVALID");
      expect(await codeOf(settleDraw(stage.agent, stage.place))).to.equal("RoundNotProven");
      const asked: string[] = [];
      const right: typeof fetch = async (url) => {
        asked.push(String(url));
        return new Response(JSON.stringify(await signedRound(stage)));
      };
      const { randomness } = await proveRound(stage.agent, { ...stage.place, urls, fetch: right });
      expect(asked).to.deep.equal([`https://beacon.example/chain/public/${round}`]);
      expect((await readDraw(stage.agent, stage.place)).randomness).to.equal(randomness);
    });

    it("keeps accepted places beyond a pause, and holds the window for the others", async () => {
      const stage = await openDrawStage(chain, via, { supply: 2 });
      await list(stage, singles(5));
      await drawNow(stage);
      const [first = 0, second = 0, third = 0] = await inOrder(stage, 5);
      const acceptance = async (n: number) => ({
        agentId: stage.agentId,
        holder: holderAt(n),
        evidence: await evidenceFor(stage, n),
      });
      const acceptances = await Promise.all([first, third, 66].map(acceptance));
      const accepted = await acceptPlaces(stage.agent, { ...stage.place, acceptances });
      expect(accepted.map(({ status }) => status)).to.deep.equal(["accepted", "refused", "refused"]);
      expect(accepted[1]).to.have.property("reason", "NotOffered");
      expect(await placeOf(stage.agent, { ...stage.place, entry: tagAt(first) })).to.include({ status: "kept" });
      expect(await codeOf(holdDraw(stage.agent, stage.place))).to.equal("SalesGoOn");

      await pauseSales(stage.organizer, { eventId: stage.eventId });
      const { deadline } = await readDraw(stage.agent, stage.place);
      await chain.clock.travelTo(deadline - HOUR);
      const held = await holdDraw(stage.agent, stage.place);
      expect(held.deadline).to.be.greaterThan(deadline);
      await chain.clock.travelTo(deadline);
      expect(await codeOf(advanceDraw(stage.agent, stage.place))).to.equal("WaveRuns");
      await resumeSales(stage.organizer, { eventId: stage.eventId });
      expect(await grant(stage, [third, second])).to.deep.equal(["ENTRANT_NOT_OFFERED", "granted"]);
      await chain.clock.travelTo(held.deadline);
      expect(await codeOf(advanceDraw(stage.agent, stage.place))).to.equal("NothingToOffer");
      expect(await grant(stage, [first])).to.deep.equal(["granted"]);
    });

    it("gives a revoked place to the next in line, unless the organizer restores it to the same person", async () => {
      const stage = await openDrawStage(chain, via, { supply: 2 });
      await list(stage, singles(5));
      await drawNow(stage);
      const [first = 0, second = 0, third = 0] = await inOrder(stage, 5);
      expect(await grant(stage, [first, second])).to.deep.equal(["granted", "granted"]);
      const rightIdOf = async (n: number) =>
        (await stage.agent.contracts.rights.rightsOfPerson(stage.eventId, tagAt(n)))[0] ?? 0n;
      const revoke = async (n: number) =>
        revokeRights(stage.organizer, { rightIds: [await rightIdOf(n)], reason: "typo" });
      await revoke(first);
      expect(await grant(stage, [first, third])).to.deep.equal(["ENTRANT_NOT_OFFERED", "ENTRANT_NOT_OFFERED"]);
      const wave = await advanceDraw(stage.agent, stage.place);
      expect(wave).to.include({ wave: 2, places: 1 });
      expect(await grant(stage, [first, third])).to.deep.equal(["ENTRANT_NOT_OFFERED", "granted"]);
      const entry: Hex = tagAt(88);
      expect(await codeOf(restorePlace(stage.organizer, { ...stage.place, entry }))).to.equal("EntrantNotListed");
      expect(await codeOf(restorePlace(stage.agent, { ...stage.place, entry: tagAt(first) }))).to.equal(
        "TeamAdminOnly",
      );
    });

    it("restores a place to the person whose right was revoked by mistake", async () => {
      const stage = await openDrawStage(chain, via, { supply: 2 });
      await list(stage, singles(2));
      await drawNow(stage);
      expect(await grant(stage, [0, 1])).to.deep.equal(["granted", "granted"]);
      const [rightId = 0n] = await stage.agent.contracts.rights.rightsOfPerson(stage.eventId, tagAt(1));
      await revokeRights(stage.organizer, { rightIds: [rightId], reason: "typo" });
      await restorePlace(stage.organizer, { ...stage.place, entry: tagAt(1) });
      await reopenPlaces(stage.organizer, { ...stage.place, places: 1 });
      expect(await placeOf(stage.agent, { ...stage.place, entry: tagAt(1) })).to.include({ status: "restored" });
      expect(await grant(stage, [0, 1])).to.deep.equal(["ENTRANT_NOT_OFFERED", "granted"]);
      expect(await placeOf(stage.agent, { ...stage.place, entry: tagAt(1) })).to.include({ status: "taken" });
    });

    it("grants only what the agent's quota has room for, and the rest once it is raised", async () => {
      const stage = await openDrawStage(chain, via, { supply: 3 });
      await list(stage, singles(5));
      await drawNow(stage);
      const [first = 0, second = 0, third = 0] = await inOrder(stage, 5);
      const { organizer, agentId, place } = stage;
      await designateAgent(organizer, { ...place, agentId, quota: 1 });
      expect(await grant(stage, [first])).to.deep.equal(["granted"]);
      expect(await grant(stage, [second, third])).to.deep.equal(["QuotaExceeded", "QuotaExceeded"]);
      // No quota given: a draw decides who buys.
      await designateAgent(organizer, { ...place, agentId });
      expect(await grant(stage, [third, second])).to.deep.equal(["granted", "granted"]);
    });

    it("offers freed seats again by their labels, and no seat that is not freed", async () => {
      const stage = await openDrawStage(chain, via, { seats: ["A-{1..2}"] });
      await list(stage, singles(4));
      await drawNow(stage);
      const [first = 0, second = 0, third = 0] = await inOrder(stage, 4);
      const { agent, agentId, eventId, place, organizer, terms: document } = stage;
      const sell = async (n: number, seat: string) => {
        const rows = [await rowFor(stage, n, [seat])];
        const { results } = await grantMany(agent, { agentId, eventId, rows, document, again: true });
        return results.map((one) => (one.status === "refused" ? one.reason : one.status));
      };
      expect(await sell(first, "A-1")).to.deep.equal(["granted"]);
      expect(await sell(second, "A-2")).to.deep.equal(["granted"]);
      const [rightId = 0n] = await agent.contracts.rights.rightsOfPerson(eventId, tagAt(first));
      await revokeRights(organizer, { rightIds: [rightId], reason: "typo" });
      const advance = (...seats: readonly string[]) => advanceDraw(agent, { ...place, document, seats });
      expect(await codeOf(advance("A-2"))).to.equal("SeatNotFreed");
      expect(await codeOf(advance("Z-9"))).to.equal("SEAT_UNKNOWN");
      // A freed seat that no one names stays freed, so no place is left to offer.
      expect(await codeOf(advance())).to.equal("NothingToOffer");
      expect(await advance("A-1")).to.include({ wave: 2, places: 1 });
      expect(await sell(first, "A-1")).to.deep.equal(["ENTRANT_NOT_OFFERED"]);
      expect(await sell(third, "A-1")).to.deep.equal(["granted"]);
    });

    it("is followed: each change is reported once, and a block without one is not", async () => {
      const stage = await openDrawStage(chain, via, { supply: 2 });
      const stop = new AbortController();
      const told = followDraw(stage.agent, { ...stage.place, every: 1, signal: stop.signal });
      const next = async () => (await told.next()).value;
      expect(await next()).to.include({ stage: "entries", listed: 0 });
      const listing = next();
      await chain.clock.travelTo((await chain.clock.now()) + 60);
      await list(stage, singles(3));
      expect(await listing).to.include({ listed: 3, wave: 0 });
      await drawNow(stage);
      expect(await next()).to.include({ stage: "waves", wave: 1, open: 2 });
      const [first = 0] = await inOrder(stage, 3);
      expect(await grant(stage, [first])).to.deep.equal(["granted"]);
      expect(await next()).to.include({ wave: 1, open: 1 });
      stop.abort();
      expect(await told.next()).to.deep.equal({ value: undefined, done: true });
    });

    it("names the class that does not sell by a draw", async () => {
      const stage = await openDrawStage(chain, via, { supply: 1, by: "key" });
      const holders = [0, 1, 2].map((n) => ({ order: `${n}`, entry: holderAt(n), places: 1 + n }));
      await list(stage, holders);
      const draw = await readDraw(stage.agent, stage.place);
      expect(draw.kind).to.equal("holders");
      expect(draw.pools.map(({ parties }) => parties)).to.deep.equal([1, 1, 1, 0]);
      expect(await codeOf(list(stage, [{ order: "x", entry: tagAt(1) }]))).to.equal("VALUE_INVALID");
      expect(await codeOf(readDraw(stage.agent, { eventId: stage.eventId, className: `${DRAWN} B` }))).to.equal(
        "CLASS_UNKNOWN",
      );
    });
  });
}
