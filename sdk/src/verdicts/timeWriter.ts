/** The languages of the sentences. */
export type Language = "en" | "ja" | "vi" | "zh";

/** Writes a time in seconds for staff. */
export type WriteTime = (seconds: number) => string;

/** How a language says on which day, with the locale whose dates it uses. */
const DAYS: {
  readonly [language in Language]: readonly [locale: string, day: (time: string, date: string) => string];
} = {
  en: ["en-GB", (time, date) => `${time} on ${date}`],
  ja: ["ja", (time, date) => `${date} ${time}`],
  vi: ["vi", (time, date) => `${time} ${date}`],
  zh: ["zh", (time, date) => `${date} ${time}`],
};

/**
 * Writes times as the clocks of the venue show them: the time alone if it is today there, else with the date, and with
 * the year if it is another one.
 */
export function timeWriter(language: Language, { now, utcOffset = 0, timeZone }: timeWriter.Parameters): WriteTime {
  const [locale, onDay] = DAYS[language];
  const write = (seconds: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format((seconds + 60 * utcOffset) * 1000);
  const dayOf = (seconds: number) => write(seconds, { year: "numeric", month: "numeric", day: "numeric" });
  const yearOf = (seconds: number) => write(seconds, { year: "numeric" });
  return (seconds) => {
    const time = write(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (dayOf(seconds) === dayOf(now)) return time;
    const year = yearOf(seconds) === yearOf(now) ? {} : ({ year: "numeric" } as const);
    return onDay(time, write(seconds, { weekday: "short", day: "numeric", month: "long", ...year }));
  };
}

export declare namespace timeWriter {
  type Parameters = {
    /** Seconds. */
    readonly now: number;
    /** Minutes to add before the time zone applies. */
    readonly utcOffset?: number | undefined;
    /** Undefined for the device's own. */
    readonly timeZone: string | undefined;
  };
}
