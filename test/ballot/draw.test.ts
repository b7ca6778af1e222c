import { expect } from "chai";
import { signedRound } from "doorkey-test-support/beacon";
import { HOUR, now } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRecords, signReturn } from "doorkey-test-support/statements";
import { AbiCoder, keccak256 } from "ethers";
import { network } from "hardhat";
import type { Hex } from "../../sdk/src/core/Hex.ts";
import { ranksOf } from "../../sdk/src/draw/rankIn.ts";
import {
  acceptanceOf,
  buy,
  DRAWN,
  DRAWN_TOO,
  type DrawStage,
  holderOf,
  inOrder,
  keyOf,
  listDraw,
  openDrawStage,
  persons,
  relayBallot,
  rowsOf,
  settleDraw,
  WITHOUT,
} from "../helpers/draw.ts";
import { evidenceFor, placesOf, tagOf } from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const FANS = persons(20);
const SINGLES = FANS.map((fan) => [fan]);

async function opened(): Promise<DrawStage> {
  return openDrawStage(ethers);
}

/** Twenty singles for four places, drawn. */
async function drawn(): Promise<DrawStage> {
  const stage = await openDrawStage(ethers);
  await listDraw(stage, SINGLES);
  await networkHelpers.time.increaseTo(stage.terms.sealAt + HOUR + 3);
  await settleDraw(stage);
  return stage;
}

const endWave = async ({ ballot, eventId }: DrawStage) =>
  networkHelpers.time.increaseTo((await ballot.drawOf(eventId, DRAWN)).deadline);

describe("a draw", () => {
  it("follows from the beacon's round alone, and anyone recomputes it", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, eventId } = stage;
    const { seed, round } = await ballot.drawOf(eventId, DRAWN);
    const values = [signedRound(round).randomness, 31337, await ballot.getAddress(), eventId, DRAWN];
    const types = ["bytes32", "uint256", "address", "uint32", "uint8"];
    expect(seed).to.equal(keccak256(AbiCoder.defaultAbiCoder().encode(types, values)));
    const sorted = [...FANS].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const ranks = ranksOf(seed as Hex, 1, FANS.length);
    for (const [number, fan] of sorted.entries()) {
      const place = await ballot.placeOf(eventId, DRAWN, keyOf(fan));
      expect([place.size, place.number, place.rank]).to.deep.equal([
        1n,
        BigInt(number),
        BigInt(ranks[number] as number),
      ]);
      expect(place.isOffered, fan).to.equal(place.rank < 4n);
    }
  });

  it("takes its round an hour after the seal, and only with that round's signature", async () => {
    const stage = await networkHelpers.loadFixture(opened);
    const { ballot, beacon, roles, eventId, terms } = stage;
    await listDraw(stage, SINGLES);
    const { round } = await ballot.drawOf(eventId, DRAWN);
    const signedAt = 1_692_803_367n + (round - 1n) * 3n;
    const after = BigInt(terms.sealAt + HOUR);
    expect(signedAt > after && signedAt - 3n <= after).to.equal(true);
    await networkHelpers.time.increaseTo(terms.sealAt);
    const settling = ballot.connect(roles.stranger).settle(eventId, DRAWN);
    await expect(settling).to.be.revertedWithCustomError(ballot, "RoundNotProven").withArgs(round);
    const other = signedRound(round + 1n).signature;
    await expect(beacon.prove(round, other, { gasLimit: 5_000_000 }))
      .to.be.revertedWithCustomError(beacon, "RoundSignatureInvalid")
      .withArgs(round);
    await settleDraw(stage);
    expect((await ballot.drawOf(eventId, DRAWN)).stage).to.equal(2n);
  });

  it("is opened and listed through the relay by an admin, and by no one else", async () => {
    const stage = await networkHelpers.loadFixture(opened);
    const { ballot, roles, eventId, terms } = stage;
    const opening = ballot.interface.encodeFunctionData("open", [eventId, DRAWN, terms]);
    const listing = ballot.interface.encodeFunctionData("list", [eventId, DRAWN, rowsOf(SINGLES)]);
    expect(await relayBallot(stage, roles.stranger, opening)).to.equal(false);
    expect(await relayBallot(stage, roles.organizerMember, opening)).to.equal(false);
    expect(await relayBallot(stage, roles.organizer, opening)).to.equal(true);
    expect(await relayBallot(stage, roles.stranger, listing)).to.equal(false);
    expect(await relayBallot(stage, roles.organizer, listing)).to.equal(true);
    expect((await ballot.drawOf(eventId, DRAWN)).rows).to.equal(20n);
  });

  it("does not let a relayed organizer act once its team refuses relays", async () => {
    const stage = await networkHelpers.loadFixture(opened);
    const { ballot, events, roles, eventId, organizerId, terms } = stage;
    await events.connect(roles.organizer).setRelayed(organizerId, false);
    const opening = ballot.interface.encodeFunctionData("open", [eventId, DRAWN, terms]);
    expect(await relayBallot(stage, roles.organizer, opening)).to.equal(false);
  });

  it("sells the places to its winners, and a returned place to the next in line alone", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, rights, roles, domains, eventId, agentId } = stage;
    const order = await inOrder(stage, FANS);
    await expect(buy(stage, [order[4] as string]))
      .to.be.revertedWithCustomError(ballot, "NotOffered")
      .withArgs(keyOf(order[4] as string), 4);
    // The first of the draw buys with a key that can sign a return.
    const ann = holderKey("secp256k1", "ann");
    const evidence = await evidenceFor(stage, { person: order[0] as string, holder: ann });
    const records = packRecords([{ holder: ann.address }]);
    await rights.connect(roles.agentMember).grant(eventId, DRAWN, agentId, records, [evidence], "0x", 1);
    await buy(stage, order.slice(1, 4));
    expect(await placesOf(stage, DRAWN)).to.deep.equal([4n, 0n]);

    const wish = { rightId: eventId << 32n, expiresAt: 2n ** 40n };
    await rights.connect(roles.stranger).returnRights([signReturn(domains.statements, ann, wish)]);
    await ballot.connect(roles.stranger).advance(eventId, DRAWN, []);
    await expect(buy(stage, [order[5] as string])).to.be.revertedWithCustomError(ballot, "NotOffered");
    await expect(buy(stage, [order[0] as string])).to.be.revertedWithCustomError(ballot, "PlaceUsed");
    await buy(stage, [order[4] as string]);
    expect(await placesOf(stage, DRAWN)).to.deep.equal([4n, 0n]);
  });

  it("lets one loser stop a batch, and no other class stop or feed it", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot } = stage;
    const order = await inOrder(stage, FANS);
    const mixed = [order[0], order[7], order[1]] as string[];
    await expect(buy(stage, mixed))
      .to.be.revertedWithCustomError(ballot, "NotOffered")
      .withArgs(keyOf(order[7] as string), 7);
    // A loser buys in the class without a draw, and not in the one whose draw does not exist.
    await buy(stage, [order[7] as string], { classId: WITHOUT });
    await expect(buy(stage, [order[0] as string], { classId: DRAWN_TOO })).to.be.revertedWithCustomError(
      ballot,
      "NotDrawn",
    );
    await buy(stage, [order[0], order[1]] as string[]);
  });

  it("gives a winner the place whose seat or person was refused", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, rights, roles, eventId, agentId } = stage;
    const order = await inOrder(stage, FANS);
    const [first, second] = order as [string, string];
    // The person is full in the scope, so the record is void.
    await buy(stage, [first], { classId: WITHOUT });
    await buy(stage, [first], { classId: WITHOUT });
    const evidence = await Promise.all(
      [first, second].map((person) => evidenceFor(stage, { person, holder: holderOf(person) })),
    );
    const records = packRecords([first, second].map((person) => ({ holder: holderOf(person) })));
    await rights.connect(roles.agentMember).grant(eventId, DRAWN, agentId, records, evidence, "0x", 1);
    expect((await ballot.placeOf(eventId, DRAWN, keyOf(first))).isOffered).to.equal(true);
    const [held] = await rights.rightsOfPerson(eventId, tagOf(first));
    await rights.connect(roles.organizer).revoke([held as bigint], `0x${"00".repeat(32)}`);
    await buy(stage, [first]);
    expect((await ballot.placeOf(eventId, DRAWN, keyOf(first))).isTaken).to.equal(true);
  });

  it("lets those appeal whom the organizer left out, or listed as a stranger's companion", async () => {
    const stage = await networkHelpers.loadFixture(opened);
    const { ballot, roles, eventId, agentId, terms } = stage;
    await listDraw(stage, [["fan 0", "fan 1"], ["fan 2"]]);
    await networkHelpers.time.increaseTo(terms.listUntil);
    const asAnyone = ballot.connect(roles.stranger);
    for (const person of ["fan 1", "fan 9"]) {
      const holder = holderOf(person);
      await asAnyone.appeal(eventId, DRAWN, agentId, holder, await evidenceFor(stage, { person, holder }));
      expect((await ballot.placeOf(eventId, DRAWN, keyOf(person))).size).to.equal(1n);
    }
    const stolen = await evidenceFor(stage, { person: "fan 8", holder: holderOf("fan 8") });
    await expect(asAnyone.appeal(eventId, DRAWN, agentId, holderOf("fan 7"), stolen))
      .to.be.revertedWithCustomError(ballot, "AppealEvidenceInvalid")
      .withArgs(holderOf("fan 7"));
  });
});

describe("a stalled draw", () => {
  it("gives a friend nothing through a pause, because the winners accept", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, events, roles, eventId } = stage;
    const order = await inOrder(stage, FANS);
    const friend = order[5] as string;
    await events.connect(roles.organizerMember).pauseSales(eventId);
    const items = await Promise.all(order.slice(0, 4).map((person) => acceptanceOf(stage, person)));
    await ballot.connect(roles.stranger).accept(eventId, DRAWN, items);
    await endWave(stage);
    await expect(ballot.advance(eventId, DRAWN, [])).to.be.revertedWithCustomError(ballot, "NothingToOffer");
    await events.connect(roles.organizerMember).resumeSales(eventId);
    await expect(buy(stage, [friend])).to.be.revertedWithCustomError(ballot, "NotOffered");
    await buy(stage, order.slice(0, 4));
  });

  it("gives a friend nothing through a pause, because anyone holds the wave", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, events, roles, eventId } = stage;
    const order = await inOrder(stage, FANS);
    const before = (await ballot.drawOf(eventId, DRAWN)).deadline;
    await events.connect(roles.organizerMember).pauseSales(eventId);
    await networkHelpers.time.increaseTo(before - 10n);
    await ballot.connect(roles.stranger).hold(eventId, DRAWN);
    await networkHelpers.time.increaseTo(before);
    await expect(ballot.advance(eventId, DRAWN, [])).to.be.revertedWithCustomError(ballot, "WaveRuns");
    await events.connect(roles.organizerMember).resumeSales(eventId);
    await expect(buy(stage, [order[5] as string])).to.be.revertedWithCustomError(ballot, "NotOffered");
    await buy(stage, [order[0] as string]);
  });

  it("shows what a pause costs when no one accepts or holds: the next ranks are offered", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, events, roles, eventId } = stage;
    const order = await inOrder(stage, FANS);
    await events.connect(roles.organizerMember).pauseSales(eventId);
    await endWave(stage);
    await ballot.advance(eventId, DRAWN, []);
    await events.connect(roles.organizerMember).resumeSales(eventId);
    await buy(stage, [order[5] as string]);
    await expect(buy(stage, [order[0] as string])).to.be.revertedWithCustomError(ballot, "NotOffered");
  });

  it("can be held while sales are closed by a new schedule", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, events, roles, eventId, schedule } = stage;
    const closed = (await now(stage)) + 1;
    await events.connect(roles.organizer).reschedule(eventId, schedule.doorsOpenAt, schedule.doorsCloseAt, closed);
    await ballot.connect(roles.stranger).hold(eventId, DRAWN);
    expect((await ballot.drawOf(eventId, DRAWN)).deadline).to.equal(BigInt((await now(stage)) + 24 * HOUR));
  });

  it("can be held while its attester is not trusted, and after a hand-over until the new organizer trusts one", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, events, verifier, roles, eventId } = stage;
    const asAnyone = ballot.connect(roles.stranger);
    await expect(asAnyone.hold(eventId, DRAWN)).to.be.revertedWithCustomError(ballot, "SalesGoOn").withArgs(eventId);
    await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, false);
    await asAnyone.hold(eventId, DRAWN);
    await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
    await expect(asAnyone.hold(eventId, DRAWN)).to.be.revertedWithCustomError(ballot, "SalesGoOn");

    await events.connect(roles.desk).register("Other Hall", "https://other.example");
    const other = await events.teamCount();
    await events.connect(roles.organizer).offerHandOver(eventId, other);
    await events.connect(roles.desk).acceptHandOver(eventId, other, await events.termsHashOf(eventId));
    await asAnyone.hold(eventId, DRAWN);
    // Another attester than before, and one that is not trusted yet.
    const naming = () => asAnyone.changeAttester(eventId, DRAWN, roles.gate);
    await expect(naming())
      .to.be.revertedWithCustomError(ballot, "DrawAttesterInvalid")
      .withArgs(eventId, DRAWN, roles.gate.address);
    await verifier.connect(roles.desk).setAttester(eventId, roles.gate, true);
    await naming();
    await expect(asAnyone.hold(eventId, DRAWN)).to.be.revertedWithCustomError(ballot, "SalesGoOn");
  });

  it("refuses evidence of an attester that is not trusted, for an acceptance as for a grant", async () => {
    const stage = await networkHelpers.loadFixture(drawn);
    const { ballot, verifier, rights, roles, eventId } = stage;
    const order = await inOrder(stage, FANS);
    const items = [await acceptanceOf(stage, order[0] as string)];
    await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, false);
    const accepting = ballot.connect(roles.stranger).accept(eventId, DRAWN, items);
    await expect(accepting).to.emit(ballot, "AcceptRefused").withArgs(eventId, DRAWN, 0, 1);
    await expect(buy(stage, [order[0] as string])).to.be.revertedWithCustomError(rights, "NothingLive");
  });
});
