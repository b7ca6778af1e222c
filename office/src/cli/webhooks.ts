import type { Command } from "commander";
import { type Output, operatorApi, table } from "doorkey-server";
import { Type } from "typebox";
import { readConfig } from "../config/readConfig.ts";
import { CONFIG_OPTION } from "./options.ts";

type Options = { readonly config: string; readonly replay?: string; readonly json?: boolean };

const Counts = Type.Object({
  endpoints: Type.Array(Type.Object({ id: Type.String(), waiting: Type.Integer(), dead: Type.Integer() })),
});
const Replayed = Type.Object({ replayed: Type.Integer() });

export function webhooksCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("webhooks")
    .description("show what waits for each endpoint, and what an endpoint did not take for a day")
    .option(...CONFIG_OPTION)
    .option("--replay <endpoint>", "post again what this endpoint did not take")
    .option("--json", "print it as JSON")
    .addHelpText("after", "\nExample:\n  $ doorkey-office webhooks --replay shop")
    .action(async ({ config: file, replay, json }: Options) => {
      const { ask } = await operatorApi("office", await readConfig(file, env));
      if (replay !== undefined) {
        const done = await ask(Replayed, "POST", `/operator/webhooks/${encodeURIComponent(replay)}/replay`, {});
        if (json) return output.json(done);
        return output.line(`${done.replayed} are posted to ${replay} again.`);
      }
      const counts = await ask(Counts, "GET", "/operator/webhooks");
      if (json) return output.json(counts);
      const rows = counts.endpoints.map(({ id, waiting, dead }) => [id, String(waiting), String(dead)]);
      output.line(table([["endpoint", "waiting", "dead"], ...rows]));
    });
}
