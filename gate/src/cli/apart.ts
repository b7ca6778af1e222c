import type { Command } from "commander";
import { CommandError, exitCode, good, type Output, operatorApi } from "doorkey-server";
import { Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly release?: string; readonly json?: boolean };

const Apart = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Type.Number(),
      device: Type.String(),
      reason: Type.String(),
      at: Type.Number(),
      releasedAt: Type.Optional(Type.Number()),
      row: Type.Object({ seq: Type.Number(), lane: Type.Number(), at: Type.Number(), verdict: Type.String() }),
    }),
  ),
});

export function apartCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("apart")
    .description("list the rows of gates that were kept apart, or deliver one of them after all")
    .option(...CONFIG_OPTION)
    .option("--release <id>", "the number of a row in this list")
    .option("--json", "print the rows as JSON")
    .addHelpText(
      "after",
      `
A row is kept apart if its device is revoked, or its log has a gap, a broken chain or a foreign signature. Nothing of it
is delivered unless you release it. A row that its holder did not sign is never delivered.

Example:
  $ doorkey-gate apart --release 3`,
    )
    .action(async ({ config: file, release, json }: Options) => {
      if (release !== undefined && !/^[1-9][0-9]{0,9}$/.test(release)) {
        throw new CommandError(`--release must be the number of a row, not "${release}".`, exitCode.usage);
      }
      const { ask } = await operatorApi("hub", await readConfig(file, env));
      if (release !== undefined) await ask(Type.Object({}), "POST", `/operator/apart/${release}/release`);
      const { rows } = await ask(Apart, "GET", "/operator/apart");
      if (json) return output.json(rows);
      if (rows.length === 0) output.line("No row is kept apart.");
      for (const { id, device, reason, releasedAt, row } of rows) {
        const time = new Date(row.at * 1_000).toISOString();
        const what = `${id}  ${reason}  ${row.verdict} at ${time}, lane ${row.lane}, row ${row.seq} of ${device}`;
        output.line(releasedAt === undefined ? what : `${what}  ${good("✓")} released`);
      }
    });
}
