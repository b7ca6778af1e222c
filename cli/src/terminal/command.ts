import { Command, Help, type Option } from "commander";
import { type CommandName, summaries } from "../summaries.ts";
import { exit } from "./exit.ts";
import { DOORKEY } from "./invocation.ts";
import { perform, type Work } from "./perform.ts";
import { withPlainErrors } from "./plainErrors.ts";

/** A command: `doorkey <name> …`. A test runs its examples in their order. */
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
    /** What the command's own help says beyond its summary, a sentence each. */
    readonly details: readonly string[];
    /** Ready to run, from the command's name on. */
    readonly examples: readonly string[];
  };
}

/** What is the same in every command, in the order in which help lists it, after a command's own options. */
const SHARED = ["key", "as", "relay", "relay-key", "rpc", "deployment", "dry-run", "yes", "json", "debug", "help"];

function ownOptionsFirst(this: Help, command: Command): Option[] {
  const place = ({ long }: Option): number => SHARED.indexOf(long?.slice(2) ?? "");
  return Help.prototype.visibleOptions.call(this, command).sort((a, b) => place(a) - place(b));
}

/** Sets what the command does. With `--json`, the result of `work` is printed. */
export function action<O extends object>(command: Command, work: Work<O>): Command {
  return command
    .option("--json", "print the result, or the failure, as JSON")
    .option("--debug", "show where a failure happened")
    .action(async (...all: unknown[]) => {
      const args = all.slice(0, -2) as string[];
      await exit(await perform(work, all.at(-2) as O, args));
    });
}
