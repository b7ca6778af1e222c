import type { Command } from "commander";
import { CommandError, exitCode, good, type Output } from "doorkey-server";
import { Paused, RelayStatus } from "../http/schemas.ts";
import { relayApi } from "./relayApi.ts";
import { adminKeyIn } from "./status.ts";

type Options = { readonly url: string; readonly timeout: string; readonly open?: boolean; readonly json?: boolean };

export function drainCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("drain")
    .description("accept nothing new on any replica, and wait until every request is final")
    .option("--url <url>", "where a replica listens", "http://127.0.0.1:8787")
    .option("--timeout <seconds>", "longest wait", "600")
    .option("--open", "accept requests again, and do not wait")
    .option("--json", "print the last status as JSON")
    .addHelpText(
      "after",
      "\nThe admin key comes from DOORKEY_RELAY_ADMIN_KEY.\n\nExample:\n  $ doorkey-relay drain && systemctl stop doorkey-relay",
    )
    .action((options: Options) => drain(options, output, env));
}

async function drain({ url, timeout, open, json }: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const seconds = Number(timeout);
  if (!(seconds > 0)) throw new CommandError("--timeout must be a number of seconds.", exitCode.usage);
  const ask = relayApi(url, adminKeyIn(env));
  await ask(Paused, "POST", open ? "/v1/admin/open" : "/v1/admin/drain");
  const end = Date.now() + seconds * 1_000;
  for (let told = ""; ; ) {
    const status = await ask(RelayStatus, "GET", "/v1/admin/status");
    const { queued, assigned, mined } = status.queue;
    if (open || queued + assigned + mined === 0) {
      if (json) output.json(status);
      else output.line(`${good("✓")} ${open ? "open" : "empty: everything is final"}`);
      return;
    }
    const text = `queued ${queued}, assigned ${assigned}, mined ${mined}`;
    if (text !== told && !json) output.line(text);
    told = text;
    if (Date.now() > end) throw new CommandError(`After ${seconds} s still ${text}.`);
    await new Promise((done) => setTimeout(done, 1_000));
  }
}
