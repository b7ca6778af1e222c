import { sentenceFor } from "doorkey/code";
import { ClockWatch } from "doorkey/gate";
import type { Alarms } from "../alarms/Alarms.ts";
import type { EventList } from "../list/EventList.ts";
import type { createScans } from "../scans/createScans.ts";
import type { HubClock } from "./hubClock.ts";

type Parts = {
  readonly alarms: Alarms;
  readonly list: EventList;
  readonly clock: HubClock;
  readonly everyMs: number | undefined;
};

/** Milliseconds between two comparisons with the chain. */
const COMPARE_MS = 5_000;

/**
 * Watches the hub's own clock against the chain, the list and the median age of the codes. While it is wrong there is an
 * alarm, and no phone is blamed for it.
 */
export function watchGateClock({ alarms, list, clock, everyMs = COMPARE_MS }: Parts): {
  readonly judge: NonNullable<createScans.Options["judge"]>;
  readonly close: () => void;
} {
  let isWrong = false;
  const watch = new ClockWatch((fault) => {
    isWrong = true;
    alarms.raise("clock", sentenceFor({ status: "refuse", reason: "gate-clock-wrong", ...fault }));
  });
  async function compare(): Promise<void> {
    const headAt = await clock.readHead();
    isWrong = false;
    watch.compare({ now: clock.now(), headAt, manifest: list.manifest() });
    if (!isWrong) alarms.clear("clock");
  }
  const timer = setInterval(compare, everyMs).unref();
  void compare();
  return {
    judge: (code, verdict, now) => (code.status === "parsed" ? watch.judge(code, verdict, now) : verdict),
    close: () => clearInterval(timer),
  };
}
