/** The part of a logger that the relay uses. */
export type RelayLogger = Readonly<Record<"error" | "warn" | "info" | "debug", (fields: object) => void>>;

/** A line that an operator should look at. */
export type Fault = {
  readonly at: Date;
  readonly level: "error" | "warn";
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Lines that are kept. */
const MOST = 50;

/**
 * A logger that also keeps the last warnings and errors of this process, for the operator's page.
 *
 * @param now Defaults to the machine's clock.
 * @example
 * const { logger, faults } = keepFaults(pino());
 */
export function keepFaults(logger: RelayLogger, now: () => Date = () => new Date()) {
  const kept: Fault[] = [];
  const keep = (level: Fault["level"], fields: object) => {
    kept.push({ at: now(), level, fields: { ...fields } });
    if (kept.length > MOST) kept.shift();
  };
  const keeping: RelayLogger = {
    info: (fields) => logger.info(fields),
    debug: (fields) => logger.debug(fields),
    error: (fields) => {
      keep("error", fields);
      logger.error(fields);
    },
    warn: (fields) => {
      keep("warn", fields);
      logger.warn(fields);
    },
  };
  /** The newest first. */
  const faults = (): readonly Fault[] => kept.toReversed();
  return { logger: keeping, faults };
}
