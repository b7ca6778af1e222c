import type { Result } from "ethers";
import { type Entry, NO_CHALLENGE, unpackEntry } from "../../../core/Entry.ts";
import type { Address } from "../../../core/Hex.ts";
import { type RightId, rightsFrom } from "../../../core/RightId.ts";
import type { IndexedEvent, IndexState } from "../../../eventIndex/IndexState.ts";
import { refusalName } from "../../../rights/refusals.ts";
import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { rightAt } from "../rightAt.ts";

/** Most seconds between the clocks of holder and gate, if the code answers no challenge. */
const CLOCKS = 600n;

/** Where a log is. The rest of it is not kept, because a night has many. */
export type LogPlace = Pick<AuditLog, "blockNumber" | "transactionHash">;

/** An entry that a gate delivered with a valid proof. */
export type DoorEntry = {
  readonly log: LogPlace;
  readonly status: "admitted" | "already" | "contested";
  readonly gate: Address;
  readonly word: bigint;
  readonly entry: Entry;
  /** Those that it admitted, or that were admitted before. */
  readonly rights: readonly RightId[];
  /** The holder of its first right, in lower case; undefined if no log granted that right. */
  readonly holder: Address | undefined;
};

/** A right that a desk admitted without a proof. */
export type HandAdmission = {
  readonly log: LogPlace;
  readonly gate: Address;
  readonly rightId: RightId;
  /** Seconds. */
  readonly scannedAt: number;
};

/** What happened at the doors, with everything that the contracts forbid there. */
export type Doors = {
  readonly entries: readonly DoorEntry[];
  readonly byHand: readonly HandAdmission[];
  /** How many admissions were refused, by reason. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly gateFaults: readonly Evidence[];
  readonly timeFaults: readonly Evidence[];
  readonly rightFaults: readonly Evidence[];
};

type Found = {
  readonly entries: DoorEntry[];
  readonly byHand: HandAdmission[];
  readonly refusals: Map<string, number>;
  readonly gateFaults: Evidence[];
  readonly timeFaults: Evidence[];
  readonly rightFaults: Evidence[];
};

/** Reads the admissions of an event, and checks each against the gates, times and rights of its moment. */
export function watchDoors(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly doors: Doors;
} {
  const found: Found = {
    entries: [],
    byHand: [],
    refusals: new Map(),
    gateFaults: [],
    timeFaults: [],
    rightFaults: [],
  };
  const see = (log: AuditLog, before: IndexState) => {
    if (log.contract !== "EntryRightRegistry" || Number(log.args.eventId) !== eventId) return;
    const event = before.events.get(eventId);
    if (event !== undefined) readers[log.name]?.(found, { log, before, event });
  };
  return { see, doors: found };
}

type Moment = { readonly log: AuditLog; readonly before: IndexState; readonly event: IndexedEvent };

type Reader = (found: Found, moment: Moment) => void;

const readers: Readonly<Record<string, Reader>> = {
  Admitted: (found, moment) => admit(found, moment, 0xff),
  AdmittedInPart: (found, moment) => admit(found, moment, Number(moment.log.args.admitted)),
  AlreadyAdmitted: again("already"),
  Contested: again("contested"),
  AdmittedByHand: admitByHand,
  AdmissionRefused: ({ refusals }, { log }) => {
    const reason = refusalName(log.args.why);
    refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
  },
};

function admit(found: Found, moment: Moment, mask: number): void {
  const { entry } = readEntry(moment.log.args);
  const rights = rightsFrom(entry.rightId, entry.count).filter((_, i) => (mask >> i) & 1);
  const add = addEntry(found, moment, "admitted", rights);
  for (const rightId of rights) {
    const right = rightAt(moment.before, rightId);
    const fault = (note: string) => found.rightFaults.push(evidenceAt(moment.log, note, { rightId }));
    if (right === undefined) fault("No log granted the right that was admitted.");
    else if (right.status === "void") fault("The right was void when it was admitted.");
    else if (right.status === "admitted") fault("The right was admitted a second time.");
    else if (right.holder !== add.holder) fault("The right was not of the holder who signed the entry.");
    else if (entry.issuedAt < BigInt(right.reboundAt)) fault("The entry was signed before the right was rebound.");
  }
}

function again(status: "already" | "contested"): Reader {
  return (found, moment) => {
    const { rightId } = moment.log.args;
    addEntry(found, moment, status, [rightId]);
    if (rightAt(moment.before, rightId)?.status === "admitted") return;
    found.rightFaults.push(evidenceAt(moment.log, "The right was not admitted before, as the log says.", { rightId }));
  };
}

function addEntry(
  found: Found,
  { log, before, event }: Moment,
  status: DoorEntry["status"],
  rights: readonly RightId[],
): DoorEntry {
  const { entry, word } = readEntry(log.args);
  const gate = log.args.gate as Address;
  const holder = rightAt(before, entry.rightId)?.holder;
  const added: DoorEntry = { log: placeOf(log), status, gate, word, entry, rights, holder };
  found.entries.push(added);
  const about = { rightId: entry.rightId, subject: gate };
  if ((event.gates.get(gate)?.kind ?? "none") === "none") {
    found.gateFaults.push(evidenceAt(log, "The key that admitted was no gate of the event then.", about));
  }
  const clocks = entry.challenge === NO_CHALLENGE && isApart(entry);
  if (clocks) found.timeFaults.push(evidenceAt(log, "The clocks of holder and gate were too far apart.", about));
  checkTimes(found, log, event, entry.scannedAt, entry.rightId);
  return added;
}

function admitByHand(found: Found, { log, before, event }: Moment): void {
  const { rightId, scannedAt } = log.args;
  const gate = log.args.gate as Address;
  found.byHand.push({ log: placeOf(log), gate, rightId, scannedAt: Number(scannedAt) });
  const about = { rightId, subject: gate };
  const desk = event.gates.get(gate);
  if (desk?.kind !== "desk") {
    found.gateFaults.push(evidenceAt(log, "The key that admitted by hand was no desk of the event then.", about));
  } else if ((event.byHand.get(gate) ?? 0) >= desk.byHandLimit) {
    found.gateFaults.push(evidenceAt(log, "The desk admitted more rights by hand than its limit.", about));
  }
  checkTimes(found, log, event, Number(scannedAt), rightId);
  const status = rightAt(before, rightId)?.status;
  if (status === "granted" || status === "rebound") return;
  const note = `The right was ${status ?? "never granted"} when a desk admitted it.`;
  found.rightFaults.push(evidenceAt(log, note, { rightId }));
}

function checkTimes(found: Found, log: AuditLog, event: IndexedEvent, scannedAt: number, rightId: RightId): void {
  const { doorsOpenAt, doorsCloseAt } = event.schedule;
  const fault = (note: string) => found.timeFaults.push(evidenceAt(log, note, { rightId }));
  if (log.timestamp < doorsOpenAt) fault("The gate delivered it before doors opened.");
  else if (scannedAt < doorsOpenAt) fault("It was scanned before doors opened.");
  else if (scannedAt >= doorsCloseAt) fault("It was scanned after doors closed.");
}

function isApart({ scannedAt, issuedAt }: Entry): boolean {
  const ahead = BigInt(scannedAt) - issuedAt;
  return ahead > CLOCKS || ahead < -CLOCKS;
}

function readEntry(args: Result): { readonly word: bigint; readonly entry: Entry } {
  return { word: args.entry, entry: unpackEntry(args.entry) };
}

function placeOf({ blockNumber, transactionHash }: AuditLog): LogPlace {
  return { blockNumber, transactionHash };
}
