import type { KnownContractName } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { abiOf, type CallFacts, factsOf } from "./functions.ts";
import type { PolicyFacts } from "./PolicyFacts.ts";
import type { Allowance, Rules, Sponsor } from "./Sponsor.ts";
import { contractNamed, type SuiteAddresses } from "./SuiteAddresses.ts";

/** The part of a configuration that the policy reads: the suite, and the sponsors. */
export type PolicyConfig = {
  readonly chain: { readonly contracts: SuiteAddresses };
  readonly sponsors: readonly Sponsor[];
};

/** The part of a call that the policy reads. */
export type SponsoredCall = { readonly to: Address; readonly data: Hex };

/** Why no sponsor pays for a call: a code of the problem table. */
export type PolicyRefusal =
  | "KEY_MISSING"
  | "KEY_UNKNOWN"
  | "SPONSOR_UNKNOWN"
  | "TARGET_NOT_SPONSORED"
  | "FUNCTION_NOT_SPONSORED"
  | "ARGUMENTS_NOT_SPONSORED"
  | "GAS_TOO_HIGH";

export type Verdict = { readonly sponsor: Sponsor; readonly maxGas: number } | { readonly refusal: PolicyRefusal };

/** A call that names more batches or events than this is refused without asking the chain. */
const MOST_QUESTIONS = 256;

/**
 * Functions that gates call, and acts of entrants of a draw by key, whom nobody else can act for. The sponsor of their
 * event's organizer may pay for them without a key.
 */
const KEYLESS: { readonly [contract in KnownContractName]?: readonly string[] } = {
  EntryRightRegistry: ["admit", "admitByHand"],
  Ballot: ["appeal", "accept"],
};

/**
 * The sponsor that pays for a call. A call that no allowance covers is refused.
 *
 * @param keyHash Hash of the API key that came with the call, if one came.
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
  const isKeyless = contract && KEYLESS[contract]?.some((name) => name === functionNamed(contract, call.data));
  if (!isKeyless) return { refusal: "KEY_MISSING" };
  const [eventId] = factsOf(contract, call.data)?.events ?? [];
  const sponsor = await sponsorOfEvent(config, facts, eventId);
  return sponsor === undefined ? { refusal: "KEY_MISSING" } : judgeUnder(config, sponsor, facts, call);
}

/**
 * Whether a sponsor pays for a call. Asked again before the call is sent, because the configuration may have changed.
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
  const named = contract && factsOf(contract, data);
  let maxGas = 0;
  for (const allowance of candidates) {
    if (await covers(allowance, named, facts)) maxGas = Math.max(maxGas, allowance.maxGas);
  }
  return maxGas === 0 ? { refusal: "ARGUMENTS_NOT_SPONSORED" } : { sponsor, maxGas };
}

/** The sponsor that pays for calls without a key at an event: the one that lists the event's organizer. */
export async function sponsorOfEvent(
  config: Pick<PolicyConfig, "sponsors">,
  facts: PolicyFacts,
  eventId: number | undefined,
): Promise<Sponsor | undefined> {
  const organizer = eventId === undefined ? undefined : await facts.organizerOf(eventId);
  return config.sponsors.find(({ organizers }) => organizers.some((one) => one === organizer));
}

/** Four bytes, or all of shorter data, which matches only the empty call. */
function selectorOf(data: Hex): Hex {
  return data.slice(0, 10).toLowerCase() as Hex;
}

function functionNamed(contract: KnownContractName, data: Hex): string | undefined {
  return abiOf(contract).getFunction(selectorOf(data))?.name;
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
  // All rights of a batch have the same agent, so the first right of each batch is enough.
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

/** A call that names nothing is not allowed. */
function isWithin(named: readonly (number | undefined)[], allowed: readonly number[]): boolean {
  return named.length > 0 && named.every((id) => allowed.some((one) => one === id));
}
