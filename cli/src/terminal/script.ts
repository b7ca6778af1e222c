import { Command, CommanderError, Help, type Option } from "commander";
import { DryRun } from "./dryRun.ts";
import { EXIT, failureOf, Refused, Stopped } from "./failures.ts";
import { Terminal } from "./Terminal.ts";

/** What a script has while it works. */
export type Task = {
  readonly terminal: Terminal;
  /** Aborted by the first Ctrl-C: finish what is under way, then stop. The second one ends the script at once. */
  readonly stop: AbortSignal;
  /** What to run to go on, told after a Ctrl-C and after a failure halfway; nothing once all is done. */
  setResumeHint(hint: string | undefined): void;
};

type Work<O> = (task: Task, options: O, ...args: string[]) => Promise<unknown>;

/** A script: `npm run <name> -- …`. Its examples are run by a test, in their order. */
export function script(name: string, summary: string, examples: readonly string[]): Command {
  const command = new Command(`npm run ${name} --`).description(summary).exitOverride().showHelpAfterError(false);
  command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "✗ ")) });
  command.configureHelp({ visibleOptions: ownOptionsFirst });
  return command.addHelpText("afterAll", ({ command: asked }) => {
    const fitting = asked === command ? examples : examples.filter((one) => one.includes(` -- ${asked.name()} `));
    return `\nExamples:\n${fitting.map((one) => `  ${one}`).join("\n")}`;
  });
}

/** What is the same in every script, in the order in which help tells it, after a script's own options. */
const SHARED = ["key", "as", "relay", "relay-key", "rpc", "deployment", "dry-run", "yes", "json", "debug", "help"];

function ownOptionsFirst(this: Help, command: Command): Option[] {
  const place = ({ long }: Option): number => SHARED.indexOf(long?.slice(2) ?? "");
  return Help.prototype.visibleOptions.call(this, command).sort((a, b) => place(a) - place(b));
}

/** What the command does. What `work` returns is printed with `--json`. */
export function action<O extends object>(command: Command, work: Work<O>): Command {
  return command
    .option("--json", "print the result, or the failure, as JSON (npm itself is quiet with npm run -s)")
    .option("--debug", "show where a failure happened")
    .action(async (...all: unknown[]) => {
      const args = all.slice(0, -2) as string[];
      await end(await perform(work, all.at(-2) as O & Common, args));
    });
}

type Common = { readonly json?: boolean; readonly debug?: boolean };

/** Runs the script with the arguments of this process, and ends it. */
export async function main(command: Command): Promise<void> {
  // A reader such as `head` that goes away is no failure of ours.
  process.stdout.on("error", () => process.exit(EXIT.done));
  try {
    await command.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) await end(EXIT.done);
    if (process.argv.includes("--json")) {
      const told = {
        code: "USAGE",
        message: error.message.replace(/^error: /, ""),
        details: [],
        remedy: "See --help.",
      };
      process.stdout.write(`${JSON.stringify({ error: told })}\n`);
    }
    await end(EXIT.usage);
  }
}

/** By hand: whatever a provider keeps open must not keep us. */
async function end(code: number): Promise<never> {
  await new Promise((done) => process.stdout.write("", done));
  process.exit(code);
}

async function perform<O extends object>(work: Work<O>, options: O & Common, args: string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  const terminal = new Terminal({ stdout, stderr, environment: env, json: options.json === true });
  let hint: string | undefined;
  const setResumeHint = (text: string | undefined): void => {
    hint = text;
  };
  const stop = stopOnInterrupt(terminal);
  try {
    const task = { terminal, stop, setResumeHint };
    const result = await work(task, options, ...args);
    stop.throwIfAborted();
    if (result !== undefined) terminal.data(result);
    return EXIT.done;
  } catch (error) {
    terminal.interrupt();
    if (error instanceof DryRun) return tellDryRun(terminal, error);
    return tellFailure(
      terminal,
      stop.aborted && !(error instanceof Refused) ? stop.reason : error,
      hint,
      options.debug,
    );
  }
}

function stopOnInterrupt(terminal: Terminal): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.stopped);
      terminal.interrupt();
      terminal.say("\nStopping after what is under way. Once more: at once.", "dim");
      controller.abort(new Stopped("Stopped."));
    });
  }
  return controller.signal;
}

function tellDryRun(terminal: Terminal, { call }: DryRun): number {
  terminal.good(`${call.name} would go through now, for about ${call.gas.toLocaleString("en-US")} gas.`);
  terminal.say("Nothing was sent: this was a dry run.");
  terminal.data({ dryRun: true, call });
  return EXIT.done;
}

function tellFailure(terminal: Terminal, error: unknown, hint: string | undefined, debug = false): number {
  const { exit, ...failure } = failureOf(error);
  const details = failure.code === "INPUT" ? failure.details : failure.details.map((detail) => `  ${detail}`);
  // Mistakes of a file come first: there may be many, and the last line is the one that is seen.
  if (failure.code === "INPUT") for (const detail of details) terminal.complain(detail);
  terminal.complain(`✗ ${failure.message}`, "red");
  if (failure.code !== "INPUT") for (const detail of details) terminal.complain(detail);
  if (failure.remedy !== "") terminal.complain(`  ${failure.remedy}`);
  if (hint !== undefined) terminal.complain(`  To go on: ${hint}`);
  if (debug) terminal.complain(error instanceof Error ? (error.stack ?? "") : "", "dim");
  const result = error instanceof Refused ? error.result : undefined;
  const told = { ...failure, ...(hint !== undefined && { goOn: hint }) };
  // In one line: it may be the last of many.
  terminal.data({ error: told, ...(result !== undefined && { result }) }, 0);
  return exit;
}
