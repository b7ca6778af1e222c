import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { LOCAL_HOSTS } from "../core/addressFault.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameAddress } from "../core/Hex.ts";
import { publishedEvent } from "../state/publishedEvent.ts";
import { teamAt } from "../state/readTeam.ts";
import { designationsOf } from "./designationsOf.ts";
import { type Fetch, fetchBounded } from "./fetchBounded.ts";
import { type NamedTeam, PROBLEMS, type SellerProblem, type SellerVerdict } from "./SellerVerdict.ts";
import { parseSiteAgents, SITE_AGENTS_PATH } from "./SiteAgents.ts";

/** Default of the longest wait for the site, in milliseconds. */
const TIMEOUT = 10_000;
/** Most agents of one site in one suite; further ones are ignored. */
const MAX_AGENTS = 16;

/**
 * Whether a site may sell for an event: the site and an agent must name each other, and the agent and all agents above
 * it must be designated. The verdict is about now; it says nothing about a single ticket.
 *
 * The site is unknown and may be hostile: this function requests one small file, over https (or on this machine), and
 * follows no redirect to another site. On a server, pass a `fetch` that cannot reach your own network.
 *
 * @param parameters.url Any address of the site.
 * @throws VALUE_INVALID if `url` is malformed; EVENT_UNKNOWN, CHAIN_UNREACHABLE.
 * @example
 * import { checkSeller, type Connection } from "doorkey";
 *
 * async function sentence(connection: Connection, url: string) {
 *   const seller = await checkSeller(connection, { eventId: 7, url });
 *   if (seller.status === "designated") return `${seller.agent.name} sells for ${seller.organizer.name}.`;
 *   return "Do not buy here.";
 * }
 */
export async function checkSeller(connection: Connection, parameters: checkSeller.Parameters): Promise<SellerVerdict> {
  const {
    eventId,
    url,
    fetch = globalThis.fetch,
    timeout = TIMEOUT,
  } = checked(connection, parameters, ["eventId", "url"]);
  const site = siteOf(url);
  await publishedEvent(connection, eventId);
  if (site.protocol !== "https:" && !(site.protocol === "http:" && LOCAL_HOSTS.includes(site.hostname))) {
    return not("not-https");
  }
  const page = await fetchBounded(new URL(SITE_AGENTS_PATH, site.origin), fetch, timeout);
  if (page === "unreachable") return not("site-unreachable");
  const named = page === "missing" ? [] : (parseSiteAgents(page.text)?.agents ?? []);
  const ids = named
    .filter(
      ({ chainId, rightsRegistry }) =>
        chainId === connection.chainId && sameAddress(rightsRegistry, connection.rightsRegistry),
    )
    .map(({ agentId }) => agentId);
  if (ids.length === 0) return not("site-names-no-agent");

  const { number: block } = await latestBlock(connection);
  const verdicts: SellerVerdict[] = [];
  for (const agentId of new Set(ids.slice(0, MAX_AGENTS))) {
    verdicts.push(await checkAgent(connection, { eventId, agentId, origin: site.origin, block }));
  }
  return verdicts.reduce((best, one) => (rankOf(one) > rankOf(best) ? one : best));
}

export declare namespace checkSeller {
  type Parameters = {
    readonly eventId: number;
    readonly url: string;
    readonly fetch?: Fetch | undefined;
    /** Longest wait for the site, in milliseconds. Defaults to 10,000. */
    readonly timeout?: number | undefined;
  };
}

type Asked = { readonly eventId: number; readonly agentId: number; readonly origin: string; readonly block: number };

async function checkAgent(connection: Connection, { eventId, agentId, origin, block }: Asked): Promise<SellerVerdict> {
  const { agents, events } = connection.contracts;
  const at = { blockTag: block };
  if (agentId > Number(await askChain(() => agents.teamCount(at)))) return not("agent-unknown");
  const { active, ...team } = await teamAt(connection, { agentId }, block);
  const agent = named(team);
  if (originOf(agent.uri) !== origin) return not("agent-names-other-site");

  const classes = await designationsOf(connection, eventId, agentId, block);
  if (classes.length === 0) return not("never-designated");
  const designated = classes.flatMap((one) => (one.status === "designated" ? [one] : []));
  if (designated.length === 0) {
    const since = Math.max(...classes.map((one) => (one.status === "dismissed" ? one.since : 0)));
    return { status: "dismissed", agent, since };
  }
  if (!active) return not("agent-inactive");

  const organizerId = Number((await askChain(() => events.eventOf(eventId, at))).organizerId);
  const organizer = named(await teamAt(connection, { organizerId }, block));
  const above = async (id: number) => named(await teamAt(connection, { agentId: id }, block));
  return {
    status: "designated",
    agent,
    organizer,
    classes: await Promise.all(
      designated.map(async (one) => ({ className: one.className, agents: await Promise.all(one.agents.map(above)) })),
    ),
  };
}

function named({ id, name, uri }: NamedTeam): NamedTeam {
  return { id, name, uri };
}

function not(reason: SellerProblem): SellerVerdict {
  return { status: "not-designated", reason };
}

/** If a site names several agents, the verdict on the best one counts. */
function rankOf(one: SellerVerdict): number {
  if (one.status === "designated") return PROBLEMS.length + 1;
  return one.status === "dismissed" ? PROBLEMS.length : PROBLEMS.indexOf(one.reason);
}

function siteOf(url: string): URL {
  const site = URL.canParse(url) ? new URL(url) : undefined;
  if (site !== undefined && site.host !== "") return site;
  throw new DoorkeyError("VALUE_INVALID", { details: ["url must be the address of a site."] });
}

function originOf(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).origin : undefined;
}
