/** Formats a time as `Fri 25 Dec 18:00` in a time zone. */
export function dayAndTime(seconds: number, timeZone: string): string {
  const options = {
    timeZone,
    weekday: "short",
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  return new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23" }).format(seconds * 1000).replace(",", "");
}

/** Formats a time as `18:15` in a time zone. */
export function clockTime(seconds: number, timeZone: string): string {
  const options = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(seconds * 1000);
}
