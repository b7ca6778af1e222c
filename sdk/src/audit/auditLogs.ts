import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { IndexLog } from "../eventIndex/IndexLog.ts";
import type { AuditLog } from "./Audit.ts";

/** The log with what it says; undefined for a log that no contract of this version writes. */
export function decodedLog(log: IndexLog): AuditLog | undefined {
  try {
    const parsed = interfaces[log.contract].parseLog(log);
    return parsed === null ? undefined : { ...log, name: parsed.name, args: parsed.args };
  } catch {
    return undefined;
  }
}

/**
 * The logs with one of these names that are about an event, its rights or, for attesters, its scope, in the order of the
 * chain. Logs of teams, beacon and forwarder are about no event: all of them.
 */
export function* logsAbout(
  logs: readonly IndexLog[],
  { eventId, scope }: { readonly eventId: number; readonly scope: number },
  contract: ContractName,
  names: readonly string[],
): Generator<AuditLog, void, void> {
  const topics = new Map(names.map((name) => [topicOf(contract, name), name]));
  for (const log of logs) {
    const name = log.contract === contract ? topics.get(log.topics[0] ?? "") : undefined;
    if (name === undefined) continue;
    const subject = subjectOf(log, name);
    if (subject !== undefined && subject !== (contract === "AttesterIdentityVerifier" ? scope : eventId)) continue;
    const decoded = decodedLog(log);
    if (decoded !== undefined) yield decoded;
  }
}

function topicOf(contract: ContractName, name: string): string | undefined {
  return interfaces[contract].getEvent(name as never)?.topicHash;
}

const BY_RIGHT: readonly string[] = ["PersonsTagged", "GrantRefused"];

/** The event that a log is about, which its first topic has; undefined if it is about none. */
function subjectOf({ contract, topics }: IndexLog, name: string): number | undefined {
  const isOfNoEvent = name.startsWith("Team") || contract === "DrandBeacon" || contract === "GasRelayForwarder";
  const [, first] = topics;
  if (isOfNoEvent || first === undefined) return undefined;
  return Number(BY_RIGHT.includes(name) ? BigInt(first) >> 32n : BigInt(first));
}
