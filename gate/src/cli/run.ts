import { Command, CommanderError } from "commander";
import { isDoorkeyError } from "doorkey";
import { bad, CommandError, ConfigError, exitCode, KeyError, type Output } from "doorkey-server";
import { ClockSetBack } from "../startGate/clockSetBack.ts";
import { StorageError } from "../storage/StorageError.ts";
import { version } from "../version.ts";
import { apartCommand } from "./apart.ts";
import { devicesCommand } from "./devices.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { initCommand } from "./init.ts";
import { inviteCommand } from "./invite.ts";
import { revokeCommand } from "./revoke.ts";
import { startCommand } from "./start.ts";

const COMMANDS = [
  initCommand,
  startCommand,
  inviteCommand,
  devicesCommand,
  revokeCommand,
  apartCommand,
  doctorCommand,
  exportCommand,
] as const;

/**
 * Runs `doorkey-gate` with these arguments.
 *
 * @returns The exit code: 0 done, 1 failed, 2 wrong use or configuration, 3 something did not answer.
 */
export async function run(args: readonly string[], output: Output, env: NodeJS.ProcessEnv): Promise<number> {
  const program = new Command("doorkey-gate")
    .description("The hub of a venue: stewards scan in any browser, entries are kept on disk and settled on the chain.")
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
  const isUsage = [ConfigError, KeyError, StorageError, ClockSetBack].some((kind) => error instanceof kind);
  return isUsage ? exitCode.usage : exitCode.failed;
}
