/** Event documents for shows on a chain of tests. */
import { readFileSync } from "node:fs";

const HOUR = 3_600;
const DAY = 24 * HOUR;

type Json = Record<string, unknown>;

/** The concert of examples/, with its times moved: doors open thirty days after `now`, sales are open. */
export function documentAt(
  now: number,
  { schedule, policy, classes, name, url, wallet }: documentAt.Change = {},
): string {
  const concert: Json = JSON.parse(readFileSync(new URL("../../examples/concert/event.json", import.meta.url), "utf8"));
  const ours = concert.doorkey as { schedule: Json; policy: Json; classes: Json };
  const doors = now + 30 * DAY;
  const times = {
    salesOpenAt: now - DAY,
    salesCloseAt: doors,
    returnUntil: doors - 2 * DAY,
    rebindUntil: doors - DAY,
    nameBy: doors - DAY,
    doorsOpenAt: doors,
    doorsCloseAt: doors + 4 * HOUR,
    ...schedule,
  };
  return JSON.stringify({
    ...concert,
    doorTime: iso(times.doorsOpenAt),
    startDate: iso(times.doorsOpenAt + HOUR),
    endDate: iso(times.doorsCloseAt),
    name: name ?? concert.name,
    url: url ?? concert.url,
    doorkey: {
      ...ours,
      schedule: Object.fromEntries(Object.entries(times).map(([name, time]) => [name, iso(time)])),
      policy: policy ?? ours.policy,
      classes: classes ?? ours.classes,
      ...(wallet !== undefined && { wallet }),
    },
  });
}

export declare namespace documentAt {
  /** As documents write them. */
  type Class = {
    readonly supply?: number;
    readonly seats?: readonly string[];
    readonly reserved?: boolean;
    readonly named?: boolean;
    readonly saleHook?: string;
    readonly sale?: "open" | "ballot";
    readonly ballot?: object;
  };
  type Policy = {
    readonly identityVerifier?: string;
    readonly scope?: number;
    readonly maxPerPerson?: number;
    readonly maxRebinds?: number;
    readonly minPublicBps?: number;
  };
  type Change = {
    readonly schedule?: Readonly<Record<string, number>>;
    readonly policy?: Policy;
    readonly classes?: Readonly<Record<string, Class>>;
    readonly name?: string;
    readonly url?: string;
    /** The page that keeps the tickets. */
    readonly wallet?: string;
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}
