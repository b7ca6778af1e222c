import type { Address } from "../core/Hex.ts";
import { fields, hexOf, list, type Shape, whole } from "../core/shape.ts";

/**
 * What a seller's site says of itself at `/.well-known/doorkey.json`: which agents it sells as. Other keys are let be.
 *
 *   { "agents": [{ "chainId": 1, "rightsRegistry": "0x5FbDB2315678afecb367f032d93F642f64180aa3", "agentId": 3 }] }
 *
 * The agent must say the same of the site: the `uri` of its team, in AgentRegistry, has the site's origin. So neither can
 * be claimed without the other: a fake site can name a real agent, but the agent does not name the fake site.
 */
export type SiteAgents = { readonly agents: readonly SiteAgent[] };

/** One agent that a site says it sells as. */
export type SiteAgent = {
  readonly chainId: number;
  /** Address of EntryRightRegistry: it names the suite. */
  readonly rightsRegistry: Address;
  readonly agentId: number;
};

/** Where a site keeps it. */
export const SITE_AGENTS_PATH = "/.well-known/doorkey.json";

const SITE_AGENTS: Shape<SiteAgents> = fields({
  agents: list(fields({ chainId: whole(1), rightsRegistry: hexOf(20), agentId: whole(1, 2 ** 32 - 1) })),
});

/** What a site answered, if it is what it must be. */
export function parseSiteAgents(text: string): SiteAgents | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return SITE_AGENTS(value, "", []) ? value : undefined;
  } catch {
    return undefined;
  }
}
