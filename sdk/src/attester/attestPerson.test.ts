import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { AbiCoder, Wallet } from "ethers";
import { act, grant, strangerAt } from "../../test/helpers/acts.ts";
import { contractAt } from "../abi/contracts.ts";
import type { Hex } from "../core/Hex.ts";
import { refusalName } from "../rights/refusals.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { attestPerson } from "./attestPerson.ts";
import { deployVerifier } from "./deployVerifier.ts";
import { newEventKey } from "./eventKey.ts";
import { type IdentityScope, identityScope, scopeHash } from "./IdentityScope.ts";
import { isAttester } from "./isAttester.ts";
import { personTag } from "./personTag.ts";
import { setAttester } from "./setAttester.ts";

const EVIDENCE = ["bytes32", "uint64", "uint64", "bytes"];
const CLASSES = {
  standing: { supply: 100_000, named: true },
  staff: { supply: 100_000, named: true, reserved: true },
};

for (const via of ["direct", "relay"] as const) {
  describe(`attesters, ${via}`, () => {
    const attester = new Wallet(Wallet.createRandom().privateKey);
    const eventKey = newEventKey();
    let chain: TestChain;
    let show: Show;
    let scope: IdentityScope;
    let issuedAt: number;
    const tagOf = (person: number) =>
      personTag({ scope, document: { type: "passport", country: "JPN", number: `TK${person}` } }, eventKey);
    before(async () => {
      chain = await startTestChain();
      show = await openShow(chain, {
        transport: via,
        classes: CLASSES,
        policy: { identityVerifier: "attester", maxPerPerson: 2 },
      });
      scope = await identityScope(show.agent, { eventId: show.eventId });
      await setAttester(show.organizer, {
        scopeEventId: show.eventId,
        attester: attester.address as Hex,
        trusted: true,
      });
      issuedAt = await chain.clock.now();
    });
    after(() => chain.close());

    it("compute the same scope as the verifier", async () => {
      expect(scope).to.deep.equal({
        ...show.event,
        verifier: chain.deployment.contracts.AttesterIdentityVerifier.address,
      });
      expect(await show.agent.contracts.verifier.scopeOf(show.eventId)).to.equal(scopeHash(scope));
    });

    it("make attestations for a grant that the chain accepts, with one tag per person and no third right", async () => {
      const holders = [1, 2, 3, 4].map(strangerAt);
      const evidence = await Promise.all(
        holders.map((holder, i) =>
          attestPerson({ scope, personTag: tagOf(i === 3 ? 9 : 1), holder, agentId: show.agentId, issuedAt }, attester),
        ),
      );
      const first = await grant(show, holders, { evidence });
      const { rights } = show.agent.contracts;
      const statuses = await Promise.all(holders.map(async (_, i) => (await rights.rightOf(first + BigInt(i))).status));
      expect(statuses).to.deep.equal([0n, 0n, 3n, 0n]);
      expect([...(await rights.rightsOfPerson(show.eventId, tagOf(1)))]).to.deep.equal([first, first + 1n, 0n]);
    });

    it("make attestations for one holder, agent, right, scope and time only", async () => {
      const { agentId, eventId, agent } = show;
      const good = { scope, personTag: tagOf(2), holder: strangerAt(5), agentId, issuedAt };
      const { verifier } = agent.contracts;
      const believes = async (evidence: Hex, rightId = 0n) =>
        (await verifier.personTag(eventId, rightId, strangerAt(5), agentId, evidence)).tag === good.personTag;
      expect(await believes(await attestPerson(good, attester))).to.equal(true);
      expect(await believes(await attestPerson({ ...good, rightId: 17n }, attester), 17n)).to.equal(true);
      expect(await believes(await attestPerson({ ...good, issuedAt: issuedAt + 200 }, attester))).to.equal(true);
      for (const change of [
        { holder: strangerAt(6) },
        { agentId: agentId + 1 },
        { rightId: 17n },
        { scope: { ...scope, eventId: eventId + 1 } },
        { scope: { ...scope, chainId: 1 } },
        { scope: { ...scope, verifier: strangerAt(1) } },
        { issuedAt: issuedAt + 900 },
        { expiresAt: issuedAt },
      ]) {
        expect(
          await believes(await attestPerson({ ...good, ...change }, attester)),
          JSON.stringify(Object.keys(change)),
        ).to.equal(false);
      }
      expect(await believes(await attestPerson(good, Wallet.createRandom()))).to.equal(false);
    });

    it("make attestations to name and to rebind one right", async () => {
      const { agent, agentId } = show;
      const right = await grant(show, [strangerAt(20)], { classId: 2 });
      const forName = { scope, personTag: tagOf(5), holder: strangerAt(20), agentId, rightId: right, issuedAt };
      await act(agent, "EntryRightRegistry", "nameRight", [
        right,
        strangerAt(20),
        await attestPerson(forName, attester),
      ]);
      const after = await chain.clock.now();
      await chain.clock.travelTo(after + 5);
      const forRebind = { ...forName, holder: strangerAt(21), issuedAt: after + 1 };
      await act(agent, "EntryRightRegistry", "rebind", [
        right,
        strangerAt(21),
        await attestPerson(forRebind, attester),
      ]);
      const { holder, named } = await agent.contracts.rights.rightOf(right);
      expect([holder.toLowerCase(), named]).to.deep.equal([strangerAt(21), true]);
    });

    it("are set and revoked by admins of the organizer, and refused when they are not trusted", async () => {
      const { eventId, organizer, agent, agentId } = show;
      const of = { scopeEventId: eventId, attester: attester.address as Hex };
      expect(await isAttester(agent, of)).to.equal(true);
      const stranger = await setAttester(agent, { ...of, trusted: false }).catch((error) => error);
      expect([stranger.code, stranger.contractError?.name]).to.deep.equal(["CALL_REVERTED", "TeamAdminOnly"]);
      await setAttester(organizer, { ...of, trusted: false });
      expect(await isAttester(agent, of)).to.equal(false);
      const evidence = await attestPerson(
        { scope, personTag: tagOf(7), holder: strangerAt(9), agentId, issuedAt },
        attester,
      );
      const refused = await refusalOf(grant(show, [strangerAt(9)], { evidence: [evidence] }));
      expect(refused.name).to.equal("NothingLive");
      expect(refusalName(BigInt(String(refused.args?.[0])))).to.equal("EvidenceRefused");
      await setAttester(organizer, { ...of, trusted: true });
    });

    it("refuse invalid fields", async () => {
      const good = { scope, personTag: tagOf(1), holder: strangerAt(1), agentId: 1 };
      for (const bad of [
        { personTag: "0x12" as Hex },
        { holder: "0x1" as Hex },
        { agentId: 2 ** 32 },
        { rightId: 1n << 64n },
        { issuedAt: -1 },
      ]) {
        const error = await attestPerson({ ...good, ...bad }, attester).catch((thrown) => thrown);
        expect(error.code).to.equal("VALUE_INVALID");
      }
    });
  });
}

describe("attestPerson", () => {
  it("expires an hour after its issue by default", async () => {
    const scope: IdentityScope = { chainId: 1, rightsRegistry: strangerAt(1), eventId: 7, verifier: strangerAt(2) };
    const person = { scope, personTag: `0x${"77".repeat(32)}`, holder: strangerAt(3), agentId: 1 } as const;
    const timesOf = async (times: { readonly issuedAt?: number; readonly expiresAt?: number }) => {
      const evidence = await attestPerson({ ...person, ...times }, Wallet.createRandom());
      const [, issuedAt, expiresAt] = AbiCoder.defaultAbiCoder().decode(EVIDENCE, evidence);
      return [Number(issuedAt), Number(expiresAt)];
    };
    expect(await timesOf({ issuedAt: 1_000 })).to.deep.equal([1_000, 1_000 + 3_600]);
    expect(await timesOf({ issuedAt: 1_000, expiresAt: 1_060 })).to.deep.equal([1_000, 1_060]);
    const [issuedAt = 0, expiresAt] = await timesOf({});
    expect(issuedAt).to.be.closeTo(Date.now() / 1000, 60);
    expect(expiresAt).to.equal(issuedAt + 3_600);
  });
});

describe("an own verifier", () => {
  it("is deployed for the suite, and trusts the attesters of its scope", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain);
      const { organizer, event, eventId, agentId } = show;
      const { verifier } = await deployVerifier(organizer);
      const attester = new Wallet(Wallet.createRandom().privateKey);
      const of = { scopeEventId: eventId, attester: attester.address as Hex, verifier };
      await setAttester(organizer, { ...of, trusted: true });
      expect([
        await isAttester(organizer, of),
        await isAttester(organizer, { ...of, verifier: undefined }),
      ]).to.deep.equal([true, false]);
      const code = await chain.provider.getCode(verifier);
      expect(code.length).to.equal(
        (await chain.provider.getCode(chain.deployment.contracts.AttesterIdentityVerifier.address)).length,
      );

      // Evidence for an event that names this verifier counts only there.
      const issuedAt = await chain.clock.now();
      const scope: IdentityScope = { ...event, verifier };
      const evidence = await attestPerson(
        { scope, personTag: `0x${"77".repeat(32)}`, holder: strangerAt(1), agentId, issuedAt },
        attester,
      );
      const suites = chain.deployment.contracts.AttesterIdentityVerifier.address;
      const answers = await Promise.all(
        [verifier, suites].map(async (address) => {
          const contract = contractAt("AttesterIdentityVerifier", address, chain.provider);
          return (await contract.personTag(eventId, 0n, strangerAt(1), agentId, evidence)).tag;
        }),
      );
      expect(answers).to.deep.equal([`0x${"77".repeat(32)}`, `0x${"00".repeat(32)}`]);
    } finally {
      await chain.close();
    }
  });

  it("cannot be deployed without ether", async () => {
    const chain = await startTestChain();
    try {
      const error = await deployVerifier(await chain.connect(chain.emptyKey())).catch((thrown) => thrown);
      expect(error.code).to.equal("FUNDS_MISSING");
    } finally {
      await chain.close();
    }
  });

  it("is required for an identity scope", async () => {
    const chain = await startTestChain();
    try {
      const { agent, eventId } = await openShow(chain);
      const error = await identityScope(agent, { eventId }).catch((thrown) => thrown);
      expect(error.code).to.equal("EVENT_WITHOUT_VERIFIER");
      const unknown = await identityScope(agent, { eventId: 99 }).catch((thrown) => thrown);
      expect(unknown.contractError.name).to.equal("EventNonexistent");
    } finally {
      await chain.close();
    }
  });
});
