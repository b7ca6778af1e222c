import type { Config } from "../config/Config.ts";
import { readGuests } from "../config/readGuests.ts";
import type { EventList } from "../list/EventList.ts";
import type { Scans } from "../scans/createScans.ts";

/** Seconds after doors close in which a help desk may still look a reference up. */
const KEEP_SECONDS = 6 * 3_600;

/** Milliseconds between two looks at the clock. */
const LOOK_MS = 60_000;

type Parts = {
  readonly config: Pick<Config, "guests" | "event">;
  readonly scans: Pick<Scans, "setGuests" | "dropGuests">;
  readonly list: Pick<EventList, "manifest">;
  readonly now: () => number;
};

/**
 * Loads the references of orders that the configuration names, and drops them after the event.
 *
 * @throws ConfigError
 */
export async function keepGuests({ config, scans, list, now }: Parts): Promise<{ readonly close: () => void }> {
  const isOver = () => now() > list.manifest().doorsCloseAt + KEEP_SECONDS;
  if (isOver()) await scans.dropGuests();
  else if (config.guests !== undefined) await scans.setGuests(await readGuests(config.guests, config.event));
  const timer = setInterval(() => {
    // If the disk is full, the next look tries again.
    if (isOver()) scans.dropGuests().catch(() => {});
  }, LOOK_MS).unref();
  return { close: () => clearInterval(timer) };
}
