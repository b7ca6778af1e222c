import { Command, Help, type Option } from "commander";
import { type CommandName, summaries } from "../summaries.ts";
import { exit } from "./exit.ts";
import { DOORKEY } from "./invocation.ts";
import { perform, type Work } from "./perform.ts";
import { withPlainErrors } from "./plainErrors.ts";

/** Defines the command `doorkey <name> …`. A test runs its examples in order. */
export function defineCommand(name: CommandName, { details, examples }: defineCommand.Parameters): Command {
  const command = withPlainErrors(new Command(name));
  command.description([summaries[name], ...details].join(" ")).configureHelp({ visibleOptions: ownOptionsFirst });
  return command.addHelpText("afterAll", ({ command: asked }) => {
    const fitting = asked === command ? examples : examples.filter((one) => one.startsWith(`${name} ${asked.name()} `));
    return `\nExamples:\n${fitting.map((one) => `  ${DOORKEY} ${one}`).join("\n")}`;
  });
}

export declare namespace defineCommand {
  type Parameters = {
    /** Sentences that the command's help adds to its summary. */
    readonly details: readonly string[];
    /** Ready to run, starting with the command's name. */
    readonly examples: readonly string[];
  };
}

/** The options that commands share, in the order in which help lists them after a command's own. */
const SHARED = ["key", "as", "relay", "relay-key", "rpc", "deployment", "dry-run", "yes", "json", "debug", "help"];

function ownOptionsFirst(this: Help, command: Command): Option[] {
  const place = ({ long }: Option): number => SHARED.indexOf(long?.slice(2) ?? "");
  return Help.prototype.visibleOptions.call(this, command).sort((a, b) => place(a) - place(b));
}

/** Sets what the command does. With `--json`, prints the result of `work`. */
export function action<O extends object, A extends readonly unknown[] = string[]>(
  command: Command,
  work: Work<O, A>,
): Command {
  return command
    .option("--json", "print the result or the failure as JSON")
    .option("--debug", "show where a failure happened")
    .action(async (...all: unknown[]) => {
      const args = all.slice(0, -2) as unknown as A;
      await exit(await perform(work, all.at(-2) as O, args));
    });
}
