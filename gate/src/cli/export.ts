import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { CommandError, good, type Output, operatorApi } from "doorkey-server";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly out?: string };

export function exportCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("export")
    .description("write all that the hub keeps of the night: entries, devices' logs, evidence")
    .option(...CONFIG_OPTION)
    .option("--out <file>", "a file that does not exist; defaults to the standard output")
    .addHelpText(
      "after",
      `
Each line is a JSON value with the name of its table. It has holders' keys and signatures, no names of people.

Example:
  $ doorkey-gate export --out night.ndjson`,
    )
    .action(async ({ config: file, out }: Options) => {
      const { open } = await operatorApi("hub", await readConfig(file, env));
      const { body } = await open("/operator/export");
      if (body === null) throw new CommandError("The hub sent nothing.");
      const rows = Readable.from(body, { objectMode: false });
      if (out === undefined) {
        for await (const line of createInterface({ input: rows })) output.line(line);
        return;
      }
      await pipeline(rows, createWriteStream(out, { flags: "wx", mode: 0o600 })).catch((error) => {
        if (error.code === "EEXIST") throw new CommandError(`${out} exists already. Nothing was written.`);
        throw error;
      });
      output.line(`${good("✓")} ${out}`);
    });
}
