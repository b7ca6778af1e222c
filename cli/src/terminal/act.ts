import type { Command } from "commander";
import { type Connection, isDoorkeyError, type Transaction } from "doorkey";
import { type SignerOptions, withSigner } from "./chainOptions.ts";
import { action } from "./command.ts";
import { acting } from "./connecting.ts";
import { dry, dryRunIn } from "./dryRun.ts";
import { Refused } from "./failures.ts";
import { confirmFinal } from "./password.ts";
import type { Task } from "./Task.ts";

/** What a command that acts knows when it begins. */
export type Acting<O> = { readonly task: Task; readonly connection: Connection; readonly options: O };

/** A command to run next. `who` names the role that runs it, and what it is for. */
export type Next = readonly [who: string, command: string];

/** An act on the chain. */
export type Act<R extends object> = {
  /** The question before an act that cannot be taken back. What becomes final was shown before. */
  readonly final?: string | undefined;
  /** Sends it with this connection. With a dry one, it throws a DryRun or what would refuse it. */
  readonly send: (connection: Connection) => Promise<R>;
  readonly done: (sent: R) => Done;
};

export type Done = {
  readonly said: string;
  /** For --json. */
  readonly result: object;
  readonly next: readonly Next[];
  /** Why the command fails all the same, because the chain took only a part of it. */
  readonly refused?: string | undefined;
};

/** Prepares an act: reads what it needs from the chain, and shows what will be final. */
type Prepare<O, A extends readonly unknown[], R extends object> = (
  acting: Acting<O>,
  ...args: A
) => Promise<Act<R>> | Act<R>;

/**
 * Sets what a command does that acts on the chain. All such commands take the same options, simulate with --dry-run, ask
 * before what is final, and print what comes next.
 */
export function act<O extends SignerOptions, A extends readonly unknown[], R extends object>(
  command: Command,
  prepare: Prepare<O, A, R>,
): Command {
  return action<O, A>(withSigner(command), (task, options, ...args) =>
    carryOut(task, options, (acting) => prepare(acting, ...args)),
  );
}

/** Carries out an act. If the chain or the relay would refuse it, it is refused before the question. */
export async function carryOut<O extends SignerOptions, R extends object>(
  task: Task,
  options: O,
  prepare: Prepare<O, [], R>,
): Promise<object> {
  const connection = await acting(task, options);
  const { final, send, done } = await prepare({ task, connection, options });
  if (final !== undefined) {
    if (options.dryRun !== true) await simulate(connection, send);
    await confirmFinal(task, final, options);
  }
  task.stop.throwIfAborted();
  const sent = await send(connection).catch((error: unknown) => {
    if (isDoorkeyError(error, "CALL_UNDECIDED")) {
      task.setResumeHint("look at the chain first, because the call may have been executed; then run it again.");
    }
    throw error;
  });
  const { said, result, next, refused } = done(sent);
  const whole = { ...result, ...(hasTransaction(sent) && { transaction: sent.transaction.hash }) };
  if (refused !== undefined) throw new Refused(refused, "", whole);
  task.terminal.good(said);
  if (next.length > 0) task.terminal.next(next);
  return whole;
}

/** Throws what would refuse the act. */
async function simulate(connection: Connection, send: (dry: Connection) => Promise<unknown>): Promise<void> {
  try {
    await send(await dry(connection));
  } catch (error) {
    if (dryRunIn(error) === undefined) throw error;
  }
}

/** Whether the act was one call. */
function hasTransaction(sent: object): sent is { readonly transaction: Transaction } {
  return "transaction" in sent;
}
