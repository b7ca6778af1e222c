import { Command, CommanderError } from "commander";
import { bad, CommandError, exitCode, type Output } from "doorkey-server";
import { RpcUnreachable } from "../chain/jsonRpc.ts";
import { ConfigError } from "../config/mistakes.ts";
import { DeploymentMismatch } from "../engine/index.ts";
import { KeyError } from "../keys/KeyError.ts";
import { StorageError } from "../storage/index.ts";
import { version } from "../version.ts";
import { checkCommand } from "./check.ts";
import { drainCommand } from "./drain.ts";
import { initCommand } from "./init.ts";
import { signerCommand } from "./signer.ts";
import { startCommand } from "./start.ts";
import { statusCommand } from "./status.ts";

/**
 * Runs `doorkey-relay` with these arguments.
 *
 * @returns The exit code: 0 done, 1 failed, 2 wrong use or configuration, 3 something did not answer.
 */
export async function run(args: readonly string[], output: Output, env: NodeJS.ProcessEnv): Promise<number> {
  const program = new Command("doorkey-relay")
    .description("The gas relay of Doorkey: sends signed requests of teams and pays for them.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.error(text.trimEnd()),
    })
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 something does not answer.");
  for (const add of [initCommand, startCommand, statusCommand, checkCommand, drainCommand, signerCommand])
    add(program, output, env);
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    output.error(`${bad("✗")} ${error instanceof Error ? error.message : error}`);
    return exitOf(error);
  }
}

function exitOf(error: unknown): number {
  if (error instanceof CommandError) return error.exit;
  if (error instanceof ConfigError || error instanceof KeyError || error instanceof DeploymentMismatch)
    return exitCode.usage;
  if (error instanceof RpcUnreachable) return exitCode.unreachable;
  return error instanceof StorageError && error.code !== "STORAGE_MIGRATION_FAILED" ? exitCode.usage : exitCode.failed;
}
