import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { act, register } from "../../test/helpers/acts.ts";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { checkSeller } from "./checkSeller.ts";
import { SITE_AGENTS_PATH, type SiteAgent } from "./SiteAgents.ts";

/** A web site on this machine with answers that a test can change. */
type Site = { readonly url: string; answer: RequestListener; readonly asked: string[]; close(): Promise<void> };

async function openSite(): Promise<Site> {
  const server: Server = createServer((request, response) => {
    site.asked.push(request.url ?? "");
    site.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (_, response) => response.writeHead(404).end(),
    asked: [],
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => void server.close(() => done()));
    },
  };
  return site;
}

const saying =
  (text: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(text);

describe("checkSeller", () => {
  let chain: TestChain;
  let shop: Site;
  let other: Site;
  let show: Show;
  let reader: Connection;
  let goBack: () => Promise<void>;
  const naming = (...agents: Partial<SiteAgent>[]) => {
    const { chainId, rightsRegistry } = reader;
    return saying(
      JSON.stringify({ agents: agents.map((agent) => ({ chainId, rightsRegistry, agentId: show.agentId, ...agent })) }),
    );
  };
  const check = (url = shop.url) => checkSeller(reader, { eventId: show.eventId, url });
  const expectReason = async (reason: string, url?: string) =>
    expect(await check(url)).to.deep.equal({ status: "not-designated", reason });

  before(async () => {
    chain = await startTestChain();
    [shop, other] = [await openSite(), await openSite()];
    show = await openShow(chain, {
      classes: { standing: { supply: 100_000 }, balcony: { supply: 100_000 } },
      agentUri: `${shop.url}/tickets?from=chain`,
    });
    reader = await chain.connect();
  });
  beforeEach(async () => {
    goBack = await chain.snapshot();
    shop.answer = naming({});
    other.answer = naming({});
    shop.asked.length = 0;
  });
  afterEach(() => goBack());
  after(async () => {
    await chain.close();
    for (const site of [shop, other]) await site.close();
  });

  it("names the agents and the organizer, class by class", async () => {
    const { agentId, organizerId } = show;
    const agent = { id: agentId, name: "Tickets & Co", uri: `${shop.url}/tickets?from=chain` };
    expect(await check(`${shop.url}/some/page#top`)).to.deep.equal({
      status: "designated",
      agent,
      organizer: { id: organizerId, name: "Harbour Hall", uri: "https://hall.example" },
      classes: [
        { className: "standing", agents: [agent] },
        { className: "balcony", agents: [agent] },
      ],
    });
    expect(shop.asked).to.deep.equal([SITE_AGENTS_PATH]);
  });

  it("lists the agents from the seller up to the organizer", async () => {
    const { agent, eventId, agentId } = show;
    const small = await register(agent, "AgentRegistry", other.url);
    await act(agent, "EventRegistry", "delegate", [eventId, 2, agentId, small, 10]);
    other.answer = naming({ agentId: small });
    const told = await check(other.url);
    if (told.status !== "designated") throw new Error(told.status);
    expect(told.classes.map(({ className, agents }) => [className, agents.map(({ id }) => id)])).to.deep.equal([
      ["balcony", [small, agentId]],
    ]);
  });

  it("gives the time at which the agent, or one above it, was dismissed", async () => {
    const { agent, organizer, eventId, agentId } = show;
    const small = await register(agent, "AgentRegistry", other.url);
    await act(agent, "EventRegistry", "delegate", [eventId, 1, agentId, small, 10]);
    other.answer = naming({ agentId: small });
    const dismiss = async (classId: number) => {
      await act(organizer, "EventRegistry", "dismissAgent", [eventId, classId, agentId]);
      return chain.clock.now();
    };
    const first = await dismiss(1);
    expect(await check(other.url)).to.deep.include({ status: "dismissed", since: first });
    expect((await check()).status).to.equal("designated"); // still for the balcony
    await chain.clock.travelTo(first + 500);
    const second = await dismiss(2);
    expect(await check()).to.deep.include({ status: "dismissed", since: second });
    await chain.clock.travelTo(second + 500);
    await act(organizer, "EventRegistry", "designateAgent", [eventId, 1, agentId, 5]);
    expect((await check()).status).to.equal("designated");
    await chain.clock.travelTo(second + 900);
    const third = await dismiss(1);
    expect(await check()).to.deep.include({ status: "dismissed", since: third });
  });

  it("rejects a site whose agent does not name it", async () => {
    await expectReason("agent-names-other-site", other.url);
    // Another port, and another name of the same machine, are other sites.
    await expectReason("agent-names-other-site", other.url.replace("127.0.0.1", "localhost"));
  });

  it("rejects an agent whose site does not name it", async () => {
    for (const answer of [
      naming(),
      naming({ chainId: 1 }),
      naming({ rightsRegistry: `0x${"12".repeat(20)}` }),
      saying("not json"),
      saying('{"agents":{}}'),
      saying(`{"agents":[{"chainId":"31337","rightsRegistry":"${reader.rightsRegistry}","agentId":1}]}`),
      ((_, response) => response.writeHead(404).end("nothing here")) as RequestListener,
    ]) {
      shop.answer = answer;
      await expectReason("site-names-no-agent");
    }
  });

  it("reports an agent that is unknown, never designated, or inactive", async () => {
    const { agent, agentId } = show;
    shop.answer = naming({ agentId: agentId + 100 });
    await expectReason("agent-unknown");
    const idle = await register(agent, "AgentRegistry", other.url);
    other.answer = naming({ agentId: idle });
    await expectReason("never-designated", other.url);
    await act(agent, "AgentRegistry", "setActive", [agentId, false]);
    shop.answer = naming({});
    await expectReason("agent-inactive");
  });

  it("uses the best of several agents that a site names", async () => {
    const { agentId } = show;
    shop.answer = naming({ agentId: agentId + 100 }, { chainId: 1 }, {}, {});
    expect((await check()).status).to.equal("designated");
    shop.answer = naming(...Array.from({ length: 16 }, (_, i) => ({ agentId: agentId + 100 + i })), {});
    await expectReason("agent-unknown"); // the seventeenth is not read
  });

  it("follows redirects within the site only", async () => {
    const file = naming({});
    shop.answer = (request, response) => {
      if (request.url !== SITE_AGENTS_PATH) file(request, response);
      else response.writeHead(302, { location: "/agents.json" }).end();
    };
    expect((await check()).status).to.equal("designated");
    shop.answer = (_, response) => response.writeHead(302, { location: `${other.url}/agents.json` }).end();
    other.asked.length = 0;
    await expectReason("site-unreachable");
    expect(other.asked).to.deep.equal([]);
    shop.answer = (_, response) => response.writeHead(302, { location: "/again" }).end();
    shop.asked.length = 0;
    await expectReason("site-unreachable");
    expect(shop.asked.length).to.equal(4);
  });

  it("stops reading an endless answer, and rejects an error answer", async () => {
    shop.answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(" ".repeat(16_384)));
      };
      response.on("drain", more);
      more();
    };
    await expectReason("site-unreachable");
    shop.answer = (_, response) => response.writeHead(500).end('{"agents":[]}');
    await expectReason("site-unreachable");
    shop.answer = (_, response) => response.destroy();
    await expectReason("site-unreachable");
  });

  it("stops waiting at its timeout, for an answer or for the rest of one", async () => {
    const { eventId } = show;
    for (const answer of [() => undefined, ((_, response) => response.writeHead(200).write("{")) as RequestListener]) {
      shop.answer = answer;
      const told = await checkSeller(reader, { eventId, url: shop.url, timeout: 100 });
      expect(told).to.deep.equal({ status: "not-designated", reason: "site-unreachable" });
    }
  });

  it("needs https, except on this machine", async () => {
    await expectReason("not-https", "http://shop.example");
    await expectReason("not-https", "ftp://shop.example");
    const asked: string[] = [];
    const fetch = async (url: string) => {
      asked.push(url);
      return new Response("{}", { status: 200 });
    };
    await checkSeller(reader, { eventId: show.eventId, url: "https://shop.example:8443/a?b", fetch });
    expect(asked).to.deep.equal([`https://shop.example:8443${SITE_AGENTS_PATH}`]);
  });

  it("refuses a malformed address, and an unknown event", async () => {
    for (const url of ["shop", "", "data:text/plain,x"]) {
      expect((await check(url).catch((error) => error)).code, url).to.equal("VALUE_INVALID");
    }
    const unknown = await checkSeller(reader, { eventId: 99, url: shop.url }).catch((error) => error);
    expect(unknown.code).to.equal("EVENT_UNKNOWN");
  });
});
