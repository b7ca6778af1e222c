import { expect } from "chai";
import { HOUR, now, publishEvent, REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { packRightId } from "doorkey-test-support/statements";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  evidenceFor,
  evidenceForAll,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  packRefusals,
  placesOf,
  rightOf,
  type Stage,
  sendGrant,
  statusesOf,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

/** The refused records of a grant by its logs, as `[index, why]`. Checks that rights, places and quota agree. */
async function refusedOf(stage: Stage, classId: number, count: number, sent: ReturnType<typeof sendGrant>) {
  const { rights, eventId, agentId } = stage;
  const before = { blockTag: ((await (await sent).wait())?.blockNumber ?? 0) - 1 };
  const batch = await rights.batchesOf(eventId, before);
  const { granted } = await rights.placesOf(eventId, classId, before);
  const used = await rights.usedBy(eventId, classId, agentId, before);
  const logs = await logsOf(rights, sent);
  const refused = logs
    .filter(([name]) => name === "GrantRefused")
    .map(([, rightId, why]) => [Number((rightId as bigint) & 2047n), why as bigint] as const);

  const first = packRightId(eventId, batch, 0);
  expect(logs[0]?.slice(0, 4)).to.deep.equal(["RightsGranted", eventId, agentId, first]);
  const statuses = await statusesOf(stage, first, count);
  for (let i = 0; i < count; i++) {
    const isRefused = refused.some(([index]) => index === i);
    expect(statuses[i], `right ${i}`).to.equal(isRefused ? STATUS.void : STATUS.granted);
  }
  const live = BigInt(count - refused.length);
  expect(await placesOf(stage, classId)).to.deep.equal([granted + live, 0n]);
  expect(await rights.usedBy(eventId, classId, agentId)).to.equal(used + live);
  return refused;
}

describe("grant, record by record", () => {
  describe("with seats that are taken", () => {
    it("refuses only the records of these seats", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await grant(stage, grantees(addresses(2), 11), { classId: CLASS.seated });
      const records = grantees(addresses(4, 50), 10);
      expect(
        await refusedOf(stage, CLASS.seated, 4, sendGrant(stage, records, { classId: CLASS.seated, minLive: 2 })),
      ).to.deep.equal([
        [1, REFUSAL.seatTaken],
        [2, REFUSAL.seatTaken],
      ]);
      expect((await rightOf(stage, packRightId(stage.eventId, 1, 1))).seat, "a refused right keeps its seat").to.equal(
        11n,
      );
      expect((await rightOf(stage, packRightId(stage.eventId, 0, 0))).status).to.equal(STATUS.granted);
    });

    it("refuses the second record of a seat in the batch", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      // Scattered over three words of the map, there and back.
      const seats = [5, 300, 5, 700, 300, 6, 5, 701, 127, 128, 127];
      const records = addresses(seats.length).map((holder, i) => ({ holder, seat: seats[i] as number }));
      expect(
        await refusedOf(stage, CLASS.seated, seats.length, sendGrant(stage, records, { classId: CLASS.seated })),
      ).to.deep.equal([2, 4, 6, 10].map((index) => [index, REFUSAL.seatTaken]));
      for (const seat of [5, 6, 127, 128, 300, 700, 701]) {
        expect(await stage.rights.seatOf(stage.eventId, CLASS.seated, seat)).to.deep.equal([true, false]);
      }
      for (const seat of [4, 7, 126, 129, 299, 301, 702]) {
        expect(await stage.rights.seatOf(stage.eventId, CLASS.seated, seat)).to.deep.equal([false, false]);
      }
    });

    it("refuses a record of a party, whose statuses are in its slot", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const [other = "", party = ""] = addresses(2);
      await grant(stage, grantees([other], 21), { classId: CLASS.seated });
      const records = grantees(Array(4).fill(party), 20);
      expect(
        await refusedOf(stage, CLASS.seated, 4, sendGrant(stage, records, { classId: CLASS.seated })),
      ).to.deep.equal([[1, REFUSAL.seatTaken]]);
      const { head } = await stage.rights.batchOf(stage.eventId, 1);
      expect(head & 0xffffffffn, "first seat and statuses").to.equal((20n << 8n) | (3n << 2n));
    });

    for (const count of [16, 17, 130, 257]) {
      it(`refuses records of a batch of ${count}, at the ends of its status words`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const taken = [0, 15, 16, 126, 127, 128, count - 1].filter((i, at, all) => i < count && all.indexOf(i) === at);
        for (const seat of taken) await grant(stage, grantees(addresses(1, seat), seat), { classId: CLASS.seated });
        const records = grantees(addresses(count, 5_000), 0);
        const refused = await refusedOf(
          stage,
          CLASS.seated,
          count,
          sendGrant(stage, records, { classId: CLASS.seated, minLive: count - taken.length }),
        );
        expect(refused.map(([index]) => index)).to.deep.equal(taken.sort((a, b) => a - b));
      });
    }

    it("reverts when nothing is live, even if its sender wants no minimum, and burns no batch number", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, eventId } = stage;
      await grant(stage, grantees(addresses(2), 3), { classId: CLASS.seated });
      for (const minLive of [0, 1]) {
        await expect(sendGrant(stage, grantees(addresses(2, 8), 3), { classId: CLASS.seated, minLive }))
          .to.be.revertedWithCustomError(rights, "NothingLive")
          .withArgs(packRefusals(REFUSAL.seatTaken, REFUSAL.seatTaken));
      }
      expect(await rights.batchesOf(eventId)).to.equal(1);
    });
  });

  describe("with fewer live than minLive", () => {
    it("reverts with one less than minLive, succeeds with exactly minLive", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await grant(stage, grantees(addresses(1), 3), { classId: CLASS.seated });
      const records = grantees(addresses(4, 8), 2);
      await expect(sendGrant(stage, records, { classId: CLASS.seated, minLive: 4 }))
        .to.be.revertedWithCustomError(stage.rights, "TooFewLive")
        .withArgs(3, 4);
      expect(await stage.rights.seatOf(stage.eventId, CLASS.seated, 2)).to.deep.equal([false, false]);
      await grant(stage, records, { classId: CLASS.seated, minLive: 3 });
    });

    it("reverts even if no record can be refused", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await expect(sendGrant(stage, grantees(addresses(3)), { minLive: 4 }))
        .to.be.revertedWithCustomError(stage.rights, "TooFewLive")
        .withArgs(3, 4);
      await grant(stage, grantees(addresses(3)), { minLive: 3 });
    });

    it("counts only live rights against supply and quota", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { events, roles, eventId, agentId } = stage;
      await grant(stage, grantees(addresses(1), 3), { classId: CLASS.seated });
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.seated, agentId, 3);
      const records = grantees(addresses(3, 8), 2);
      await grant(stage, records, { classId: CLASS.seated, minLive: 2 });
      await expect(sendGrant(stage, grantees(addresses(1), 9), { classId: CLASS.seated }))
        .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
        .withArgs(eventId, CLASS.seated, agentId, 1, 0);
    });
  });

  describe("with persons", () => {
    it("tags each right, and logs its person", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, eventId } = stage;
      const holders = addresses(3);
      const evidence = await evidenceForAll(stage, holders, ["ann", "bob", "cy"]);
      const logs = await logsOf(rights, sendGrant(stage, grantees(holders), { classId: CLASS.members, evidence }));
      const first = packRightId(eventId, 0, 0);
      expect(logs.map(([name]) => name)).to.deep.equal(["RightsGranted", "PersonsTagged"]);
      expect(logs[1]).to.deep.equal(["PersonsTagged", first, ["ann", "bob", "cy"].map(tagOf)]);
      for (const [i, person] of ["ann", "bob", "cy"].entries()) {
        expect((await rightOf(stage, first + BigInt(i))).named).to.equal(true);
        expect(await rights.rightsOfPerson(eventId, tagOf(person))).to.deep.equal([first + BigInt(i), 0n, 0n]);
      }
    });

    it("refuses records that the verifier does not vouch for, and logs no person for them", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const holders = addresses(8);
      const [first = "", ...others] = holders;
      const good = await evidenceForAll(stage, holders, []);
      const at = await now(stage);
      const evidence = [
        good[0] as string,
        good[0] as string, // for another holder
        "0x",
        await evidenceFor(stage, { person: "3", holder: others[2] as string, agentId: 99n }),
        await evidenceFor(stage, {
          person: "4",
          holder: others[3] as string,
          rightId: packRightId(stage.eventId, 0, 4),
        }),
        await evidenceFor(stage, { person: "5", holder: others[4] as string, scopeEvent: 99n }),
        await evidenceFor(stage, { person: "6", holder: others[5] as string, issuedAt: at + HOUR }),
        await evidenceFor(stage, { person: "7", holder: others[6] as string, expiresAt: at }),
      ];
      const sent = sendGrant(stage, grantees([first, ...others]), { classId: CLASS.members, evidence, minLive: 1 });
      const refused = await refusedOf(stage, CLASS.members, 8, sent);
      expect(refused).to.deep.equal([1, 2, 3, 4, 5, 6, 7].map((index) => [index, REFUSAL.evidenceRefused]));
      const tagged = (await logsOf(stage.rights, sent))[1];
      expect(tagged?.[2]).to.deep.equal([tagOf("0"), ...Array(7).fill(ZeroHash)]);
      expect(await stage.rights.rightsOfPerson(stage.eventId, ZeroHash)).to.deep.equal([0n, 0n, 0n]);
    });

    it("refuses a person's third right, in one batch and over several", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const holders = addresses(4);
      const evidence = await evidenceForAll(stage, holders, ["ann", "ann", "ann", "bob"]);
      const sent = sendGrant(stage, grantees(holders), { classId: CLASS.members, evidence });
      expect(await refusedOf(stage, CLASS.members, 4, sent)).to.deep.equal([[2, REFUSAL.personFull]]);
      expect((await logsOf(stage.rights, sent))[1]?.[2]).to.deep.equal([
        tagOf("ann"),
        tagOf("ann"),
        ZeroHash,
        tagOf("bob"),
      ]);
      const more = addresses(2, 90);
      const again = await evidenceForAll(stage, more, ["ann", "bob"]);
      expect(
        await refusedOf(
          stage,
          CLASS.members,
          2,
          sendGrant(stage, grantees(more), { classId: CLASS.members, evidence: again }),
        ),
      ).to.deep.equal([[0, REFUSAL.personFull]]);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([
        packRightId(stage.eventId, 0, 0),
        packRightId(stage.eventId, 0, 1),
        0n,
      ]);
    });

    it("leaves the seat free if the person is refused, and the person's place free if the seat is", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const [a = "", b = "", c = "", d = ""] = addresses(4);
      await grantTagged(stage, [a], ["ann"], { classId: CLASS.memberSeats, firstSeat: 1 });
      // Seat 1 is taken, so bob's place is not; cy has no evidence, so seat 2 is not.
      const evidence = [
        await evidenceFor(stage, { person: "bob", holder: b }),
        "0x",
        await evidenceFor(stage, { person: "dee", holder: d }),
      ];
      const refused = await refusedOf(
        stage,
        CLASS.memberSeats,
        3,
        sendGrant(stage, grantees([b, c, d], 1), { classId: CLASS.memberSeats, evidence }),
      );
      expect(refused).to.deep.equal([
        [0, REFUSAL.seatTaken],
        [1, REFUSAL.evidenceRefused],
      ]);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("bob"))).to.deep.equal([0n, 0n, 0n]);
      await grantTagged(stage, [d], ["bob"], { classId: CLASS.memberSeats, firstSeat: 2, minLive: 1 });
    });

    it("gives a seat to the first record of the batch that has a person, and reports only held seats as taken", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const [a = "", b = "", c = "", d = ""] = addresses(4);
      const evidence = [
        "0x",
        await evidenceFor(stage, { person: "bob", holder: b }),
        await evidenceFor(stage, { person: "cy", holder: c }),
        "0x",
      ];
      const records = [a, b, c, d].map((holder, i) => ({ holder, seat: i === 3 ? 6 : 5 }));
      const sent = sendGrant(stage, records, { classId: CLASS.memberSeats, evidence, minLive: 1 });
      expect(await refusedOf(stage, CLASS.memberSeats, 4, sent)).to.deep.equal([
        [0, REFUSAL.evidenceRefused],
        [2, REFUSAL.seatTaken],
        [3, REFUSAL.evidenceRefused],
      ]);
      expect(await stage.rights.seatOf(stage.eventId, CLASS.memberSeats, 5)).to.deep.equal([true, false]);
      expect(await stage.rights.seatOf(stage.eventId, CLASS.memberSeats, 6)).to.deep.equal([false, false]);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("cy"))).to.deep.equal([0n, 0n, 0n]);
    });

    it("tags a party of one key, each right with its own person", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const holders = Array(3).fill(addresses(1)[0]);
      const first = await grantTagged(stage, holders, ["ann", "bob", "ann"], { minLive: 3 });
      expect((await rightOf(stage, first + 2n)).named).to.equal(true);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([first, first + 2n, 0n]);
    });
  });

  describe("with a wrong amount of evidence", () => {
    it("reverts with evidence for only some of the records, or for too many", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      for (const [classId, count] of [
        [CLASS.members, 1],
        [CLASS.members, 3],
        [CLASS.standing, 1],
      ] as const) {
        const evidence = Array(count).fill("0x");
        await expect(sendGrant(stage, grantees(addresses(2)), { classId, evidence }))
          .to.be.revertedWithCustomError(stage.rights, "EvidenceCountInvalid")
          .withArgs(count, 2);
      }
    });

    it("reverts without evidence if the class demands it", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await expect(sendGrant(stage, grantees(addresses(2)), { classId: CLASS.members }))
        .to.be.revertedWithCustomError(stage.rights, "EvidenceCountInvalid")
        .withArgs(0, 2);
    });

    it("demands it for a reserved class from nameBy on, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { nameBy } = stage.schedule;
      await networkHelpers.time.setNextBlockTimestamp(nameBy - 1);
      await grant(stage, grantees(addresses(2)), { classId: CLASS.staff });
      await networkHelpers.time.setNextBlockTimestamp(nameBy);
      await expect(sendGrant(stage, grantees(addresses(2)), { classId: CLASS.staff }))
        .to.be.revertedWithCustomError(stage.rights, "EvidenceCountInvalid")
        .withArgs(0, 2);
      await grantTagged(stage, addresses(2), ["ann", "bob"], { classId: CLASS.staff, minLive: 2 });
    });

    it("demands it for a reserved class once it was opened to the public", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await stage.events.connect(stage.roles.organizer).openReserved(stage.eventId, CLASS.staff);
      await expect(sendGrant(stage, grantees(addresses(1)), { classId: CLASS.staff }))
        .to.be.revertedWithCustomError(stage.rights, "EvidenceCountInvalid")
        .withArgs(0, 1);
    });

    it("accepts it even if the class does not demand it, and counts the person", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grantTagged(stage, addresses(1), ["ann"], { classId: CLASS.standing, minLive: 1 });
      expect((await rightOf(stage, first)).named).to.equal(true);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([first, 0n, 0n]);
    });

    it("reverts with evidence if the event has no identity verifier", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { eventId } = await publishEvent(stage, stage.organizerId);
      await stage.events.connect(stage.roles.organizer).designateAgent(eventId, 1, stage.agentId, 10);
      await expect(sendGrant(stage, grantees(addresses(1)), { eventId, evidence: ["0x"] }))
        .to.be.revertedWithCustomError(stage.rights, "EvidenceCountInvalid")
        .withArgs(1, 1);
    });
  });
});
