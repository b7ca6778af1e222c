import { expect } from "chai";
import { type Connection, connect } from "doorkey";
import { grantMany } from "doorkey/agent";
import {
  acceptPlaces,
  advanceDraw,
  appeal,
  holdDraw,
  listEntrants,
  offers,
  proveRound,
  readDraw,
  settleDraw,
} from "doorkey/ballot";
import { pauseSales, resumeSales } from "doorkey/organizer";
import { httpRelay, type WireDrawAct } from "doorkey/relay";
import {
  type DrawStage,
  evidenceFor,
  holderAt,
  openDrawStage,
  rowFor,
  signedRound,
  singles,
  tagAt,
} from "doorkey-test-support/drawStage";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { refusalOf } from "doorkey-test-support/transports";
import { ticketing } from "../../src/config/ticketing.ts";
import { hashOfKey } from "../../src/http/auth.ts";
import { isDear } from "../helpers/world.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { ADMIN_KEY, API_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

/** The preset of `init`, for the first organizer after those of the stage. */
const ORGANIZER = 3;

/** Where state is dear, a transaction holds fewer. */
const ENTRANTS = isDear ? 300 : 1_200;
const PLACES = 150;

function preset(node: ServedChain): string {
  const contracts = Object.entries(node.deployment.contracts).map(([name, { address }]) => [name, address] as const);
  const text = ticketing({
    chainId: 31337,
    rpc: node.url,
    contracts: Object.fromEntries(contracts),
    sponsor: { id: "zepp", keyHash: hashOfKey(API_KEY), organizers: [ORGANIZER] },
    adminKeyHash: hashOfKey(ADMIN_KEY),
  });
  return `${text}server: { port: 0, metricsPort: 0 }\nbatches: { maxWaitMs: 200 }\n`;
}

describe(`a draw of ${ENTRANTS} entrants through the service`, function () {
  this.timeout(240_000);
  let stage: RelayStage;
  let draw: DrawStage;
  /** Has no key, no ether, and no API key. */
  let anyone: Connection;
  before(async () => {
    stage = await startRelayStage({ config: preset });
    const { node, relay } = stage;
    const through = (key?: string) => httpRelay({ url: relay.url, ...(key !== undefined && { key }) });
    const connected: ServedChain["connect"] = (signer) =>
      connect({ rpc: node.url, signer, relay: through(API_KEY), deployment: node.deployment });
    draw = await openDrawStage({ ...node, connect: connected }, "relay", { supply: PLACES });
    anyone = await connect({ rpc: node.url, relay: through(), deployment: node.deployment });
  });
  after(() => stage.close());

  const acceptance = async (n: number) => ({
    agentId: draw.agentId,
    holder: holderAt(n),
    evidence: await evidenceFor(draw, n),
  });
  const hand = (...acts: readonly WireDrawAct[]) => stage.call("POST", "/v1/draw-acts", { body: { acts } });
  const codeOf = async (work: Promise<unknown>) => {
    const { name, code, message } = await refusalOf(work);
    return name ?? `${code} ${message}`;
  };
  const winners: number[] = [];

  it("takes the list from the organizer, within 12 million gas", async () => {
    const { listed, calls } = await listEntrants(draw.organizer, { ...draw.place, entrants: singles(ENTRANTS) });
    expect([listed, calls]).to.deep.equal([ENTRANTS, 1]);
  });

  it("takes an appeal from anyone, and none that the chain would refuse", async () => {
    const late = async (n: number) => appeal(anyone, { ...draw.place, ...(await acceptance(n)) });
    expect(await codeOf(late(ENTRANTS))).to.equal("AppealsClosed");
    await stage.node.clock.travelTo(draw.listUntil);
    expect((await late(ENTRANTS)).number).to.equal(ENTRANTS);
    expect(await codeOf(late(ENTRANTS))).to.equal("AlreadyListed");
    const forged = { ...(await acceptance(7)), holder: holderAt(8) };
    expect(await codeOf(appeal(anyone, { ...draw.place, ...forged }))).to.equal("AppealEvidenceInvalid");
  });

  it("takes the round of the draw and no other, and the settlement, from anyone", async () => {
    const { classId, round, roundAt } = await readDraw(anyone, draw.place);
    await stage.node.clock.travelTo(roundAt + 3);
    const beaconRound = await signedRound(draw);
    const signature = `0x${"12".repeat(96)}` as const;
    const where = { act: "prove", eventId: draw.eventId, classId, signature } as const;
    expectProblem(await hand({ ...where, round: round + 1 }), "ACT_INVALID");
    expectProblem(await hand({ ...where, round }), "CALL_REVERTS");
    expect(await codeOf(settleDraw(anyone, draw.place))).to.equal("RoundNotProven");
    await proveRound(anyone, { ...draw.place, beaconRound });
    await settleDraw(anyone, draw.place);
    const entries = Array.from({ length: ENTRANTS + 1 }, (_, n) => tagAt(n));
    const people = new Map(entries.map((entry, n) => [entry, n]));
    const all = await offers(anyone, { ...draw.place, entries });
    winners.push(...all.flatMap(({ entry }) => people.get(entry) ?? []));
    expect(winners.length).to.equal(PLACES);
  });

  it("gathers acceptances of many into few transactions", async () => {
    const some = winners.slice(0, 30);
    const loser = Array.from({ length: ENTRANTS }, (_, n) => n).find((n) => !winners.includes(n)) ?? 0;
    const acceptances = await Promise.all([...some, loser].map(acceptance));
    const before = await stage.node.provider.getTransactionCount(stage.signer.address);
    const results = await acceptPlaces(anyone, { ...draw.place, acceptances });
    expect(results.slice(0, -1).map(({ status }) => status)).to.deep.equal(some.map(() => "accepted"));
    expect(results.at(-1)).to.deep.equal({ status: "refused", reason: "ACT_INVALID" });
    const sent = (await stage.node.provider.getTransactionCount(stage.signer.address)) - before;
    expect(sent).to.be.at.most(4);
    expect((await readDraw(anyone, draw.place)).kept).to.equal(some.length);
    // Safe to repeat: it costs nothing.
    const again = await acceptPlaces(anyone, { ...draw.place, acceptances: acceptances.slice(0, 2) });
    expect(again.every(({ status }) => status === "accepted" || status === "refused")).to.equal(true);
    expect((await readDraw(anyone, draw.place)).kept).to.equal(some.length);
  });

  it("holds the draw in a pause, once in a while", async () => {
    expect(await codeOf(holdDraw(anyone, draw.place))).to.contain("ACT_INVALID");
    const { deadline } = await readDraw(anyone, draw.place);
    await stage.node.clock.travelTo(deadline - 3_600);
    expect(await codeOf(holdDraw(anyone, draw.place))).to.equal("SalesGoOn");
    await pauseSales(draw.organizer, { eventId: draw.eventId });
    expect((await holdDraw(anyone, draw.place)).deadline).to.be.greaterThan(deadline);
    await stage.node.clock.travelTo(deadline - 3_500);
    const { classId } = await readDraw(anyone, draw.place);
    const again = await hand({ act: "hold", eventId: draw.eventId, classId });
    expect([again.status, JSON.stringify(again.body)].join(" ")).to.match(/ACT_INVALID|"digest"/);
    await resumeSales(draw.organizer, { eventId: draw.eventId });
  });

  it("grants to winners, and offers to the next in line what they leave", async () => {
    const rows = await Promise.all(winners.slice(0, 60).map((n) => rowFor(draw, n)));
    const { agent, agentId, eventId } = draw;
    const { granted } = await grantMany(agent, { agentId, eventId, rows, again: true });
    expect(granted).to.equal(60);
    expect(await codeOf(advanceDraw(anyone, draw.place))).to.equal("WaveRuns");
    await stage.node.clock.travelTo((await readDraw(anyone, draw.place)).deadline);
    expect(await advanceDraw(anyone, draw.place)).to.include({ wave: 2, places: PLACES - 60 });
  });

  it("pays only for draws of its sponsors' organizers, and refuses what has another form", async () => {
    const act = { act: "hold", eventId: stage.stranger.eventId, classId: 1 } as const;
    expectProblem(await hand(act), "KEY_MISSING");
    const wrong = await stage.call("POST", "/v1/draw-acts", {
      body: { acts: [{ act: "open", eventId: 1, classId: 1 }] },
    });
    expectProblem(wrong, "BODY_MALFORMED");
    expectProblem(await stage.call("POST", "/v1/draw-acts", { body: { acts: [] } }), "BODY_MALFORMED");
  });
});
