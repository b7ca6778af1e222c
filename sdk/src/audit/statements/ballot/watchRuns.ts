import { bigEndian, toHex } from "../../../core/bytes.ts";
import type { Hex } from "../../../core/Hex.ts";
import { unpackRightId } from "../../../core/RightId.ts";
import { holderInRecord } from "../../../core/records.ts";
import { entrantKey } from "../../../draw/Entrant.ts";
import type { IndexedEvent, IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import type { DrawnRight, DrawRun, DrawStep, PlaceCounts } from "./DrawStep.ts";
import { hasDesignated, isUntrusted } from "./salesThen.ts";
import { perSize } from "./shareOut.ts";

/** Logs that may stop sales or let them continue, or change who may grant. */
const CHANGES: readonly string[] = [
  "SalesPaused",
  "SalesResumed",
  "EventCancelled",
  "AttesterSet",
  "HandedOver",
  "AgentDesignated",
  "AgentDelegated",
  "AgentDismissed",
  "DrawOpened",
  "DrawAttesterChanged",
];

type Watched = DrawRun & { attester: string };

/** Collects the draws of an event from their opening on. `verifier` is the suite's, whose attesters the logs have. */
export function watchRuns(
  eventId: number,
  verifier: string,
): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  /** Notes the last change, with the state after all logs. */
  readonly end: (state: IndexState) => void;
  readonly runs: ReadonlyMap<number, DrawRun>;
} {
  const runs = new Map<number, Watched>();
  /** The log before, whose effects show in the state now. */
  let last: AuditLog | undefined;

  function noteChanges(state: IndexState): void {
    const event = state.events.get(eventId);
    if (event === undefined || last === undefined || !CHANGES.includes(last.name)) return;
    for (const run of runs.values()) {
      const isStopped = event.paused || isUntrusted(state, event, run.attester, verifier) === true;
      const hasAgent = hasDesignated(event.classes[run.classId - 1]);
      const before = run.changes.at(-1);
      if (before?.isStopped !== isStopped || before.hasAgent !== hasAgent) {
        run.changes.push({ at: last.timestamp, isStopped, hasAgent });
      }
    }
  }

  function stepOf(log: AuditLog, before: IndexState, event: IndexedEvent): void {
    const { name, args } = log;
    const run = runs.get(Number(args.classId));
    if (name === "DrawOpened") runs.set(Number(args.classId), openedRun(log, event));
    if (run === undefined) return;
    if (name === "DrawAttesterChanged") run.attester = args.attester;
    const step = ballotSteps[name]?.(log, { before, event, run, verifier });
    if (step !== undefined) run.steps.push(step);
  }

  const see = (log: AuditLog, before: IndexState) => {
    if (runs.size > 0) noteChanges(before);
    last = log;
    const event = before.events.get(eventId);
    if (event === undefined) return;
    if (log.contract === "Ballot" && Number(log.args.eventId) === eventId) stepOf(log, before, event);
    if (log.contract === "EntryRightRegistry" && runs.size > 0) grantReaders[log.name]?.(runs, log, event);
  };
  return { see, end: noteChanges, runs };
}

type Moment = {
  readonly before: IndexState;
  readonly event: IndexedEvent;
  readonly run: Watched;
  readonly verifier: string;
};

const ballotSteps: Readonly<Record<string, (log: AuditLog, moment: Moment) => DrawStep>> = {
  WaveOpened: (log, { event, run }) => {
    const { wave, deadline, places, cutoff } = log.args;
    const numbers = { wave: Number(wave), deadline: Number(deadline), places: Number(places) };
    return {
      kind: "wave",
      log,
      ...numbers,
      cutoff: perSize((size) => Number(cutoff[size - 1])),
      counts: placesIn(event, run.classId),
    };
  },
  OpenSaleStarted: (log, { event, run }) => {
    return { kind: "openSale", log, places: Number(log.args.places), counts: placesIn(event, run.classId) };
  },
  PlaceAccepted: (log) => {
    return { kind: "accept", log, key: keyIn(log), places: Number(log.args.places) };
  },
  PlaceRestored: (log) => ({ kind: "restore", log, key: keyIn(log) }),
  WaveHeld: (log, { before, event, run, verifier }) => {
    const { deadline, keepUntil } = log.args;
    const isClosed = log.timestamp >= event.schedule.salesCloseAt;
    return {
      kind: "hold",
      log,
      deadline: Number(deadline),
      keepUntil: Number(keepUntil),
      doorsOpenAt: event.schedule.doorsOpenAt,
      isStopped: event.paused || isClosed || isUntrusted(before, event, run.attester, verifier),
    };
  },
};

function openedRun(log: AuditLog, event: IndexedEvent): Watched {
  const { classId, terms } = log.args;
  return {
    classId: Number(classId),
    openedAt: log.timestamp,
    openedBy: log,
    salesOpenAt: event.schedule.salesOpenAt,
    listUntil: Number(terms.listUntil),
    keepUntil: Number(terms.keepUntil),
    firstWindow: Number(terms.firstWindow),
    laterWindow: Number(terms.laterWindow),
    byHolder: terms.byHolder,
    thenOpen: terms.thenOpen,
    attester: terms.attester,
    steps: [],
    changes: [],
  };
}

type GrantReader = (runs: ReadonlyMap<number, Watched>, log: AuditLog, event: IndexedEvent) => void;

const grantReaders: Readonly<Record<string, GrantReader>> = {
  RightsGranted: (runs, log, event) => {
    const { eventId, first, head, records } = log.args;
    const classId = Number((head >> 56n) & 0xffn);
    const run = Number(eventId) === event.id ? runs.get(classId) : undefined;
    if (run === undefined) return;
    const seated = event.classes[classId - 1]?.seated ?? false;
    const rights = Array.from({ length: Number((head >> 40n) & 0xffffn) }, (_, i): DrawnRight => {
      const key = run.byHolder ? entrantKey(holderInRecord(records, seated, i)) : undefined;
      return { rightId: first + BigInt(i), key, isRefused: false };
    });
    run.steps.push({ kind: "grant", log, first, rights, counts: placesIn(event, classId) });
  },
  PersonsTagged: (runs, { args: { first, tags } }) => {
    const { run, step } = lastGrant(runs, first);
    for (const [i, right] of (step?.rights ?? []).entries()) {
      const tag: Hex = tags[i] ?? "0x";
      if (run?.byHolder === false && BigInt(tag) !== 0n) right.key = entrantKey(tag);
    }
  },
  GrantRefused: (runs, { args: { rightId } }) => {
    const { step } = lastGrant(runs, rightId - BigInt(unpackRightId(rightId).index));
    for (const right of step?.rights ?? []) if (right.rightId === rightId) right.isRefused = true;
  },
};

type GrantStep = Extract<DrawStep, { readonly kind: "grant" }>;

/** The draw of which the last step is the grant with this first right. */
function lastGrant(runs: ReadonlyMap<number, Watched>, first: bigint): { run?: Watched; step?: GrantStep } {
  for (const run of runs.values()) {
    const step = run.steps.at(-1);
    if (step?.kind === "grant" && step.first === first) return { run, step };
  }
  return {};
}

function placesIn(event: IndexedEvent, classId: number): PlaceCounts {
  const { supply = 0, granted = 0, freed = 0 } = event.classes[classId - 1] ?? {};
  return { supply, granted, freed };
}

function keyIn({ args }: AuditLog): Hex {
  return toHex(bigEndian(args.key, 16));
}
