import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { Wallet } from "ethers";
import { act, grant, strangerAt } from "../../../test/helpers/acts.ts";
import { expectSameIndex } from "../../../test/helpers/expectSameIndex.ts";
import { attestPerson } from "../../attester/attestPerson.ts";
import { identityScope } from "../../attester/IdentityScope.ts";
import { setAttester } from "../../attester/setAttester.ts";
import type { Connection } from "../../chain/Connection.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { conductOf } from "../conductOf.ts";
import { followSuite, type SuiteFollower } from "../followSuite.ts";
import { indexedRight } from "../indexedRight.ts";
import { classIn, eventIn } from "../lookUp.ts";
import { rightsOf } from "../rightsOf.ts";

const NO_REASON = `0x${"00".repeat(32)}`;
const tagOf = (digit: string): Hex => `0x${digit.repeat(64)}`;

describe("an index of rights", () => {
  let chain: TestChain;
  let reader: Connection;
  let index: SuiteFollower;
  before(async () => {
    chain = await startTestChain();
    reader = await chain.connect();
  });
  beforeEach(async () => {
    index = await followSuite(reader);
  });
  after(() => chain.close());

  async function expectSame(): Promise<void> {
    await index.catchUp();
    await expectSameIndex(reader, index.state);
  }

  it("counts freed places of a class without seats, and has no seats of it", async () => {
    const show = await openShow(chain);
    const { organizer, agent, agentId, eventId } = show;
    const right = await grant(show, [1, 2, 3, 4].map(strangerAt));
    await act(agent, "EntryRightRegistry", "revoke", [[right, right + 1n, right + 2n], NO_REASON]);
    // A right that is void already is not freed again.
    await act(agent, "EntryRightRegistry", "revoke", [[right, right + 9n], NO_REASON]);
    await act(organizer, "EntryRightRegistry", "reopen", [eventId, 1, 2]);
    await expectSame();
    const { granted, freed, freedSeats } = classIn(eventIn(index.state, eventId), 1);
    expect([granted, freed, freedSeats.size]).to.deep.equal([1, 1, 0]);
    expect(conductOf(index.state, { agentId })).to.include({ granted: 4, revoked: 3, returned: 0, refused: 0 });
  });

  it("counts a rebind for each new key, and a name once", async () => {
    const attester = new Wallet(Wallet.createRandom().privateKey);
    const show = await openShow(chain, {
      classes: { standing: { supply: 100 }, staff: { supply: 100, reserved: true, named: true } },
      policy: { identityVerifier: "attester", maxPerPerson: 2 },
    });
    const { organizer, agent, agentId, eventId } = show;
    await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
    const scope = await identityScope(organizer, { eventId });
    const holders = [strangerAt(11), strangerAt(11)];
    const own = await grant(show, holders, { classId: 2 });
    const other = own + 1n;
    const name = async (rightId: bigint, holder: Address, personTag: Hex) => {
      const issuedAt = await chain.clock.now();
      const evidence = await attestPerson({ scope, personTag, holder, agentId, rightId, issuedAt }, attester);
      await act(agent, "EntryRightRegistry", "nameRight", [rightId, holder, evidence]);
      await expectSame();
    };
    const counts = () => {
      const { named, rebound } = conductOf(index.state, { agentId });
      return [named, rebound];
    };
    await name(own, strangerAt(11), tagOf("1"));
    expect(counts()).to.deep.equal([1, 0]);
    await name(other, strangerAt(12), tagOf("2"));
    expect(counts()).to.deep.equal([2, 1]);
    const told = (rightId: bigint) => {
      const { named, rebinds, status, reboundAt } = indexedRight(index.state, { rightId }) ?? {};
      return { named, rebinds, status, isMoved: (reboundAt ?? 0) > 0 };
    };
    expect(told(own)).to.deep.equal({ named: true, rebinds: 0, status: "rebound", isMoved: true });
    expect(told(other)).to.deep.equal({ named: true, rebinds: 1, status: "rebound", isMoved: true });
    const held = [11, 12].map((n) => rightsOf(index.state, { holder: strangerAt(n) }).map(({ rightId }) => rightId));
    expect(held).to.deep.equal([[own], [other]]);
    const places = [...(index.state.persons.get(eventId) ?? [])];
    expect(places).to.deep.equal([
      [tagOf("1"), [own, 0n, 0n]],
      [tagOf("2"), [other, 0n, 0n]],
    ]);
  });

  it("gives a person's place to the next right once the first is void, and not before", async () => {
    const attester = new Wallet(Wallet.createRandom().privateKey);
    const show = await openShow(chain, {
      classes: { standing: { supply: 100, named: true } },
      policy: { identityVerifier: "attester", maxPerPerson: 3 },
    });
    const { organizer, agent, agentId, eventId } = show;
    await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
    const scope = await identityScope(organizer, { eventId });
    const grantOne = async () => {
      const [holder, issuedAt] = [strangerAt(1), await chain.clock.now()];
      const evidence = await attestPerson({ scope, personTag: tagOf("3"), holder, agentId, issuedAt }, attester);
      return grant(show, [holder], { evidence: [evidence] });
    };
    const rights = [await grantOne(), await grantOne(), await grantOne()];
    await expectSame();
    const places = () => index.state.persons.get(eventId)?.get(tagOf("3"));
    expect(places()).to.deep.equal(rights);
    await act(agent, "EntryRightRegistry", "revoke", [[rights[1]], NO_REASON]);
    const next = await grantOne();
    await expectSame();
    expect(places()).to.deep.equal([rights[0], next, rights[2]]);
  });
});
