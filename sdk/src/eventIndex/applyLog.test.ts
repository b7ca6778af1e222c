import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { Wallet } from "ethers";
import { act, grant, register, strangerAt } from "../../test/helpers/acts.ts";
import { expectSameIndex } from "../../test/helpers/expectSameIndex.ts";
import { attestPerson } from "../attester/attestPerson.ts";
import { identityScope } from "../attester/IdentityScope.ts";
import { setAttester } from "../attester/setAttester.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { applyLog } from "./applyLog.ts";
import { followSuite, type SuiteFollower } from "./followSuite.ts";
import type { IndexLog } from "./IndexLog.ts";
import { emptyIndex } from "./IndexState.ts";
import { eventIn } from "./lookUp.ts";

const NO_REASON = `0x${"00".repeat(32)}`;
const IDENTITY = { identityVerifier: "attester", maxPerPerson: 2 };
const PERSON: Hex = `0x${"77".repeat(32)}`;

/** Cases that a random walk rarely reaches; test/replay.test.ts covers the others. */
describe("applyLog", () => {
  let chain: TestChain;
  let index: SuiteFollower;
  beforeEach(async () => {
    chain = await startTestChain();
    index = await followSuite(await chain.connect());
  });
  afterEach(() => chain.close());

  async function expectSame(): Promise<void> {
    await index.catchUp();
    await expectSameIndex(await chain.connect(), index.state);
  }

  it("frees a person's places when the event of their rights is cancelled", async () => {
    const attester = new Wallet(Wallet.createRandom().privateKey);
    const classes = { standing: { supply: 100_000, named: true } };
    const first = await openShow(chain, { classes, policy: IDENTITY });
    const { organizer, eventId } = first;
    const second = await openShow(chain, { by: first, classes, policy: { ...IDENTITY, scope: eventId } });
    await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
    const scope = await identityScope(organizer, { eventId: second.eventId });
    expect(scope.eventId).to.equal(eventId);
    const issuedAt = await chain.clock.now();
    const grantTwo = async (show: typeof first) => {
      const holders = [strangerAt(1), strangerAt(2)];
      const evidence = await Promise.all(
        holders.map((holder) =>
          attestPerson({ scope, personTag: PERSON, holder, agentId: show.agentId, issuedAt }, attester),
        ),
      );
      return grant(show, holders, { evidence });
    };
    const gone = await grantTwo(second);
    await act(organizer, "EventRegistry", "cancel", [second.eventId]);
    const here = await grantTwo(first);
    await expectSame();
    expect(index.state.persons.get(eventId)?.get(PERSON)).to.deep.equal([here, here + 1n, 0n]);
    expect(gone).to.not.equal(here);
    expect(index.state.events.get(eventId)?.scopeShared).to.equal(true);
  });

  it("keeps the name of a right that is rebound afterwards", async () => {
    const attester = new Wallet(Wallet.createRandom().privateKey);
    const classes = { standing: { supply: 100_000 }, staff: { supply: 100_000, reserved: true, named: true } };
    const show = await openShow(chain, { classes, policy: IDENTITY });
    const { organizer, eventId, agent, agentId } = show;
    await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
    const scope = await identityScope(organizer, { eventId });
    const rightId = await grant(show, [strangerAt(1)], { classId: 2 });
    const evidenceFor = async (holder: Address) => {
      const issuedAt = (await chain.clock.now()) + 2;
      await chain.clock.travelTo(issuedAt);
      return attestPerson({ scope, personTag: PERSON, holder, agentId, rightId, issuedAt }, attester);
    };
    const [old, fresh] = [strangerAt(1), strangerAt(2)];
    await act(agent, "EntryRightRegistry", "nameRight", [rightId, old, await evidenceFor(old)]);
    await act(agent, "EntryRightRegistry", "rebind", [rightId, fresh, await evidenceFor(fresh)]);
    await expectSame();
    const [batch] = eventIn(index.state, eventId).batches;
    expect(batch?.holdings.get(0)).to.include({ holder: fresh, named: true, rebinds: 1 });
  });

  it("frees seats, reopens them, and has them granted again", async () => {
    const show = await openShow(chain, { classes: { seats: { seats: ["{1..8}"] } } });
    const { organizer, agent, eventId } = show;
    const right = await grant(show, [strangerAt(1), strangerAt(2), strangerAt(3)], { seats: [1, 2, 3] });
    await act(agent, "EntryRightRegistry", "revoke", [[right, right + 1n, right + 2n], NO_REASON]);
    await expectSame();
    await act(organizer, "EntryRightRegistry", "reopenSeats", [eventId, 1, [1, 3]]);
    await expectSame();
    await grant(show, [strangerAt(4), strangerAt(5)], { seats: [1, 2] });
    await expectSame();
    const [of] = eventIn(index.state, eventId).classes;
    expect([of?.granted, of?.freed, [...(of?.freedSeats ?? [])]]).to.deep.equal([1, 1, [2]]);
  });

  it("keeps an offer until it is withdrawn or accepted, and ends the gates with the era", async () => {
    const { organizer, agent, eventId } = await openShow(chain, { gates: true });
    const to = await register(agent, "EventRegistry", "https://other.example");
    const offerOf = async () => {
      await index.catchUp();
      return eventIn(index.state, eventId).offer;
    };
    await act(organizer, "EventRegistry", "offerHandOver", [eventId, to]);
    const termsHash = await organizer.contracts.events.termsHashOf(eventId);
    expect(await offerOf()).to.deep.equal({ to, termsHash });
    await act(organizer, "EventRegistry", "offerHandOver", [eventId, 0]);
    expect(await offerOf()).to.equal(undefined);
    await act(organizer, "EventRegistry", "offerHandOver", [eventId, to]);
    await act(agent, "EventRegistry", "acceptHandOver", [eventId, to, termsHash]);
    expect(await offerOf()).to.equal(undefined);
    await expectSame();
    const { gates, era } = eventIn(index.state, eventId);
    expect([gates.size, era]).to.deep.equal([0, 1]);
  });

  it("reports logs that it cannot interpret", async () => {
    await openShow(chain);
    const [first, ...others] = await logsOf(chain);
    const unknown = { ...(first as IndexLog), topics: [`0x${"12".repeat(32)}`] };
    expect(() => applyLog(emptyIndex(), unknown))
      .to.throw()
      .with.property("code", "INDEX_LOG_UNKNOWN");
    const state = emptyIndex();
    expect(() => {
      for (const log of others) applyLog(state, log);
    })
      .to.throw()
      .with.property("code", "INDEX_INCOMPLETE");
  });
});

/** The suite's logs as a store has them, from the event on. */
async function logsOf(chain: TestChain): Promise<readonly IndexLog[]> {
  const pieces: IndexLog[] = [];
  const follower = await followSuite(await chain.connect(), {
    store: {
      load: async () => [],
      append: async ({ logs }) => void pieces.push(...logs.slice(2)),
      replace: async () => undefined,
    },
  });
  await follower.catchUp();
  return pieces;
}
