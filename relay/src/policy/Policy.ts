import type { ContractName } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { abiOf, type CallFacts, factsOf } from "./functions.ts";
import type { PolicyFacts } from "./PolicyFacts.ts";
import type { Allowance, Rules, Sponsor } from "./Sponsor.ts";
import { contractNamed, type SuiteAddresses } from "./SuiteAddresses.ts";

/** What of a configuration the policy asks: which suite is served, and who pays. */
export type PolicyConfig = {
  readonly chain: { readonly contracts: SuiteAddresses };
  readonly sponsors: readonly Sponsor[];
};

/** A call as a policy sees it. */
export type SponsoredCall = { readonly to: Address; readonly data: Hex };

/** Why nobody pays for a call: a code of the problem table. */
export type PolicyRefusal =
  | "KEY_MISSING"
  | "KEY_UNKNOWN"
  | "SPONSOR_UNKNOWN"
  | "TARGET_NOT_SPONSORED"
  | "FUNCTION_NOT_SPONSORED"
  | "ARGUMENTS_NOT_SPONSORED"
  | "GAS_TOO_HIGH";

export type Verdict = { readonly sponsor: Sponsor; readonly maxGas: number } | { readonly refusal: PolicyRefusal };

/** A call that names more batches or events than this is not worth asking the chain about. */
const MOST_QUESTIONS = 256;

/** Functions that gates call: their event's organizer may pay for them without a key. */
const KEYLESS: readonly string[] = ["admit", "admitByHand"];

/**
 * Who pays for a call, if anybody does. What no allowance covers is refused.
 *
 * @param keyHash Of the API key that came with the call, if one came.
 * @example
 * const verdict = await judgeCall(config, facts, { to, data }, keyHash);
 * if ("refusal" in verdict) throw new ProblemError(verdict.refusal);
 */
export async function judgeCall(
  config: PolicyConfig,
  facts: PolicyFacts,
  call: SponsoredCall,
  keyHash: string | undefined,
): Promise<Verdict> {
  const contract = contractNamed(config.chain.contracts, call.to);
  if (keyHash !== undefined) {
    const sponsor = config.sponsors.find(({ keyHashes }) => keyHashes.includes(keyHash));
    return sponsor === undefined ? { refusal: "KEY_UNKNOWN" } : judgeUnder(config, sponsor, facts, call);
  }
  const named = contract === "EntryRightRegistry" ? functionNamed(contract, call.data) : undefined;
  if (named === undefined || !KEYLESS.includes(named)) return { refusal: "KEY_MISSING" };
  const [eventId] = factsOf("EntryRightRegistry", call.data)?.events ?? [];
  const sponsor = await sponsorOfEvent(config, facts, eventId);
  return sponsor === undefined ? { refusal: "KEY_MISSING" } : judgeUnder(config, sponsor, facts, call);
}

/**
 * Whether a sponsor pays for a call: also asked again before it is sent, by then perhaps under another configuration.
 *
 * @example
 * const verdict = await judgeUnder(config, sponsor, facts, { to, data });
 */
export async function judgeUnder(
  { chain }: Pick<PolicyConfig, "chain">,
  sponsor: Sponsor,
  facts: PolicyFacts,
  { to, data }: SponsoredCall,
): Promise<Verdict> {
  const onTarget = sponsor.allowances.filter((allowance) => allowance.to.toLowerCase() === to.toLowerCase());
  if (onTarget.length === 0) return { refusal: "TARGET_NOT_SPONSORED" };
  const selector = selectorOf(data);
  const candidates = onTarget.filter((allowance) => allowance.selector === selector);
  if (candidates.length === 0) return { refusal: "FUNCTION_NOT_SPONSORED" };

  const contract = contractNamed(chain.contracts, to);
  const named = contract && selector !== "0x" ? factsOf(contract, data) : undefined;
  let maxGas = 0;
  for (const allowance of candidates) {
    if (await covers(allowance, named, facts)) maxGas = Math.max(maxGas, allowance.maxGas);
  }
  return maxGas === 0 ? { refusal: "ARGUMENTS_NOT_SPONSORED" } : { sponsor, maxGas };
}

/** Who pays what happens at an event without a key: the sponsor that its organizer is listed with. */
export async function sponsorOfEvent(
  config: Pick<PolicyConfig, "sponsors">,
  facts: PolicyFacts,
  eventId: number | undefined,
): Promise<Sponsor | undefined> {
  const organizer = eventId === undefined ? undefined : await facts.organizerOf(eventId);
  if (organizer === undefined) return undefined;
  return config.sponsors.find(({ organizers }) => organizers.includes(organizer));
}

/** Four bytes, or all there is when there are fewer: those match nothing but the empty call. */
function selectorOf(data: Hex): Hex {
  return data.slice(0, 10).toLowerCase() as Hex;
}

function functionNamed(contract: ContractName, data: Hex): string | undefined {
  return data.length < 10 ? undefined : abiOf(contract).getFunction(selectorOf(data))?.name;
}

/** Every list of the rules must hold for everything that the call names, and the call must name something. */
async function covers({ only }: Allowance, named: CallFacts | undefined, facts: PolicyFacts): Promise<boolean> {
  if (only.organizers === undefined && only.agents === undefined && only.events === undefined) return true;
  if (named === undefined) return false;
  if (only.events && !isWithin(named.events, only.events)) return false;
  return (await coversAgents(only, named, facts)) && (await coversOrganizers(only, named, facts));
}

async function coversAgents({ agents }: Rules, named: CallFacts, facts: PolicyFacts): Promise<boolean> {
  if (agents === undefined) return true;
  if (named.agents.length > 0) return isWithin(named.agents, agents);
  // All rights of a batch have one agent, and a batch has a first right.
  const batches = [...new Set(named.rights.map((right) => (right >> 11n) << 11n))];
  if (batches.length > MOST_QUESTIONS) return false;
  return isWithin(await Promise.all(batches.map((first) => facts.agentOf(first))), agents);
}

async function coversOrganizers({ organizers }: Rules, named: CallFacts, facts: PolicyFacts): Promise<boolean> {
  if (organizers === undefined) return true;
  if (named.events.length > MOST_QUESTIONS) return false;
  const owners = await Promise.all(named.events.map((event) => facts.organizerOf(event)));
  return isWithin([...named.organizers, ...owners], organizers);
}

/** Nothing named is nothing allowed. */
function isWithin(named: readonly (number | undefined)[], allowed: readonly number[]): boolean {
  return named.length > 0 && named.every((id) => id !== undefined && allowed.includes(id));
}
