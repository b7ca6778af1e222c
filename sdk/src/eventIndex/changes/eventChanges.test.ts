import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { Wallet } from "ethers";
import { act, addressOf, grant, register, strangerAt } from "../../../test/helpers/acts.ts";
import { expectSameIndex } from "../../../test/helpers/expectSameIndex.ts";
import type { Connection } from "../../chain/Connection.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { followSuite, type SuiteFollower } from "../followSuite.ts";
import type { IndexedEvent } from "../IndexState.ts";
import { classIn, eventIn } from "../lookUp.ts";

const DAY = 86_400;

describe("an index of an event's changes", () => {
  let chain: TestChain;
  let reader: Connection;
  let index: SuiteFollower;
  let show: Show;
  before(async () => {
    chain = await startTestChain();
    reader = await chain.connect();
  });
  beforeEach(async () => {
    show = await openShow(chain, {
      classes: {
        standing: { supply: 100 },
        staff: { supply: 50, reserved: true },
        press: { supply: 5, reserved: true },
      },
      schedule: { salesOpenAt: (await chain.clock.now()) + 5 * DAY },
    });
    index = await followSuite(reader);
  });
  after(() => chain.close());

  /** The event after the organizer made these calls; the index is compared with the contracts after each. */
  async function afterCalls(...calls: readonly (readonly [name: string, ...args: unknown[]])[]): Promise<IndexedEvent> {
    for (const [name, ...args] of calls) {
      await act(show.organizer, "EventRegistry", name, [show.eventId, ...args]);
      await index.catchUp();
      await expectSameIndex(reader, index.state);
    }
    return eventIn(index.state, show.eventId);
  }

  it("has its new times, and the doors that were announced", async () => {
    const { doorsOpenAt, doorsCloseAt, salesCloseAt, ...others } = show.terms.schedule;
    const later = [doorsOpenAt + DAY, doorsCloseAt + DAY, salesCloseAt + 3_600] as const;
    const { schedule, announcedDoorsAt } = await afterCalls(["reschedule", ...later]);
    expect(schedule).to.include({ doorsOpenAt: later[0], doorsCloseAt: later[1], salesCloseAt: later[2] });
    expect(schedule.salesOpenAt).to.equal(others.salesOpenAt);
    expect(announcedDoorsAt).to.equal(Number((await reader.contracts.events.eventOf(show.eventId)).announcedDoorsAt));
    // Doors may close at most seven days from now.
    await chain.clock.travelTo(later[0]);
    const { schedule: extended } = await afterCalls(["extendDoors", later[1] + 600]);
    expect(extended).to.deep.equal({ ...schedule, doorsCloseAt: later[1] + 600 });
  });

  it("has its sales paused, resumed, and paused for good when it is cancelled", async () => {
    const told = ({ paused, cancelled }: IndexedEvent) => [paused, cancelled];
    expect(told(await afterCalls(["pauseSales"]))).to.deep.equal([true, false]);
    expect(told(await afterCalls(["resumeSales"]))).to.deep.equal([false, false]);
    expect(told(await afterCalls(["cancel"]))).to.deep.equal([true, true]);
  });

  it("counts places that were ever reserved: those of reserved classes, and what these got while they were reserved", async () => {
    const places = ({ everReservedPlaces, classes }: IndexedEvent) => [
      everReservedPlaces,
      ...classes.map(({ supply }) => supply),
    ];
    await index.catchUp();
    expect(places(eventIn(index.state, show.eventId))).to.deep.equal([55, 100, 50, 5]);
    expect(places(await afterCalls(["raiseSupply", 2, 57]))).to.deep.equal([62, 100, 57, 5]);
    expect(places(await afterCalls(["raiseSupply", 1, 130]))).to.deep.equal([62, 130, 57, 5]);
    const opened = await afterCalls(["openReserved", 2], ["raiseSupply", 2, 60]);
    expect(places(opened)).to.deep.equal([62, 130, 60, 5]);
    expect(opened.classes.map(({ reserved }) => reserved)).to.deep.equal([false, false, true]);
  });

  it("has the sale hook of one class", async () => {
    const { address } = reader.deployment.contracts.AgentRegistry;
    const hooks = (await afterCalls(["setSaleHook", 1, address])).classes.map(({ saleHook }) => saleHook);
    expect(hooks[0]).to.equal(address);
    expect(new Set(hooks.slice(1)).size).to.equal(1);
  });

  it("has its gates, each as it was set last", async () => {
    const [gate, desk] = [strangerAt(1), strangerAt(2)];
    await afterCalls(["setGate", gate, 1, 0], ["setGate", desk, 2, 7], ["setGate", desk, 2, 9]);
    expect([...(await afterCalls(["setGate", gate, 0, 0])).gates.values()]).to.deep.equal([
      { kind: "none", byHandLimit: 0 },
      { kind: "desk", byHandLimit: 9 },
    ]);
  });

  it("counts what agents grant for each agent above them, and since when each may grant", async () => {
    const { agent, agentId, organizer, eventId } = show;
    const [second, third] = [
      await register(agent, "AgentRegistry", "https://second.example"),
      await register(agent, "AgentRegistry", "https://third.example"),
    ];
    const since: number[] = [];
    const at = async (connection: Connection, name: string, args: readonly unknown[]) => {
      await act(connection, "EventRegistry", name, [eventId, 1, ...args]);
      since.push(await chain.clock.now());
      await chain.clock.travelTo((await chain.clock.now()) + 100);
    };
    await at(organizer, "designateAgent", [agentId, 80]);
    await at(agent, "delegate", [agentId, second, 40]);
    await at(agent, "delegate", [second, third, 20]);
    await chain.clock.travelTo(show.terms.schedule.salesOpenAt);
    await grant({ ...show, agentId: third }, [1, 2, 3].map(strangerAt));
    await grant({ ...show, agentId: second }, [4, 5].map(strangerAt));
    await grant(show, [strangerAt(6)]);
    await at(organizer, "dismissAgent", [second]);
    await index.catchUp();
    await expectSameIndex(reader, index.state);
    const { allotments, granted } = classIn(eventIn(index.state, eventId), 1);
    expect(granted).to.equal(6);
    expect([agentId, second, third].map((id) => allotments.get(id))).to.deep.equal([
      { status: "designated", quota: 80, parent: 0, used: 6, since: since[0] },
      { status: "dismissed", quota: 40, parent: agentId, used: 5, since: since[3] },
      { status: "designated", quota: 20, parent: second, used: 3, since: since[2] },
    ]);
    // The organizer takes the agent back on as its own.
    await at(organizer, "designateAgent", [second, 30]);
    await index.catchUp();
    await expectSameIndex(reader, index.state);
    expect(allotments.get(second)).to.deep.equal({
      status: "designated",
      quota: 30,
      parent: 0,
      used: 5,
      since: since[4],
    });
  });

  it("ends gates and attesters when it is handed over, and keeps those of other events", async () => {
    const { organizer, agent, eventId } = show;
    const other = await openShow(chain, { policy: { identityVerifier: "attester", maxPerPerson: 2 } });
    const mine = await openShow(chain, { by: show, policy: { identityVerifier: "attester", maxPerPerson: 2 } });
    const attester = new Wallet(Wallet.createRandom().privateKey).address;
    for (const { organizer, eventId } of [other, mine]) {
      await act(organizer, "AttesterIdentityVerifier", "setAttester", [eventId, attester, true]);
      await act(organizer, "EventRegistry", "setGate", [eventId, strangerAt(1), 1, 0]);
    }
    await index.catchUp();
    const powers = () =>
      [other, mine].map(({ eventId }) => [
        eventIn(index.state, eventId).gates.size,
        index.state.attesters.get(eventId)?.has(attester) ?? false,
      ]);
    expect(powers()).to.deep.equal([
      [1, true],
      [1, true],
    ]);
    const to = await register(agent, "EventRegistry", "https://other.example");
    await act(organizer, "EventRegistry", "offerHandOver", [mine.eventId, to]);
    const termsHash = await organizer.contracts.events.termsHashOf(mine.eventId);
    await act(agent, "EventRegistry", "acceptHandOver", [mine.eventId, to, termsHash]);
    await act(other.organizer, "AttesterIdentityVerifier", "setAttester", [other.eventId, addressOf(agent), true]);
    await act(other.organizer, "AttesterIdentityVerifier", "setAttester", [other.eventId, addressOf(agent), false]);
    await index.catchUp();
    await expectSameIndex(reader, index.state);
    expect(powers()).to.deep.equal([
      [1, true],
      [0, false],
    ]);
    expect([...(index.state.attesters.get(other.eventId) ?? [])]).to.deep.equal([attester]);
    expect(eventIn(index.state, eventId).era).to.equal(0);
    expect(eventIn(index.state, mine.eventId)).to.include({ era: 1, organizerId: to });
  });
});
