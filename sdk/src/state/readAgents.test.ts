import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { join, refusalOf } from "doorkey-test-support/transports";
import { grant, strangerAt } from "../../test/helpers/acts.ts";
import { delegateQuota } from "../agent/delegateQuota.ts";
import { registerAgent } from "../agent/registerAgent.ts";
import type { Connection } from "../chain/Connection.ts";
import { designateAgent } from "../organizer/designateAgent.ts";
import { dismissAgent } from "../organizer/dismissAgent.ts";
import { setTeamActive } from "../teams/setTeamActive.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { type AgentNode, readAgents } from "./readAgents.ts";

describe("readAgents", () => {
  let chain: TestChain;
  let show: Show;
  let below: Connection;
  let belowId: number;
  beforeEach(async () => {
    chain = await startTestChain();
    // One agent for both classes, with their supplies as its quotas.
    show = await openShow(chain, { classes: { standing: { supply: 100_000 }, gala: { supply: 50 } } });
    below = await join(chain, "direct");
    ({ agentId: belowId } = await registerAgent(below, { name: "Below", uri: "https://below.example" }));
  });
  afterEach(() => chain.close());

  const share = (quota: number) =>
    delegateQuota(show.agent, { eventId: show.eventId, className: "gala", from: show.agentId, to: belowId, quota });
  const grantBelow = (count: number) =>
    grant(
      { ...show, agent: below, agentId: belowId },
      Array.from({ length: count }, (_, i) => strangerAt(i)),
      {
        classId: 2,
      },
    );
  const read = async (): Promise<readonly AgentNode[]> => {
    const { classes } = await readAgents(show.organizer, { eventId: show.eventId, className: "gala" });
    expect(classes.map(({ name }) => name)).to.deep.equal(["gala"]);
    return classes[0]?.agents ?? [];
  };
  const numbers = ({ agentId, quota, used, left, status, children }: AgentNode): unknown => [
    agentId,
    quota,
    used,
    left,
    status,
    children.map(numbers),
  ];

  it("lists for each class the agents that may grant, and the used quota", async () => {
    await grant(show, [strangerAt(1), strangerAt(2)]);
    const block = await chain.provider.getBlockNumber();
    const node = {
      agentId: show.agentId,
      name: "Tickets & Co",
      uri: "https://tickets.example",
      active: true,
      children: [],
    };
    expect(await readAgents(show.organizer, { eventId: show.eventId })).to.deep.equal({
      eventId: show.eventId,
      block,
      classes: [
        {
          id: 1,
          name: "standing",
          agents: [{ ...node, status: "designated", quota: 100_000, used: 2, left: 99_998 }],
        },
        { id: 2, name: "gala", agents: [{ ...node, status: "designated", quota: 50, used: 0, left: 50 }] },
      ],
    });
  });

  it("counts a grant against every agent above", async () => {
    await share(30);
    await grantBelow(12);
    await grant(show, [strangerAt(90)], { classId: 2 });
    expect((await read()).map(numbers)).to.deep.equal([
      [show.agentId, 50, 13, 37, "designated", [[belowId, 30, 12, 18, "designated", []]]],
    ]);
  });

  it("leaves no agent more than the agents above have left", async () => {
    await share(45);
    await grant(
      show,
      Array.from({ length: 20 }, (_, i) => strangerAt(100 + i)),
      { classId: 2 },
    );
    expect((await read()).map(numbers)).to.deep.equal([
      [show.agentId, 50, 20, 30, "designated", [[belowId, 45, 0, 30, "designated", []]]],
    ]);
    // The chain agrees: thirty rights are granted, one more is refused.
    await grantBelow(30);
    expect((await refusalOf(grantBelow(1))).name).to.equal("ClassSoldOut");
  });

  it("leaves nothing to a dismissed agent and those below, or if more was used than the quota allows now", async () => {
    await share(30);
    await grantBelow(12);
    await designateAgent(show.organizer, {
      eventId: show.eventId,
      className: "gala",
      agentId: show.agentId,
      quota: 10,
    });
    expect((await read()).map(numbers)).to.deep.equal([
      [show.agentId, 10, 12, 0, "designated", [[belowId, 30, 12, 0, "designated", []]]],
    ]);
    await dismissAgent(show.organizer, { eventId: show.eventId, className: "gala", agentId: show.agentId });
    expect((await read()).map(numbers)).to.deep.equal([
      [show.agentId, 10, 12, 0, "dismissed", [[belowId, 30, 12, 0, "designated", []]]],
    ]);
  });

  it("shows an agent at its new position when the organizer moves it", async () => {
    await share(30);
    const place = { eventId: show.eventId, className: "gala" };
    await designateAgent(show.organizer, { ...place, agentId: belowId, quota: 5 });
    expect((await read()).map(numbers)).to.deep.equal([
      [show.agentId, 50, 0, 50, "designated", []],
      [belowId, 5, 0, 5, "designated", []],
    ]);
  });

  it("leaves nothing to an inactive team, but something to those below", async () => {
    await share(30);
    await setTeamActive(show.agent, { team: { agentId: show.agentId }, active: false });
    const [top] = await read();
    expect(top).to.include({ active: false, left: 0 });
    expect(top?.children[0]).to.include({ active: true, left: 30 });
    await grantBelow(30);
  });

  it("names the classes when it does not know one", async () => {
    const refusal = await refusalOf(readAgents(show.organizer, { eventId: show.eventId, className: "galla" }));
    expect(refusal.code).to.equal("CLASS_UNKNOWN");
  });
});
