import type { DatabaseSync } from "node:sqlite";
import { countActs } from "../rights/actTable.ts";
import type { SaleState } from "../sales/Sale.ts";
import { countSales } from "../sales/saleTable.ts";

const DAY = 86_400;

/** What was sold and changed on one day at the venue. */
export function totalsOf(db: DatabaseSync, { eventId, day, startsAt }: totalsOf.Parameters) {
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(startsAt ?? "")?.[0] ?? "Z";
  const from = Date.parse(`${day}T00:00:00${offset}`) / 1_000;
  const until = from + DAY;
  const classes = new Map<string, Record<SaleState, number>>();
  for (const { className, state, rights } of countSales(db, eventId, from, until)) {
    const counts = classes.get(className) ?? none();
    counts[state] = rights;
    classes.set(className, counts);
  }
  const acts = countActs(db, eventId, from, until);
  return {
    day,
    classes: [...classes].map(([className, { granted, kept, ...counts }]) => ({
      className,
      ...counts,
      granted: granted + kept,
    })),
    returned: acts.get("return") ?? 0,
    revoked: acts.get("revoke") ?? 0,
    moved: acts.get("move") ?? 0,
    named: acts.get("name") ?? 0,
  };
}

export declare namespace totalsOf {
  type Parameters = {
    readonly eventId: number;
    /** As the venue's calendar has it: `2027-03-20`. */
    readonly day: string;
    /** Of the event's document, whose offset from UTC is the venue's. */
    readonly startsAt: string | undefined;
  };
}

function none(): Record<SaleState, number> {
  return { reserved: 0, waiting: 0, claimed: 0, granted: 0, kept: 0, cancelled: 0, expired: 0 };
}
