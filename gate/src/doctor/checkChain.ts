import { type Connection, readGates } from "doorkey";
import { checkGateClock, type Manifest, sentenceFor } from "doorkey/code";
import { manifestAge } from "doorkey/gate";
import { type Finding, findings } from "doorkey-server";

/** The chain of `npm run node`, whose clock its user moves. */
const LOCAL_CHAIN = 31_337;

/**
 * Whether this machine's clock agrees with the chain's.
 *
 * @param now Seconds since 1970.
 */
export async function checkClock({ chainId, provider }: Connection, now: number): Promise<Finding> {
  const { good, doubtful, bad } = findings("clock");
  if (chainId === LOCAL_CHAIN) return good("A local chain has a clock of its own; the hub follows it.");
  const headAt = (await provider.getBlock("latest"))?.timestamp;
  if (headAt === undefined) return doubtful("The chain's node gives no block, so the clock cannot be compared.");
  const fault = checkGateClock({ now, headAt });
  if (fault === undefined) return good("This machine's clock agrees with the chain's.");
  const sentence = sentenceFor({ status: "refuse", reason: "gate-clock-wrong", ...fault });
  return bad(`${sentence} Set this machine's clock by the network.`);
}

/** A key of the hub, as its keystore names it. */
export type KeyAddress = { readonly scanner: string; readonly desk: string | undefined };

/** Whether the organizer lets the hub's keys admit, and how many more by hand. */
export async function checkKeys(connection: Connection, eventId: number, keys: KeyAddress): Promise<Finding[]> {
  const gates = await readGates(connection, { eventId });
  const kindOf = (address: string) => gates.find(({ gate }) => gate.toLowerCase() === address.toLowerCase());
  const { good, bad } = findings("key");
  const scanner = kindOf(keys.scanner);
  const set = (address: string, more = "") =>
    `The organizer sets it: doorkey gates set ${address} --event ${eventId}${more}`;
  const found =
    scanner === undefined || scanner.kind === "none"
      ? [bad(`The key ${keys.scanner} may not admit at event ${eventId}. ${set(keys.scanner)}`)]
      : [good(`The key ${keys.scanner} may admit at event ${eventId}.`)];
  return keys.desk === undefined ? found : [...found, byHand(keys.desk, kindOf(keys.desk), set)];
}

type GateKind = Awaited<ReturnType<typeof readGates>>[number];

function byHand(desk: string, gate: GateKind | undefined, set: (address: string, more: string) => string): Finding {
  const { good, doubtful, bad } = findings("by hand");
  if (gate?.kind !== "desk") {
    return bad(`The key ${desk} may not admit by hand. ${set(desk, " --kind desk --limit 50")}`);
  }
  const left = gate.byHandLimit - gate.byHand;
  if (left <= 0)
    return doubtful(`All ${gate.byHandLimit} entries by hand are used. The organizer may raise the limit.`);
  return good(`${left} of ${gate.byHandLimit} entries by hand are left.`);
}

/** Whether the list is there, of this event, and young enough. */
export function checkList(manifest: Manifest, source: "chain" | "disk", now: number): Finding {
  const { good, doubtful, bad } = findings("list");
  const rights = manifest.batches.reduce((sum, { statuses }) => sum + statuses.length, 0);
  const minutes = Math.round(manifestAge(manifest, now) / 60);
  if (manifest.cancelled) return bad("The event is cancelled.");
  if (source === "chain") return good(`The chain gives the list: ${rights} rights.`);
  const said = `The chain does not answer. The list on the disk has ${rights} rights and is ${minutes} min old.`;
  if (manifest.takenAt >= manifest.doorsOpenAt)
    return good(`${said} It was taken after doors open, so it is complete.`);
  return now >= manifest.doorsOpenAt
    ? bad(`${said} It is from before doors open, so returned and moved tickets are missing. Connect once.`)
    : doubtful(`${said} Connect again shortly before doors.`);
}
