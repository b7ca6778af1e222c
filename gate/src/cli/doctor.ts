import { isIP } from "node:net";
import type { Command } from "commander";
import { bad, CommandError, doubtful, exitCode, type Finding, good, type Output, table } from "doorkey-server";
import { readConfig } from "../config/readConfig.ts";
import { examine } from "../doctor/examine.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly resolver: readonly string[]; readonly json?: boolean };

const SIGNS = { good: good("✓"), doubtful: doubtful("!"), bad: bad("✗") } as const;

export function doctorCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("doctor")
    .description("look at all that a night needs: name, certificate, clock, disk, keys, relay, list")
    .option(...CONFIG_OPTION)
    .option("--resolver <address...>", "resolvers that the gates' phones may ask", ["1.1.1.1", "9.9.9.9"])
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      `
It changes nothing and needs no password. Run it on the hub's machine, on the venue's network, a day before and an hour
before doors. It exits with 1 if something is bad.

Example:
  $ doorkey-gate doctor --config /etc/doorkey/gate.yaml --resolver 192.168.1.1 1.1.1.1`,
    )
    .action(async ({ config: file, resolver, json }: Options) => {
      for (const address of resolver) {
        if (isIP(address) === 0) throw new CommandError(`--resolver ${address} is not an address.`, exitCode.usage);
      }
      const found = await examine(await readConfig(file, env), { now: Date.now() / 1_000, resolvers: resolver });
      if (json) output.json(found);
      else output.line(table(found.map(rowOf)));
      const count = found.filter(({ state }) => state === "bad").length;
      if (count > 0) throw new CommandError(count === 1 ? "One thing is bad." : `${count} things are bad.`);
    });
}

function rowOf({ about, state, sentence }: Finding): string[] {
  return [SIGNS[state], about, sentence];
}
