import type { Address } from "../core/Hex.ts";
import { fields, hexOf, list, type Shape, whole } from "../core/shape.ts";

/**
 * What a seller's site publishes at `/.well-known/doorkey.json`: the agents that it sells as. Unknown keys are ignored.
 *
 *   { "agents": [{ "chainId": 1, "rightsRegistry": "0x5FbDB2315678afecb367f032d93F642f64180aa3", "agentId": 3 }] }
 *
 * The agent must also name the site: the `uri` of its team, in AgentRegistry, has the site's origin. So a fake site
 * cannot claim an agent: it can name a real agent, but the agent does not name the fake site.
 */
export type SiteAgents = { readonly agents: readonly SiteAgent[] };

/** One agent that a site sells as. */
export type SiteAgent = {
  readonly chainId: number;
  /** Address of EntryRightRegistry, which names the suite. */
  readonly rightsRegistry: Address;
  readonly agentId: number;
};

/** Where a site serves it. */
export const SITE_AGENTS_PATH = "/.well-known/doorkey.json";

export const SITE_AGENT: Shape<SiteAgent> = fields({
  chainId: whole(1),
  rightsRegistry: hexOf(20),
  agentId: whole(1, 2 ** 32 - 1),
});

const SITE_AGENTS: Shape<SiteAgents> = fields({ agents: list(SITE_AGENT) });

/** Parses a site's answer; undefined if it is malformed. */
export function parseSiteAgents(text: string): SiteAgents | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return SITE_AGENTS(value, "", []) ? value : undefined;
  } catch {
    return undefined;
  }
}
