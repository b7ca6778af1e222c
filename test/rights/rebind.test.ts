import { expect } from "chai";
import { HOUR, now, REFUSAL, registerTeam, STATUS } from "doorkey-test-support/contracts";
import { type HolderKey, holderKey, KEY_KINDS } from "doorkey-test-support/keys";
import { packRightId, signRebind, signReturn } from "doorkey-test-support/statements";
import { ZeroAddress } from "ethers";
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
  statusesOf,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const next = holderKey("p256", "ann's next");
const bob = holderKey("secp256k1", "bob");
const MAX_REBINDS = 2;

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

type Rebind = {
  rightId: bigint;
  to?: HolderKey | string;
  key?: HolderKey;
  rebinds?: number;
  expiresAt?: number | bigint;
};

const addressOf = (key: HolderKey | string) => (typeof key === "string" ? key : key.address);

function consentFor(stage: Stage, { rightId, to = next, key = ann, rebinds = 0, expiresAt }: Rebind): string {
  const rebind = { rightId, newHolder: addressOf(to), rebinds, expiresAt: expiresAt ?? stage.schedule.doorsOpenAt };
  return signRebind(stage.domains.statements, key, rebind);
}

/** Rebinds as the issuing agent, with the old key's consent. */
function rebindAgreed(stage: Stage, rebind: Rebind, proof = consentFor(stage, rebind)) {
  return stage.rights.connect(stage.roles.agentMember).rebind(rebind.rightId, addressOf(rebind.to ?? next), proof);
}

/** By an admin of the organizer, who needs no consent for a right without a person. */
function rebindRuled(stage: Stage, rightId: bigint, to: HolderKey | string = next) {
  return stage.rights.connect(stage.roles.organizer).rebind(rightId, addressOf(to), "0x");
}

describe("rebind", () => {
  describe("an untagged right, by the issuing agent with the old key's consent", () => {
    for (const kind of KEY_KINDS) {
      it(`rebinds it to another key if a ${kind} key consents`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const key = holderKey(kind, "rebinds");
        const rightId = (await grant(stage, grantees([bob, key, bob]))) + 1n;
        const sent = rebindAgreed(stage, { rightId, key });
        expect(await logsOf(stage.rights, sent)).to.deep.equal([
          ["RightRebound", stage.eventId, stage.roles.agentMember.address, rightId, next.address, 1n],
        ]);
        const { holder, status, reboundAt, rebinds, named } = await rightOf(stage, rightId);
        expect([holder, status, rebinds, named]).to.deep.equal([next.address, STATUS.rebound, 1n, false]);
        expect(reboundAt).to.equal(await networkHelpers.time.latest());
        expect((await rightOf(stage, rightId - 1n)).holder).to.equal(bob.address);
        expect((await rightOf(stage, rightId + 1n)).status).to.equal(STATUS.granted);
      });
    }

    it("reverts without a consent for exactly this rebind", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann, ann]));
      const good = consentFor(stage, { rightId });
      const bad = [
        "0x",
        good.slice(0, 2 + 14),
        good.slice(0, 2 + 16),
        good.slice(0, -2),
        `${good}00`,
        consentFor(stage, { rightId, key: bob }),
        consentFor(stage, { rightId, key: next }),
        consentFor(stage, { rightId: rightId + 1n }),
        consentFor(stage, { rightId, to: bob }),
        consentFor(stage, { rightId, rebinds: 1 }),
        `0xffffffffffffffff${good.slice(18)}`,
        signRebind({ ...stage.domains.statements, chainId: 1 }, ann, {
          rightId,
          newHolder: next.address,
          expiresAt: stage.schedule.doorsOpenAt,
        }),
      ];
      for (const [i, proof] of bad.entries()) {
        await expect(rebindAgreed(stage, { rightId }, proof), `consent ${i}`)
          .to.be.revertedWithCustomError(stage.rights, "RightConsentInvalid")
          .withArgs(rightId, ann.address);
      }
      await rebindAgreed(stage, { rightId }, good);
    });

    it("accepts a consent until it expires, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann, ann]));
      const expiresAt = (await now(stage)) + 100;
      await networkHelpers.time.setNextBlockTimestamp(expiresAt - 1);
      await rebindAgreed(stage, { rightId, expiresAt });
      await networkHelpers.time.setNextBlockTimestamp(expiresAt);
      await expect(rebindAgreed(stage, { rightId: rightId + 1n, expiresAt }))
        .to.be.revertedWithCustomError(stage.rights, "RightConsentInvalid")
        .withArgs(rightId + 1n, ann.address);
    });

    it("accepts a consent for one rebind: after a rebind there and back it is invalid", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann]));
      const old = consentFor(stage, { rightId });
      await rebindAgreed(stage, { rightId }, old);
      await rebindAgreed(stage, { rightId, key: next, to: ann, rebinds: 1 });
      await expect(rebindAgreed(stage, { rightId }, old))
        .to.be.revertedWithCustomError(stage.rights, "RightConsentInvalid")
        .withArgs(rightId, ann.address);
    });
  });

  describe("there and back", () => {
    it("invalidates every statement of the earlier holding: Return, Rebind, EntryProof", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId, domains, schedule } = stage;
      const rightId = await grant(stage, grantees([ann]));
      const oldReturn = signReturn(domains.statements, ann, { rightId, expiresAt: schedule.doorsOpenAt });
      await rebindRuled(stage, rightId, bob);
      await networkHelpers.time.increase(HOUR);
      await rebindRuled(stage, rightId, ann);
      const { reboundAt, holder, rebinds } = await rightOf(stage, rightId);
      expect([holder, rebinds]).to.deep.equal([ann.address, 2n]);

      expect(await logsOf(rights, rights.returnRights([oldReturn]))).to.deep.equal([
        ["ReturnRefused", eventId, rightId, REFUSAL.signedBeforeRebind],
      ]);
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      // With a challenge, so that its age alone does not refuse it.
      const scan = { key: ann, rightId, challenge: "0x00000000000000c1", scannedAt: schedule.doorsOpenAt };
      expect(await logsOf(rights, sendAdmit(stage, [{ ...scan, issuedAt: reboundAt - 1n }]))).to.deep.equal([
        ["AdmissionRefused", eventId, roles.gate.address, rightId, REFUSAL.signedBeforeRebind],
      ]);
      await sendAdmit(stage, [{ ...scan, issuedAt: reboundAt }]);
      expect(await statusesOf(stage, rightId, 1)).to.deep.equal([STATUS.admitted]);
    });

    it("invalidates the key in between", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId, schedule } = stage;
      const rightId = await grant(stage, grantees([ann]));
      await rebindRuled(stage, rightId, bob);
      await rebindRuled(stage, rightId, ann);
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      expect(
        await logsOf(rights, sendAdmit(stage, [{ key: bob, rightId, issuedAt: schedule.doorsOpenAt }])),
      ).to.deep.equal([["AdmissionRefused", eventId, roles.gate.address, rightId, REFUSAL.badSignature]]);
    });
  });

  describe("an untagged right, by an admin of the organizer alone", () => {
    it("needs no consent, and ignores one", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann]));
      await rebindRuled(stage, rightId, next);
      await stage.rights.connect(stage.roles.organizer).rebind(rightId, bob.address, "0x1234");
      const { holder, rebinds } = await rightOf(stage, rightId);
      expect([holder, rebinds]).to.deep.equal([bob.address, 2n]);
    });

    it("works if the agent was dismissed or its team is inactive, so that every right can be rebound", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { agents, events, roles, eventId, agentId, rights } = stage;
      const rightId = await grant(stage, grantees([ann]));
      await agents.connect(roles.agent).setActive(agentId, false);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await expect(rebindAgreed(stage, { rightId }))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(rightId, roles.agentMember);
      await rebindRuled(stage, rightId);
    });
  });

  describe("an untagged right, by a member of the organizer", () => {
    it("needs the old key's consent, as it does by an agent", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const rightId = await grant(stage, grantees([ann]));
      const asMember = rights.connect(roles.organizerMember);
      await expect(asMember.rebind(rightId, next.address, "0x"))
        .to.be.revertedWithCustomError(rights, "RightConsentInvalid")
        .withArgs(rightId, ann.address);
      const sent = asMember.rebind(rightId, next.address, consentFor(stage, { rightId }));
      expect(await logsOf(rights, sent)).to.deep.equal([
        ["RightRebound", eventId, roles.organizerMember.address, rightId, next.address, 1n],
      ]);
    });
  });

  describe("a tagged right, with evidence for it", () => {
    async function taggedFixture() {
      const stage = await openStage(ethers);
      const rightId = await grantTagged(stage, [ann, bob], ["ann", "bob"], { minLive: 2 });
      return { stage, rightId };
    }

    const evidence = (stage: Stage, rightId: bigint, change: Partial<EvidenceFields> = {}) =>
      evidenceFor(stage, { person: "ann", holder: next, rightId, ...change });

    for (const by of ["agent", "agentMember", "organizer", "organizerMember"] as const) {
      it(`rebinds it to another key of the same person, by ${by}`, async () => {
        const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
        const { rights, roles, eventId } = stage;
        const proof = await evidence(stage, rightId);
        const sent = rights.connect(roles[by]).rebind(rightId, next.address, proof);
        expect(await logsOf(rights, sent)).to.deep.equal([
          ["RightRebound", eventId, roles[by].address, rightId, next.address, 1n],
        ]);
        const { holder, named } = await rightOf(stage, rightId);
        expect([holder, named]).to.deep.equal([next.address, true]);
        expect(await rights.rightsOfPerson(eventId, tagOf("ann"))).to.deep.equal([rightId, 0n, 0n]);
      });
    }

    it("reverts for evidence of another person, right, key, agent or scope, or without evidence", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      const { rights, roles } = stage;
      const bad = [
        await evidence(stage, rightId, { person: "bob" }),
        await evidence(stage, rightId, { person: "nobody yet" }),
        await evidence(stage, rightId + 1n),
        await evidence(stage, 0n),
        await evidence(stage, rightId, { holder: bob }),
        await evidence(stage, rightId, { agentId: 99n }),
        await evidence(stage, rightId, { scopeEvent: 99n }),
        "0x",
        consentFor(stage, { rightId }),
      ];
      for (const by of [roles.agent, roles.organizer]) {
        for (const [i, proof] of bad.entries()) {
          await expect(rights.connect(by).rebind(rightId, next.address, proof), `evidence ${i}`)
            .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
            .withArgs(rightId);
        }
      }
    });

    it("reverts for evidence that is not newer than the last rebind", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      const { rights, roles } = stage;
      const asAgent = rights.connect(roles.agent);
      await asAgent.rebind(rightId, next.address, await evidence(stage, rightId));
      const reboundAt = Number((await rightOf(stage, rightId)).reboundAt);
      for (const issuedAt of [reboundAt - 1, reboundAt]) {
        const old = await evidence(stage, rightId, { holder: ann, issuedAt });
        await expect(asAgent.rebind(rightId, ann.address, old))
          .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
          .withArgs(rightId);
      }
      const fresh = await evidence(stage, rightId, { holder: ann, issuedAt: reboundAt + 1 });
      await asAgent.rebind(rightId, ann.address, fresh);
      expect((await rightOf(stage, rightId)).holder).to.equal(ann.address);
    });

    it("reverts for evidence dated ahead of the chain's clock, to the second", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      const { rights, roles } = stage;
      const asAgent = rights.connect(roles.agent);
      const issuedAt = (await now(stage)) + HOUR;
      const ahead = await evidence(stage, rightId, { issuedAt });
      await networkHelpers.time.setNextBlockTimestamp(issuedAt - 1);
      await expect(asAgent.rebind(rightId, next.address, ahead))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(rightId);
      await networkHelpers.time.setNextBlockTimestamp(issuedAt);
      await asAgent.rebind(rightId, next.address, ahead);
      expect((await rightOf(stage, rightId)).holder).to.equal(next.address);
    });

    it("takes evidence once: it cannot rebind the right there again", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      const { rights, roles } = stage;
      const asAgent = rights.connect(roles.agent);
      const old = await evidence(stage, rightId);
      await asAgent.rebind(rightId, next.address, old);
      const issuedAt = Number((await rightOf(stage, rightId)).reboundAt) + 1;
      await asAgent.rebind(rightId, ann.address, await evidence(stage, rightId, { holder: ann, issuedAt }));
      await expect(asAgent.rebind(rightId, next.address, old))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(rightId);
    });

    it("reverts once the attester is no longer trusted", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      const { rights, roles, verifier, eventId } = stage;
      const proof = await evidence(stage, rightId);
      await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, false);
      await expect(rights.connect(roles.agent).rebind(rightId, next.address, proof))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(rightId);
    });

    it("reverts for the holder's consent instead of evidence", async () => {
      const { stage, rightId } = await networkHelpers.loadFixture(taggedFixture);
      await expect(rebindAgreed(stage, { rightId }))
        .to.be.revertedWithCustomError(stage.rights, "RightEvidenceInvalid")
        .withArgs(rightId);
    });
  });

  describe("when it may not be", () => {
    it("reverts for rights that do not exist", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann]));
      for (const rightId of [0n, first + 2n, first + 2047n, packRightId(stage.eventId, 1, 0), packRightId(99, 0, 0)]) {
        await expect(rebindRuled(stage, rightId))
          .to.be.revertedWithCustomError(stage.rights, "RightNonexistent")
          .withArgs(rightId);
      }
    });

    it("reverts for rights that are not live", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      await grant(stage, grantees([bob], 4), { classId: CLASS.seated });
      const refused = await grant(stage, grantees([ann, bob], 4), { classId: CLASS.seated });
      const revoked = await grant(stage, grantees([ann]));
      await rights.connect(roles.agent).revoke([revoked], tagOf(""));
      for (const rightId of [refused, revoked]) {
        await expect(rebindRuled(stage, rightId))
          .to.be.revertedWithCustomError(rights, "RightNotLive")
          .withArgs(rightId, STATUS.void);
      }
    });

    it("works until rebindUntil, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rebindUntil } = stage.schedule;
      const first = await grant(stage, grantees([ann, ann]));
      await networkHelpers.time.setNextBlockTimestamp(rebindUntil - 1);
      await rebindRuled(stage, first);
      await networkHelpers.time.setNextBlockTimestamp(rebindUntil);
      await expect(rebindRuled(stage, first + 1n))
        .to.be.revertedWithCustomError(stage.rights, "RightWindowClosed")
        .withArgs(first + 1n, rebindUntil);
    });

    it("reverts for holder 0 and for the present holder", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann]));
      for (const to of [ZeroAddress, ann.address]) {
        await expect(rebindRuled(stage, rightId, to))
          .to.be.revertedWithCustomError(stage.rights, "RightHolderInvalid")
          .withArgs(rightId, to);
      }
      await rebindRuled(stage, rightId, next);
      await expect(rebindRuled(stage, rightId, next))
        .to.be.revertedWithCustomError(stage.rights, "RightHolderInvalid")
        .withArgs(rightId, next.address);
    });

    it("reverts for callers that are neither issuing agent nor organizer", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId } = stage;
      const other = await registerTeam(agents, roles.subAgent);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, other, 9);
      const rightId = await grant(stage, grantees([ann]));
      const proof = consentFor(stage, { rightId });
      for (const by of [roles.subAgent, roles.stranger, roles.gate, roles.desk, roles.attester]) {
        await expect(rights.connect(by).rebind(rightId, next.address, proof))
          .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
          .withArgs(rightId, by);
      }
    });

    it(`reverts after ${MAX_REBINDS} rebinds`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann]));
      const holders = addresses(MAX_REBINDS + 1);
      for (const [i, holder] of holders.slice(0, MAX_REBINDS).entries()) {
        expect(await logsOf(stage.rights, rebindRuled(stage, rightId, holder))).to.deep.equal([
          ["RightRebound", stage.eventId, stage.roles.organizer.address, rightId, holder, BigInt(i + 1)],
        ]);
      }
      await expect(rebindRuled(stage, rightId, holders.at(-1)))
        .to.be.revertedWithCustomError(stage.rights, "RightRebindsExhausted")
        .withArgs(rightId, MAX_REBINDS);
    });

    it("reverts at once if the event allows no rebind", async () => {
      const stage = await openStage(ethers, { policy: { maxRebinds: 0 } });
      const rightId = await grant(stage, grantees([ann]));
      await expect(rebindRuled(stage, rightId))
        .to.be.revertedWithCustomError(stage.rights, "RightRebindsExhausted")
        .withArgs(rightId, 0);
    });
  });

  for (const [count, index] of [
    [1, 0],
    [4, 3],
    [16, 15],
    [17, 16],
    [129, 127],
    [129, 128],
  ] as const) {
    it(`rebinds only right ${index} of ${count}`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const holders = addresses(count);
      const first = await grant(stage, grantees(holders));
      await rebindRuled(stage, first + BigInt(index));
      const { rebound, holdings } = await stage.rights.batchOf(stage.eventId, 0);
      expect(rebound).to.deep.equal([first + BigInt(index)]);
      const reboundAt = BigInt(await now(stage));
      expect(holdings).to.deep.equal([(BigInt(next.address) << 96n) | (reboundAt << 56n) | (1n << 48n)]);
      const statuses = await statusesOf(stage, first, count);
      expect(statuses).to.deep.equal(statuses.map((_, i) => (i === index ? STATUS.rebound : STATUS.granted)));
    });
  }
});
