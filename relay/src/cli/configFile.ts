/** The configuration as a file that commands change, with its comments. */

import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { CommandError, exitCode } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import { parseConfig } from "../config/parseConfig.ts";

export type ConfigText = { readonly config: Config; readonly text: string };

/** @throws CommandError if there is no file, ConfigError if it has mistakes. */
export async function readConfig(file: string, env: NodeJS.ProcessEnv): Promise<ConfigText> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} cannot be read.`, exitCode.usage);
  });
  return { config: parseConfig(text, file, env), text };
}

/**
 * Puts a checked text in the place of the file at once, so that a relay that watches it never reads half of it.
 *
 * @throws ConfigError if the text has mistakes. The file is as before then.
 */
export async function writeConfig(file: string, text: string, env: NodeJS.ProcessEnv): Promise<void> {
  parseConfig(text, file, env);
  const { mode } = await stat(file);
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, text, { mode: mode & 0o777, flag: "wx" });
  await rename(part, file);
}
