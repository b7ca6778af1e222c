import type { Command } from "commander";
import { bad, bold, CommandError, exitCode, good, type Output, table } from "doorkey-server";
import type { Static } from "typebox";
import { RelayStatus } from "../http/schemas.ts";
import { relayApi } from "./relayApi.ts";

type Options = { readonly url: string; readonly json?: boolean };

export function statusCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("status")
    .description("queue, signers, pauses and readiness of a running relay; exit 1 when it is not ready")
    .option("--url <url>", "where it listens", "http://127.0.0.1:8787")
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      "\nThe admin key comes from DOORKEY_RELAY_ADMIN_KEY.\n\nExample:\n  $ DOORKEY_RELAY_ADMIN_KEY=dk_admin_… doorkey-relay status --json",
    )
    .action(async ({ url, json }: Options) => {
      const status = await relayApi(url, adminKeyIn(env))(RelayStatus, "GET", "/v1/admin/status");
      if (json) output.json(status);
      else print(status, output);
      if (!status.ready) throw new CommandError("The relay is not ready.");
    });
}

function print({ ready, reasons, paused, queue, signers }: Static<typeof RelayStatus>, output: Output): void {
  output.line(ready ? good("ready") : bad(`not ready: ${reasons.join(", ")}`));
  if (paused.length > 0) output.line(`paused: ${paused.join(", ")}`);
  output.line(`${bold("Queue")}`);
  output.line(
    table([
      ["queued", String(queue.queued), queue.queued > 0 ? `oldest ${Math.round(queue.oldestQueuedSeconds)} s` : ""],
      ["assigned", String(queue.assigned), ""],
      ["mined", String(queue.mined), "not deep enough to be final"],
    ]),
  );
  output.line(`${bold("Signers")}`);
  output.line(
    table(
      signers.map(({ address, nextNonce, owner, lowSince }) => [
        address,
        `next nonce ${nextNonce}`,
        owner === null ? "with no replica" : `with ${owner.slice(0, 8)}`,
        lowSince === null ? "" : bad(`low since ${lowSince}`),
      ]),
    ),
  );
}

/** @throws CommandError */
export function adminKeyIn(env: NodeJS.ProcessEnv): string {
  const key = env.DOORKEY_RELAY_ADMIN_KEY;
  if (key === undefined) throw new CommandError("Set DOORKEY_RELAY_ADMIN_KEY.", exitCode.usage);
  return key;
}
