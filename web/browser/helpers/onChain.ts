/** What the chain says of a venue's entries. */
import { until } from "../../../relay/test/helpers/processes.ts";
import { interfaces } from "../../../sdk/src/abi/contracts.ts";
import { unpackEntry } from "../../../sdk/src/core/Entry.ts";
import type { Venue } from "./openVenue.ts";

/** Events that name their entry, and those that name one right. */
const OF_ENTRIES = ["Admitted", "AdmittedInPart"];
const OF_RIGHTS = ["AdmittedByHand", "AlreadyAdmitted", "Contested", "AdmissionRefused"];

/** Names of the events about a right that deliveries wrote, in their order. */
export async function admissionsOf({ node, show }: Venue, rightId: bigint): Promise<string[]> {
  const logs = await node.provider.getLogs({ address: show.event.rightsRegistry, fromBlock: 0, toBlock: "latest" });
  return logs.flatMap((log) => {
    const parsed = interfaces.EntryRightRegistry.parseLog(log);
    if (parsed === null) return [];
    const { name, args } = parsed;
    if (OF_RIGHTS.includes(name)) return BigInt(args.rightId) === rightId ? [name] : [];
    if (!OF_ENTRIES.includes(name)) return [];
    const { rightId: first, count } = unpackEntry(BigInt(args.entry));
    return rightId >= first && rightId < first + BigInt(count) ? [name] : [];
  });
}

/** Waits until the chain has written these events about a right. */
export async function untilOnChain(venue: Venue, rightId: bigint, names: readonly string[]): Promise<void> {
  let found: string[] = [];
  await until(`the chain has ${names.join(", ")}`, async () => {
    found = await admissionsOf(venue, rightId);
    return found.length >= names.length;
  });
  if (found.join() !== names.join()) throw new Error(`the chain has ${found.join()}, not ${names.join()}`);
}
