import { readFile } from "node:fs/promises";
import { ConfigError } from "doorkey-server";
import type { Config } from "./Config.ts";
import { parseConfig } from "./parseConfig.ts";

/**
 * Reads and checks a configuration file.
 *
 * @throws ConfigError with every mistake and its line, or because the file cannot be read.
 */
export async function readConfig(file: string, env: NodeJS.ProcessEnv): Promise<Config> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new ConfigError(file, [{ path: "", message: "cannot be read; `doorkey-gate init` writes one" }]);
  });
  return parseConfig(text, file, env);
}
