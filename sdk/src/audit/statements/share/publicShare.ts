import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";

/** Logs that change how many places there are, or how many of them are reserved. */
const CHANGES: readonly string[] = ["EventRegistered", "SupplyRaised", "ReservedOpened"];

const ALL_BPS = 10_000;

/** Watches the share of places that were never reserved, after each change of it. */
export function publicShare(eventId: number) {
  const rows: (readonly number[])[] = [];
  const faults: Evidence[] = [];
  let least = ALL_BPS;
  let change: AuditLog | undefined;

  function look(state: IndexState): void {
    const event = state.events.get(eventId);
    if (change === undefined || event === undefined) return;
    const { everReservedPlaces: reserved, classes, policy } = event;
    const places = classes.reduce((sum, { supply }) => sum + supply, 0);
    const bps = Math.floor((ALL_BPS * (places - reserved)) / places);
    rows.push([change.timestamp, places - reserved, reserved, policy.minPublicBps / 100]);
    least = Math.min(least, bps);
    // As the contract compares, without rounding.
    if (reserved * ALL_BPS > places * (ALL_BPS - policy.minPublicBps)) {
      faults.push(evidenceAt(change, `${reserved} of ${places} places were reserved.`));
    }
    change = undefined;
  }

  return {
    rows,
    faults,
    get least() {
      return least;
    },
    end: look,
    see: (log: AuditLog, before: IndexState): void => {
      look(before);
      if (log.contract === "EventRegistry" && CHANGES.includes(log.name) && Number(log.args.eventId) === eventId) {
        change = log;
      }
    },
  };
}
