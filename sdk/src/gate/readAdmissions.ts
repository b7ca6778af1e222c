import { type LogDescription, toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { readLogs } from "../chain/readLogs.ts";
import { unpackEntry } from "../core/Entry.ts";
import { type RightId, rightsFrom } from "../core/RightId.ts";
import type { ManifestAdmission } from "../verdicts/Manifest.ts";

export const ADMISSIONS = ["Admitted", "AdmittedInPart", "AdmittedByHand"] as const;

/** When and where rights of the event were admitted in these blocks, by serial, as the logs say. */
export async function readAdmissions(
  { provider, rightsRegistry }: Connection,
  { eventId, fromBlock, toBlock }: readAdmissions.Parameters,
): Promise<Record<number, ManifestAdmission>> {
  const hashes = ADMISSIONS.map((name) => interfaces.EntryRightRegistry.getEvent(name).topicHash);
  const filter = { address: rightsRegistry, topics: [hashes, toBeHex(eventId, 32)] };
  const admissions: Record<number, ManifestAdmission> = {};
  for await (const log of readLogs(provider, filter, fromBlock, toBlock)) {
    const parsed = interfaces.EntryRightRegistry.parseLog(log);
    if (parsed === null) continue;
    const { rights, ...admission } = admissionIn(parsed);
    for (const rightId of rights) admissions[Number(rightId & 0xffffffffn)] = admission;
  }
  return admissions;
}

export declare namespace readAdmissions {
  type Parameters = { readonly eventId: number; readonly fromBlock: number; readonly toBlock: number };
}

/** What a log of one of ADMISSIONS says. */
export function admissionIn({
  name,
  args,
}: LogDescription): ManifestAdmission & { readonly rights: readonly RightId[] } {
  if (name === "AdmittedByHand") return { rights: [args.rightId], at: Number(args.scannedAt) };
  const { rightId, count, scannedAt: at, lane } = unpackEntry(args.entry);
  const mask = name === "Admitted" ? 0xff : Number(args.admitted);
  return { rights: rightsFrom(rightId, count).filter((_, i) => ((mask >> i) & 1) === 1), at, lane };
}

/** The first block from a time on, or the one after `last` if there is none. Asks for a few dozen blocks at most. */
export async function blockFrom({ provider }: Connection, time: number, last: number): Promise<number> {
  let [low, high] = [0, last + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const block = await askChain(() => provider.getBlock(middle));
    if (block !== null && block.timestamp < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
