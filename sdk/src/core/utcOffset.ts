/** Minutes by which the clocks of the world may differ from UTC. */
export const MIN_UTC_OFFSET = -12 * 60;
export const MAX_UTC_OFFSET = 14 * 60;

/** Minutes ahead of UTC of an ISO 8601 time with its offset. Undefined if it has none that a clock shows. */
export function utcOffsetOf(time: string): number | undefined {
  const [, zulu, sign, hours, minutes] = /(?:([Zz])|([+-])(\d\d):?(\d\d))$/.exec(time) ?? [];
  if (zulu !== undefined) return 0;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return offset >= MIN_UTC_OFFSET && offset <= MAX_UTC_OFFSET ? offset : undefined;
}
