import { expect } from "chai";
import { DAY, HOUR, now, REFUSAL, registerTeam, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRightId, signReturn } from "doorkey-test-support/statements";
import { ZeroAddress, ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  type EvidenceFields,
  evidenceFor,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  rightOf,
  type Stage,
  sendAdmit,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("secp256k1", "bob");
const cy = holderKey("secp256k1", "cy");

/** Three rights of the staff class, not named yet. */
async function fixture() {
  const stage = await openStage(ethers);
  const first = await grant(stage, grantees([ann, bob, cy]), { classId: CLASS.staff });
  return { stage, first };
}

type Naming = { rightId: bigint; holder?: string; by?: keyof Stage["roles"] } & Partial<Omit<EvidenceFields, "holder">>;

async function sendName(stage: Stage, { rightId, holder = ann.address, by = "agentMember", ...change }: Naming) {
  const evidence = await evidenceFor(stage, { person: "ann", rightId, ...change, holder });
  return stage.rights.connect(stage.roles[by]).nameRight(rightId, holder, evidence);
}

describe("nameRight", () => {
  for (const by of ["agent", "agentMember", "organizer", "organizerMember"] as const) {
    it(`names a right and keeps its holder, by ${by}`, async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, eventId } = stage;
      expect((await rightOf(stage, first)).named).to.equal(false);
      expect(await logsOf(rights, sendName(stage, { rightId: first, by }))).to.deep.equal([
        ["RightNamed", eventId, first, ann.address, 0n, tagOf("ann")],
      ]);
      const right = await rightOf(stage, first);
      expect([right.holder, right.status, right.named, right.rebinds]).to.deep.equal([
        ann.address,
        STATUS.rebound,
        true,
        0n,
      ]);
      expect(right.reboundAt).to.equal(await networkHelpers.time.latest());
      expect(await rights.rightsOfPerson(eventId, tagOf("ann"))).to.deep.equal([first, 0n, 0n]);
      expect((await rightOf(stage, first + 1n)).named).to.equal(false);
    });
  }

  it("rebinds the right to the person's key, and counts that as a rebind", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    expect(await logsOf(rights, sendName(stage, { rightId: first, holder: cy.address }))).to.deep.equal([
      ["RightNamed", eventId, first, cy.address, 1n, tagOf("ann")],
    ]);
    const { holder, rebinds } = await rightOf(stage, first);
    expect([holder, rebinds]).to.deep.equal([cy.address, 1n]);
  });

  it("keeps the holder's Return valid if the holder stays", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    const { rights, domains, eventId } = stage;
    const wish = signReturn(domains.statements, ann, { rightId: first, expiresAt: 2n ** 40n });
    await sendName(stage, { rightId: first });
    expect(await logsOf(rights, rights.returnRights([wish]))).to.deep.equal([["RightReturned", eventId, first]]);
  });

  it("invalidates earlier entry proofs, even if the holder stays", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    await networkHelpers.time.increase(HOUR);
    await sendName(stage, { rightId: first });
    const { reboundAt } = await rightOf(stage, first);
    const { doorsOpenAt } = stage.schedule;
    await networkHelpers.time.increaseTo(doorsOpenAt);
    const scan = { key: ann, rightId: first, challenge: "0x0000000000000001", scannedAt: doorsOpenAt };
    expect(await logsOf(stage.rights, sendAdmit(stage, [{ ...scan, issuedAt: reboundAt - 1n }]))).to.deep.equal([
      ["AdmissionRefused", stage.eventId, stage.roles.gate.address, first, REFUSAL.signedBeforeRebind],
    ]);
    await sendAdmit(stage, [{ ...scan, issuedAt: reboundAt }]);
    expect((await rightOf(stage, first)).status).to.equal(STATUS.admitted);
  });

  it("keeps the name in a later rebind, which then requires the same person", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    await sendName(stage, { rightId: first });
    const issuedAt = (await now(stage)) + 1;
    const other = await evidenceFor(stage, { person: "bob", holder: cy, rightId: first, issuedAt });
    await expect(rights.connect(roles.organizer).rebind(first, cy.address, other))
      .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
      .withArgs(first);
    const same = await evidenceFor(stage, { person: "ann", holder: cy, rightId: first, issuedAt });
    await rights.connect(roles.organizer).rebind(first, cy.address, same);
    const { holder, named, rebinds } = await rightOf(stage, first);
    expect([holder, named, rebinds]).to.deep.equal([cy.address, true, 1n]);
  });

  it("names a right that was rebound before, with evidence issued after that", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    await rights.connect(roles.organizer).rebind(first, cy.address, "0x");
    const reboundAt = await now(stage);
    for (const issuedAt of [reboundAt - 1, reboundAt]) {
      await expect(sendName(stage, { rightId: first, holder: cy.address, issuedAt }))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(first);
    }
    await sendName(stage, { rightId: first, holder: cy.address, issuedAt: reboundAt + 1 });
    expect((await rightOf(stage, first)).rebinds).to.equal(1);
  });

  describe("when it may not be", () => {
    it("reverts for rights that do not exist or are not live", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      for (const rightId of [0n, first + 3n, packRightId(stage.eventId, 9, 0), packRightId(99, 0, 0)]) {
        await expect(sendName(stage, { rightId }))
          .to.be.revertedWithCustomError(rights, "RightNonexistent")
          .withArgs(rightId);
      }
      await rights.connect(roles.agent).revoke([first], ZeroHash);
      await expect(sendName(stage, { rightId: first }))
        .to.be.revertedWithCustomError(rights, "RightNotLive")
        .withArgs(first, STATUS.void);
    });

    it("changes the key until rebindUntil, to the second, and names the present holder later too", async () => {
      const rebindUntil = (await now({ ethers })) + 10 * DAY;
      const stage = await openStage(ethers, { schedule: { rebindUntil } });
      const first = await grant(stage, grantees([ann, bob]), { classId: CLASS.staff });
      await networkHelpers.time.setNextBlockTimestamp(rebindUntil - 1);
      await sendName(stage, { rightId: first, holder: cy.address });
      await networkHelpers.time.setNextBlockTimestamp(rebindUntil);
      await expect(sendName(stage, { rightId: first + 1n, holder: cy.address, person: "bob" }))
        .to.be.revertedWithCustomError(stage.rights, "RightWindowClosed")
        .withArgs(first + 1n, rebindUntil);
      await sendName(stage, { rightId: first + 1n, holder: bob.address, person: "bob" });
      expect((await rightOf(stage, first + 1n)).named).to.equal(true);
    });

    it("works until nameBy, to the second, and then anyone may revoke an unnamed right", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const { nameBy } = stage.schedule;
      const early = await evidenceFor(stage, { person: "ann", holder: ann, rightId: first });
      await networkHelpers.time.setNextBlockTimestamp(nameBy - 1);
      await rights.connect(roles.agent).nameRight(first, ann.address, early);
      const late = await evidenceFor(stage, { person: "bob", holder: bob, rightId: first + 1n });
      await networkHelpers.time.setNextBlockTimestamp(nameBy);
      await expect(rights.connect(roles.agent).nameRight(first + 1n, bob.address, late))
        .to.be.revertedWithCustomError(rights, "RightWindowClosed")
        .withArgs(first + 1n, nameBy);

      const asStranger = rights.connect(roles.stranger);
      expect(await logsOf(rights, asStranger.revoke([first + 1n, first + 2n], ZeroHash))).to.deep.equal([
        ["RightRevoked", eventId, roles.stranger.address, first + 1n, ZeroHash],
        ["RightRevoked", eventId, roles.stranger.address, first + 2n, ZeroHash],
      ]);
      await expect(asStranger.revoke([first], ZeroHash))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(first, roles.stranger);
    });

    it("reverts for holder 0", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      await expect(sendName(stage, { rightId: first, holder: ZeroAddress }))
        .to.be.revertedWithCustomError(stage.rights, "RightHolderInvalid")
        .withArgs(first, ZeroAddress);
    });

    it("reverts for a right that has a name, or needs none", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const [a = "", b = "", c = ""] = addresses(3);
      const taggedStaff = await grantTagged(stage, [a], ["a"], { classId: CLASS.staff });
      const taggedStanding = await grantTagged(stage, [b], ["b"], { classId: CLASS.standing });
      const plain = await grant(stage, grantees([c]));
      await sendName(stage, { rightId: first });
      for (const rightId of [first, taggedStaff, taggedStanding, plain]) {
        await expect(sendName(stage, { rightId }))
          .to.be.revertedWithCustomError(stage.rights, "RightNotNameable")
          .withArgs(rightId);
      }
    });

    it("reverts for callers that are neither issuing agent nor organizer", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId, agentId } = stage;
      const other = await registerTeam(agents, roles.subAgent);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.staff, other, 9);
      for (const by of ["subAgent", "stranger", "gate", "desk", "attester"] as const) {
        await expect(sendName(stage, { rightId: first, by }))
          .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
          .withArgs(first, roles[by]);
      }
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.staff, agentId);
      await expect(sendName(stage, { rightId: first }))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(first, roles.agentMember);
      await sendName(stage, { rightId: first, by: "organizer" });
    });

    it("reverts for evidence that is not for this right and key", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const bad = [
        "0x",
        await evidenceFor(stage, { person: "ann", holder: ann }),
        await evidenceFor(stage, { person: "ann", holder: ann, rightId: first + 1n }),
        await evidenceFor(stage, { person: "ann", holder: bob, rightId: first }),
        await evidenceFor(stage, { person: "ann", holder: ann, rightId: first, agentId: 99n }),
      ];
      for (const [i, evidence] of bad.entries()) {
        await expect(rights.connect(roles.organizer).nameRight(first, ann.address, evidence), `evidence ${i}`)
          .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
          .withArgs(first);
      }
    });

    it("reverts for evidence dated ahead of the chain's clock, to the second", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const issuedAt = (await now(stage)) + HOUR;
      const ahead = await evidenceFor(stage, { person: "ann", holder: ann, rightId: first, issuedAt });
      const asAgent = rights.connect(roles.agent);
      await networkHelpers.time.setNextBlockTimestamp(issuedAt - 1);
      await expect(asAgent.nameRight(first, ann.address, ahead))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(first);
      await networkHelpers.time.setNextBlockTimestamp(issuedAt);
      await asAgent.nameRight(first, ann.address, ahead);
      expect((await rightOf(stage, first)).named).to.equal(true);
    });

    it("reverts for a person who has enough", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      await grantTagged(stage, addresses(1), ["ann"], { classId: CLASS.members, minLive: 1 });
      await sendName(stage, { rightId: first });
      await expect(sendName(stage, { rightId: first + 1n, holder: bob.address }))
        .to.be.revertedWithCustomError(stage.rights, "PersonHasEnough")
        .withArgs(first + 1n, tagOf("ann"));
      await sendName(stage, { rightId: first + 1n, holder: bob.address, person: "bob" });
    });

    it("reverts for another key, not for its own, if the right was rebound as often as it may be", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      await rights.connect(roles.organizer).rebind(first, bob.address, "0x");
      await rights.connect(roles.organizer).rebind(first, cy.address, "0x");
      const issuedAt = (await now(stage)) + 1;
      await expect(sendName(stage, { rightId: first, holder: ann.address, issuedAt }))
        .to.be.revertedWithCustomError(rights, "RightRebindsExhausted")
        .withArgs(first, 2);
      await sendName(stage, { rightId: first, holder: cy.address, issuedAt });
      expect((await rightOf(stage, first)).rebinds).to.equal(2);
    });
  });
});
