/** The configuration as a file that commands change, with its comments. */

import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { type Document, isSeq, parseDocument } from "yaml";
import type { Config } from "../config/Config.ts";
import { parseConfig } from "../config/parseConfig.ts";
import { CommandError, exitCode } from "./output.ts";

export type ConfigText = { readonly config: Config; readonly text: string };

/** @throws CommandError if there is no file, ConfigError if it has mistakes. */
export async function readConfig(file: string, env: NodeJS.ProcessEnv): Promise<ConfigText> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} cannot be read.`, exitCode.usage);
  });
  return { config: parseConfig(text, file, env), text };
}

/** Adds an entry under `signers`. Returns the new text, which was not written yet. */
export function withSigner(text: string, entry: object): string {
  const document = parseDocument(text);
  const signers = document.get("signers");
  if (isSeq(signers)) {
    // Entries on lines of their own are easier to change later.
    signers.flow = false;
    signers.add(document.createNode(entry));
  } else {
    document.set("signers", document.createNode([entry]));
  }
  return textOf(document);
}

/** Takes an entry out of `signers`. Returns the new text, which was not written yet. */
export function withoutSigner(text: string, index: number): string {
  const document = parseDocument(text);
  document.deleteIn(["signers", index]);
  return textOf(document);
}

/** Long lines stay as they are. */
const textOf = (document: Document): string => document.toString({ lineWidth: 0 });

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
