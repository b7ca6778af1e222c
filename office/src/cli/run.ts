import { Command, CommanderError } from "commander";
import { isDoorkeyError } from "doorkey";
import { bad, CommandError, ConfigError, exitCode, KeyError, type Output } from "doorkey-server";
import { StorageError } from "../storage/StorageError.ts";
import { version } from "../version.ts";
import { doctorCommand } from "./doctor.ts";
import { initCommand } from "./init.ts";
import { inviteStaffCommand } from "./inviteStaff.ts";
import { startCommand } from "./start.ts";
import { webhooksCommand } from "./webhooks.ts";

const COMMANDS = [initCommand, startCommand, inviteStaffCommand, webhooksCommand, doctorCommand] as const;

/**
 * Runs `doorkey-office` with these arguments.
 *
 * @returns The exit code: 0 done, 1 failed, 2 wrong use or configuration, 3 something did not answer.
 */
export async function run(args: readonly string[], output: Output, env: NodeJS.ProcessEnv): Promise<number> {
  const program = new Command("doorkey-office")
    .description("The server of a business that sells tickets: what fans' wallets ask, and a box office for clerks.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.error(text.trimEnd()),
    })
    .addHelpText("after", "\nExit codes: 0 done, 1 failed, 2 wrong use or configuration, 3 something does not answer.");
  for (const add of COMMANDS) add(program, output, env);
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
  if (isDoorkeyError(error, "CHAIN_UNREACHABLE")) return exitCode.unreachable;
  const isUsage = [ConfigError, KeyError, StorageError].some((kind) => error instanceof kind);
  return isUsage ? exitCode.usage : exitCode.failed;
}
