import type { KnownContractName } from "doorkey/abi";
import { checksummed, type Hex, isHex } from "doorkey/buyer";
import { FunctionFragment } from "ethers";
import type { Static } from "typebox";
import Value from "typebox/value";
import { abiOf, namedBy } from "../policy/functions.ts";
import type { Allowance as Allowed, Rules, Sponsor } from "../policy/Sponsor.ts";
import { contractNamed, type SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { parseAmount } from "./amount.ts";
import { type Report, reportRepeated } from "./mistakes.ts";
import { Allowance, type ConfigFile } from "./schema.ts";

/** How a configuration names the request that only uses up its nonce. */
const CANCEL = "cancel";

/**
 * Sponsors with names resolved to addresses and selectors. An allowance that cannot be resolved is reported and left
 * out.
 */
export function resolveSponsors(file: ConfigFile, contracts: SuiteAddresses, report: Report): Sponsor[] {
  reportRepeated(file.sponsors, (i) => `/sponsors/${i}/id`, report);
  const keyOwners = new Map<string, string>();
  const organizerOwners = new Map<number, string>();

  return file.sponsors.map((sponsor, i) => {
    const path = `/sponsors/${i}`;
    const perDay = parseAmount(sponsor.budget.perDay);
    const perMonth = parseAmount(sponsor.budget.perMonth);
    if (perDay > perMonth) report(`${path}/budget/perDay`, "must not be above budget/perMonth");
    for (const [j, key] of sponsor.keys.entries()) {
      claim(keyOwners, key, sponsor.id, (owner) => report(`${path}/keys/${j}`, `is already a key of ${owner}`));
    }
    for (const [j, organizer] of sponsor.organizers.entries()) {
      claim(organizerOwners, organizer, sponsor.id, (owner) =>
        report(`${path}/organizers/${j}`, `organizer ${organizer} is already paid for by ${owner}`),
      );
    }
    if (sponsor.keys.length + sponsor.organizers.length === 0) {
      report(path, "has neither keys nor organizers, so no caller could use it");
    }
    return {
      id: sponsor.id,
      keyHashes: sponsor.keys,
      organizers: sponsor.organizers,
      allowances: sponsor.allow.flatMap((allowance, j) =>
        resolveAllowance(allowance, `${path}/allow/${j}`, file.requests.maxGas, contracts, report),
      ),
      budget: { perDay, perMonth, keylessPercent: sponsor.budget.keylessPercent },
    };
  });
}

function claim<key>(owners: Map<key, string>, key: key, id: string, taken: (owner: string) => void): void {
  const owner = owners.get(key);
  if (owner !== undefined) taken(owner);
  owners.set(key, id);
}

/**
 * Reports mistakes in allowances even if the file's shape is wrong elsewhere, so that an operator sees all mistakes at
 * once.
 */
export function reportAllowances(sponsors: unknown, maxGas: number, contracts: SuiteAddresses, report: Report): void {
  if (!Array.isArray(sponsors)) return;
  for (const [i, sponsor] of sponsors.entries()) {
    const allow: unknown = typeof sponsor === "object" && sponsor !== null ? Reflect.get(sponsor, "allow") : undefined;
    for (const [j, allowance] of (Array.isArray(allow) ? allow : []).entries()) {
      if (!Value.Check(Allowance, allowance)) continue;
      resolveAllowance(allowance, `/sponsors/${i}/allow/${j}`, maxGas, contracts, report);
    }
  }
}

function resolveAllowance(
  { to: name, functions, maxGas = Number.POSITIVE_INFINITY, only = {} }: Static<typeof Allowance>,
  path: string,
  mostGas: number,
  contracts: SuiteAddresses,
  report: Report,
): Allowed[] {
  const target = resolveTarget(name, contracts);
  if (target === undefined) {
    report(`${path}/to`, `must be an address or one of ${Object.keys(contracts).join(", ")}`);
    return [];
  }
  const { to, contract } = target;
  return functions.flatMap((text, i) => {
    const selector = contract === "GasRelayForwarder" ? cancelIn(text) : selectorIn(text, contract);
    const mistake = typeof selector === "string" ? ruleMistake(selector, contract, only) : selector.mistake;
    if (mistake !== undefined) report(`${path}/functions/${i}`, mistake);
    if (typeof selector !== "string" || mistake !== undefined) return [];
    return [{ to, selector, maxGas: Math.min(maxGas, mostGas), only }];
  });
}

function resolveTarget(name: string, contracts: SuiteAddresses) {
  if (isHex(name, 20)) return { to: checksummed(name), contract: contractNamed(contracts, name) };
  const address = Object.hasOwn(contracts, name) ? contracts[name as KnownContractName] : undefined;
  return address === undefined ? undefined : { to: checksummed(address), contract: name as KnownContractName };
}

/** The forwarder takes only requests that use up their nonce, because it never calls itself. */
function cancelIn(text: string): Hex | { mistake: string } {
  return text === CANCEL ? "0x" : { mistake: `the forwarder takes only ${CANCEL}` };
}

function selectorIn(text: string, contract: KnownContractName | undefined): Hex | { mistake: string } {
  const selector = isHex(text, 4) ? (text.toLowerCase() as Hex) : selectorOf(text, contract);
  if (selector === undefined) {
    return {
      mistake: contract ? `${contract} has no such function` : "must be 4 bytes or as in transfer(address,uint256)",
    };
  }
  if (contract === undefined) return selector;

  const fragment = abiOf(contract).getFunction(selector);
  if (fragment === null) return { mistake: `${contract} has no such function` };
  if (fragment.constant) return { mistake: `${fragment.name} changes nothing, so there is nothing to sponsor` };
  return selector;
}

/** The selector of a function's signature. For the suite's contracts, the name is enough. */
function selectorOf(text: string, contract: KnownContractName | undefined): Hex | undefined {
  try {
    if (contract !== undefined) return abiOf(contract).getFunction(text)?.selector as Hex | undefined;
    return /^\w+\(.*\)$/.test(text) ? (FunctionFragment.from(`function ${text}`).selector as Hex) : undefined;
  } catch {
    return undefined; // not a signature, or a name that two functions have
  }
}

/** A rule that can never hold would silently refuse every call. */
function ruleMistake(selector: Hex, contract: KnownContractName | undefined, only: Rules): string | undefined {
  const fragment = contract && abiOf(contract).getFunction(selector);
  const named = (contract && fragment && namedBy[contract][fragment.name]) ?? {};
  const [event, agent] = [named.events ?? named.rights, named.agents ?? named.rights];
  const unruled =
    (only.organizers && !(event ?? named.organizers) && "organizer") ||
    (only.events && !event && "event") ||
    (only.agents && !agent && "agent");
  return unruled ? `names no ${unruled}, so move it to an entry without that rule` : undefined;
}
