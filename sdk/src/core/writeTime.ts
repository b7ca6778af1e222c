import { MONTHS } from "./months.ts";
import { zoneOfMinutes } from "./utcOffset.ts";

/**
 * A time in seconds for a sentence, with its date, on the clock of a place: `17 March 2030, 19:00 (UTC+09:00)`.
 *
 * @param utcOffset Minutes that the place's clocks are ahead of UTC. Defaults to 0.
 */
export function writeTime(seconds: number, utcOffset = 0): string {
  const local = new Date((seconds + 60 * utcOffset) * 1_000);
  if (Number.isNaN(local.getTime())) return `${seconds} seconds since 1970`;
  const date = `${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  const clock = local.toISOString().slice(11, local.getUTCSeconds() === 0 ? 16 : 19);
  return `${date}, ${clock} (UTC${utcOffset === 0 ? "" : zoneOfMinutes(utcOffset)})`;
}
