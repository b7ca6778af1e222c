/** What an operator has to look at now. Alarms of one code are one alarm: the newest sentence counts. */
export type Alarm = {
  readonly code: AlarmCode;
  readonly sentence: string;
  /** Seconds since 1970, when it was raised first. */
  readonly since: number;
};

export const ALARM_CODES = [
  "token-used-twice",
  "certificate",
  "disk",
  "clock",
  "list",
  "settling",
  "refused-entries",
  "quarantine",
  "evidence",
  "device-gap",
] as const;

/** Names of alarms, stable across versions because metrics carry them. */
export type AlarmCode = (typeof ALARM_CODES)[number];

/** Alarms of a hub: kept in memory, because their causes are still there after a restart. */
export type Alarms = {
  readonly raise: (code: AlarmCode, sentence: string) => void;
  readonly clear: (code: AlarmCode) => void;
  readonly list: () => readonly Alarm[];
  /** Calls back when the list changes. Returns a function that ends this. */
  readonly onChange: (listener: () => void) => () => void;
};

/**
 * An empty list of alarms.
 *
 * @param options.now Seconds since 1970.
 * @param options.report Called once when an alarm is raised, or changes its sentence.
 * @example
 * const alarms = createAlarms({ now, report: ({ code, sentence }) => logger.warn({ code, msg: sentence }) });
 */
export function createAlarms({ now, report }: createAlarms.Options): Alarms {
  const open = new Map<AlarmCode, Alarm>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    raise: (code, sentence) => {
      const before = open.get(code);
      if (before?.sentence === sentence) return;
      const alarm = { code, sentence, since: before?.since ?? now() };
      open.set(code, alarm);
      report(alarm);
      changed();
    },
    clear: (code) => {
      if (open.delete(code)) changed();
    },
    list: () => [...open.values()],
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export declare namespace createAlarms {
  type Options = { readonly now: () => number; readonly report: (alarm: Alarm) => void };
}
