import type { Connection } from "doorkey";
import type { Manifest } from "doorkey/code";
import type { Alarms } from "../alarms/Alarms.ts";
import type { Due, Outbox, OutboxFigures } from "../scans/outbox.ts";
import { deliverByHand } from "./deliverByHand.ts";
import { deliverEntries } from "./deliverEntries.ts";
import { readByHandLimit } from "./readByHandLimit.ts";

export type Delivery = {
  readonly figures: () => OutboxFigures;
  /** Delivers what is due now, and returns when the chain or a failure answered. One round at a time. */
  readonly round: () => Promise<void>;
  /** Ends after the round that runs now. */
  readonly stop: () => Promise<void>;
};

/** Milliseconds between two looks at the clock. */
const LOOK_MS = 500;
/** Milliseconds after a round in which single entries wait for others. */
const GATHER_MS = 5_000;
/** So many entries do not wait: they fill a call. */
const FULL = 150;
/** Milliseconds between two readings of the desk's limit: an organizer may raise it during the night. */
const LIMIT_MS = 30_000;
/** Milliseconds after a failure. */
const PAUSE_MS = 10_000;

/**
 * Brings entries to the chain after the time to undo, sorted by batch. What the chain, the relay or the node does not
 * take stays, with an alarm, and is tried again.
 *
 * @param options.connection Of the scanner key.
 * @param options.desk Of the desk key. Without one, entries by hand stay.
 * @param options.when `prompt`, or `after-doors`: everything at once, for the fewest calls.
 */
export function startDelivery(options: startDelivery.Options): Delivery {
  const { outbox, eventId, when, undoSeconds, manifest, alarms } = options;
  const { lookMs = LOOK_MS, gatherMs = GATHER_MS, pauseMs = PAUSE_MS } = options.pace ?? {};
  let stopped = false;
  let running: Promise<void> | undefined;
  let notBefore = 0;
  let failed = false;

  const due = (): Due => ({ undoSeconds, doorsCloseAt: manifest().doorsCloseAt, isAfterDoors: when === "after-doors" });

  function look(): void {
    const count = outbox.dueCount(due());
    const isLeft = outbox.outgoing().length + outbox.outgoingByHand().length > 0;
    const isTime = performance.now() >= notBefore || (count >= FULL && !failed);
    if (isTime && (count > 0 || isLeft)) void round();
  }

  function round(): Promise<void> {
    running ??= deliver().finally(() => {
      running = undefined;
      notBefore = performance.now() + (failed ? pauseMs : gatherMs);
    });
    return running;
  }

  async function deliver(): Promise<void> {
    try {
      await outbox.takeDue(due());
      const parts = await Promise.allSettled([
        deliverEntries(outbox, options.connection, eventId),
        deliverByHand(outbox, options.desk, eventId),
      ]);
      const problems = parts.flatMap((part) => (part.status === "fulfilled" ? part.value : [part.reason]));
      failed = problems.length > 0;
      report(problems);
    } catch (error) {
      failed = true;
      report([error]);
    }
  }

  function report(problems: readonly unknown[]): void {
    const { waiting, oldest = 0, refused } = outbox.figures();
    const [problem] = problems;
    if (problem === undefined) alarms.clear("settling");
    else {
      const why = problem instanceof Error ? problem.message : String(problem);
      const age = `${Math.round(oldest / 60)} minutes`;
      alarms.raise("settling", `${waiting} entries wait for the chain, the oldest for ${age}. They stay. ${why}`);
      options.logger?.warn({ msg: "delivery failed", err: problem });
    }
    if (refused === 0) alarms.clear("refused-entries");
    else alarms.raise("refused-entries", `The chain refused ${refused} entries that gates let in. They are kept here.`);
  }

  let readAt = Number.NEGATIVE_INFINITY;
  function readLimit(): void {
    readAt = performance.now();
    readByHandLimit(options.desk, eventId).then(
      (left) => {
        outbox.byHandLimit = left;
      },
      (error) => options.logger?.warn({ msg: "the desk's limit cannot be read", err: error }),
    );
  }

  const timer = setInterval(() => {
    if (stopped) return;
    if (running === undefined) look();
    if (performance.now() - readAt >= LIMIT_MS) readLimit();
  }, lookMs);
  readLimit();
  return {
    figures: outbox.figures,
    round,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

export declare namespace startDelivery {
  type Options = {
    readonly outbox: Outbox;
    readonly connection: () => Promise<Connection>;
    readonly desk: (() => Promise<Connection>) | undefined;
    readonly eventId: number;
    readonly when: "prompt" | "after-doors";
    readonly undoSeconds: number;
    readonly manifest: () => Pick<Manifest, "doorsCloseAt">;
    readonly alarms: Alarms;
    readonly logger?: { readonly warn: (line: object) => void };
    /** Milliseconds, short in tests. */
    readonly pace?: { readonly lookMs?: number; readonly gatherMs?: number; readonly pauseMs?: number };
  };
}
