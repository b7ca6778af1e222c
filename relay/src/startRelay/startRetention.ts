import type { Config } from "../config/Config.ts";
import { type Db, type Dropped, dropOldRows } from "../storage/index.ts";

/** Between two rounds. */
const EVERY_MS = 3_600_000;

export type Retention = {
  /** Drops now what is old. */
  readonly round: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export declare namespace startRetention {
  type Needs = {
    readonly db: Db;
    readonly config: () => Pick<Config, "retention">;
    readonly onDropped: (dropped: Dropped) => void;
    readonly onTrouble: (error: unknown) => void;
    /** Defaults to an hour. */
    readonly everyMs?: number;
  };
}

/** Drops old rows at the start and then each hour, on any replica. It does nothing while `retention.days` is not set. */
export function startRetention({
  db,
  config,
  onDropped,
  onTrouble,
  everyMs = EVERY_MS,
}: startRetention.Needs): Retention {
  let stopped = false;
  let running: Promise<void> | undefined;

  async function drop(): Promise<void> {
    const { days } = config().retention;
    if (days === undefined) return;
    const dropped = await dropOldRows(db, days, () => stopped);
    if (Object.keys(dropped).length > 0) onDropped(dropped);
  }
  const round = (): Promise<void> => {
    running ??= drop()
      .catch(onTrouble)
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const timer = setInterval(round, everyMs).unref();
  void round();
  return {
    round,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
