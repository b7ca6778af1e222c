import { isoTime } from "./isoTime.ts";

const MINUTE = 60;

/**
 * Formats a time in the event's offset from UTC, with UTC beside it, such as
 * `2027-03-20T18:00:00+09:00 (09:00 UTC)`. Without an offset, in UTC alone.
 *
 * @param offset Minutes east of UTC.
 */
export function eventTime(seconds: number, offset = 0): string {
  const utc = isoTime(seconds);
  if (offset === 0) return utc;
  const local = isoTime(seconds + offset * MINUTE).replace("Z", offsetText(offset));
  const [day = "", clock = ""] = utc.split("T");
  const sameDay = local.startsWith(day);
  return `${local} (${sameDay ? "" : `${day} `}${clock.slice(0, 5)} UTC)`;
}

/** Minutes east of UTC of a time such as `2027-03-20T18:00:00+09:00`. */
export function offsetOf(time: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(time) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function offsetText(offset: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
