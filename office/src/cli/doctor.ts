import type { Command } from "commander";
import { bad, CommandError, doubtful, type Finding, good, type Output, table } from "doorkey-server";
import { readConfig } from "../config/readConfig.ts";
import { examine } from "../doctor/examine.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly json?: boolean };

const SIGNS = { good: good("✓"), doubtful: doubtful("!"), bad: bad("✗") } as const;

export function doctorCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("doctor")
    .description("look at all that a sale needs: disk, clock, key, site, events, quotas")
    .option(...CONFIG_OPTION)
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      `
It changes nothing and needs no password. It exits with 1 if something is bad.

Example:
  $ doorkey-office doctor --config /etc/doorkey/office.yaml`,
    )
    .action(async ({ config: file, json }: Options) => {
      const found = await examine(await readConfig(file, env), Date.now() / 1_000);
      if (json) output.json(found);
      else output.line(table(found.map(({ about, state, sentence }: Finding) => [SIGNS[state], about, sentence])));
      const count = found.filter(({ state }) => state === "bad").length;
      if (count > 0) throw new CommandError(count === 1 ? "One thing is bad." : `${count} things are bad.`);
    });
}
