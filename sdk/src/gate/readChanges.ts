import { toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { readLogs } from "../chain/readLogs.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import { type RightId, unpackRightId } from "../core/RightId.ts";
import type { ManifestAdmission } from "../verdicts/Manifest.ts";
import { ADMISSIONS, admissionIn } from "./readAdmissions.ts";

/** What the logs of some blocks changed in an event, as far as a manifest has it. */
export type Changes = {
  /** Numbers of the batches that are new, or of which a right was returned, revoked, rebound or named. */
  readonly batches: ReadonlySet<number>;
  /** Rights that were admitted, by the number of their batch and their index in it. */
  readonly admitted: ReadonlyMap<number, ReadonlySet<number>>;
  /** When and where, by serial. */
  readonly admissions: { readonly [serial: number]: ManifestAdmission };
  /** Whether doors moved, or the event was cancelled. */
  readonly terms: boolean;
};

/** Logs that name a right whose batch has to be read again: by `rightId`, and a grant by its `first`. */
const TOUCHING = ["RightsGranted", "RightReturned", "RightRevoked", "RightRebound", "RightNamed"] as const;

/** Logs of EventRegistry after which an event has other times. */
const TERMS = ["EventRescheduled", "EventCancelled"] as const;

/** Undefined if nothing changed. */
export async function readChanges(
  { provider, rightsRegistry, deployment }: Connection,
  { eventId, fromBlock, toBlock }: readChanges.Parameters,
): Promise<Changes | undefined> {
  const { EntryRightRegistry: rights, EventRegistry: events } = interfaces;
  const topics = [
    ...[...TOUCHING, ...ADMISSIONS].map((name) => rights.getEvent(name).topicHash),
    ...TERMS.map((name) => events.getEvent(name).topicHash),
  ];
  const address = [rightsRegistry, deployment.contracts.EventRegistry.address];
  const filter = { address, topics: [topics, toBeHex(eventId, 32)] };
  const batches = new Set<number>();
  const admitted = new Map<number, Set<number>>();
  const admissions: Record<number, ManifestAdmission> = {};
  let terms = false;
  let isChanged = false;
  for await (const log of readLogs(provider, filter, fromBlock, toBlock)) {
    isChanged = true;
    if (!sameAddress(log.address as Address, rightsRegistry)) {
      terms = true;
      continue;
    }
    const parsed = rights.parseLog(log);
    if (parsed === null) continue;
    if (isTouching(parsed.name)) {
      batches.add(unpackRightId(parsed.args.first ?? parsed.args.rightId).batch);
      continue;
    }
    const { rights: admittedNow, ...admission } = admissionIn(parsed);
    for (const rightId of admittedNow) {
      const { batch, index } = unpackRightId(rightId);
      admitted.set(batch, (admitted.get(batch) ?? new Set()).add(index));
      admissions[serialOf(rightId)] = admission;
    }
  }
  return isChanged ? { batches, admitted, admissions, terms } : undefined;
}

export declare namespace readChanges {
  type Parameters = { readonly eventId: number; readonly fromBlock: number; readonly toBlock: number };
}

function isTouching(name: string): boolean {
  return TOUCHING.some((one) => one === name);
}

function serialOf(rightId: RightId): number {
  return Number(rightId & 0xffffffffn);
}
