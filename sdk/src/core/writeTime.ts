const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/**
 * A time in seconds for a sentence, with its date, on the clock of a place: `17 March 2030, 19:00 (UTC+09:00)`.
 *
 * @param offset The place's offset, such as `+09:00`. Defaults to UTC.
 */
export function writeTime(seconds: number, offset = "Z"): string {
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date((seconds + 60 * ahead) * 1_000);
  if (Number.isNaN(local.getTime())) return `${seconds} seconds since 1970`;
  const date = `${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  const clock = local.toISOString().slice(11, local.getUTCSeconds() === 0 ? 16 : 19);
  return `${date}, ${clock} (UTC${ahead === 0 ? "" : `${sign}${hours}:${minutes}`})`;
}

/** The offset with which a time of an event document ends, such as `+09:00` or `Z`. */
export function offsetOf(time: string): string | undefined {
  return /(Z|[+-]\d\d:\d\d)$/.exec(time)?.[1];
}
