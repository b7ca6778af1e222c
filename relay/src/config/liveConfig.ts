import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "./Config.ts";
import { parseConfig } from "./parseConfig.ts";

/** The configuration of a running relay. */
export type LiveConfig = {
  readonly current: () => Config;
  /** Reads the file again. A wrong file changes nothing. */
  readonly reload: () => Promise<void>;
  readonly close: () => void;
};

/** Parts of the configuration that change only with a restart. */
const FIXED = ["chain", "server", "database", "fees", "batches", "signers"] as const;

const SETTLE_MS = 200;

/**
 * A configuration file that is read again when it changes, and when `reload` is called. Sponsors, limits, bounds,
 * webhooks and the admin key change at once; a file with a mistake, or one that `accept` rejects, changes nothing.
 *
 * @throws ConfigError when the file is wrong at the start.
 * @example
 * const live = await liveConfig("relay.yaml", { env: process.env, accept, onEvent: (event) => logger.info(event) });
 * process.on("SIGHUP", live.reload);
 */
export async function liveConfig(file: string, { env, accept, onEvent }: liveConfig.Options): Promise<LiveConfig> {
  const path = resolve(file);
  const read = async () => parseConfig(await readFile(path, "utf8"), file, env);
  let current = await read();
  let pending: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();

  async function readAgain(): Promise<void> {
    try {
      const next = await read();
      const kept = FIXED.filter((part) => !isDeepStrictEqual(next[part], current[part]));
      const fixed = Object.fromEntries(FIXED.map((part) => [part, current[part]])) as Pick<
        Config,
        (typeof FIXED)[number]
      >;
      const usable = { ...next, ...fixed };
      if (isDeepStrictEqual(usable, current) && kept.length === 0) return;
      await accept(usable);
      current = usable;
      onEvent({ result: "reloaded", ...(kept.length > 0 && { needRestart: kept }) });
    } catch (error) {
      onEvent({ result: "refused", error });
    }
  }

  const reload = (): Promise<void> => {
    reading = reading.then(readAgain);
    return reading;
  };
  // Watches the folder, because editors and deployments put another file in its place.
  const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
    if (name !== null && name !== basename(path)) return;
    clearTimeout(pending);
    pending = setTimeout(reload, SETTLE_MS).unref();
  });
  watcher.on("error", (error) => onEvent({ result: "unwatched", error }));

  return {
    current: () => current,
    reload,
    close: () => {
      clearTimeout(pending);
      watcher.close();
    },
  };
}

export declare namespace liveConfig {
  type Options = {
    readonly env: NodeJS.ProcessEnv;
    /** Rejects a configuration that does not fit the chain. */
    readonly accept: (config: Config) => Promise<void>;
    readonly onEvent: (event: Event) => void;
  };
  type Event =
    | { readonly result: "reloaded"; readonly needRestart?: readonly string[] }
    | { readonly result: "refused" | "unwatched"; readonly error: unknown };
}
