import { confirm, isCancel, password } from "@clack/prompts";
import type { SignerOptions } from "./chainOptions.ts";
import { Stopped, UsageError } from "./failures.ts";
import type { Task } from "./Task.ts";

/** Environment variables with the passwords, for commands without a terminal. */
export type PasswordVariable = "DOORKEY_PASSWORD" | "DOORKEY_EVENT_KEY_PASSWORD";

/** Read once and removed from the environment, so that no child process sees them. */
const { DOORKEY_PASSWORD, DOORKEY_EVENT_KEY_PASSWORD } = process.env;
const given = { DOORKEY_PASSWORD, DOORKEY_EVENT_KEY_PASSWORD: DOORKEY_EVENT_KEY_PASSWORD ?? DOORKEY_PASSWORD };
delete process.env.DOORKEY_PASSWORD;
delete process.env.DOORKEY_EVENT_KEY_PASSWORD;

/** Least number of characters in the password of a new key. */
const SHORTEST = 10;

/** Takes a password from the environment, or asks for it without showing it. */
export async function askPassword(
  task: Task,
  message: string,
  variable: PasswordVariable = "DOORKEY_PASSWORD",
): Promise<string> {
  return given[variable] ?? ask(task, message);
}

/** Takes the password of a new key from the environment, or asks for it twice. */
export async function askNewPassword(task: Task): Promise<string> {
  if (DOORKEY_PASSWORD !== undefined) {
    const wrong = judge(DOORKEY_PASSWORD);
    if (wrong !== undefined) throw new UsageError(`DOORKEY_PASSWORD: ${wrong}`);
    return DOORKEY_PASSWORD;
  }
  const first = await ask(task, "Password for the new key", judge);
  if ((await ask(task, "The same password again")) === first) return first;
  throw new UsageError("The two passwords differ. No key was made.", "Try again.");
}

function judge(text: string | undefined): string | undefined {
  return (text ?? "").length >= SHORTEST ? undefined : `A password must have ${SHORTEST} characters or more.`;
}

async function ask(
  { stop }: Task,
  message: string,
  validate?: (text: string | undefined) => string | undefined,
): Promise<string> {
  if (!isAttended()) {
    throw new UsageError(
      "The password cannot be asked for without a terminal.",
      "Set DOORKEY_PASSWORD, or run this in a terminal.",
    );
  }
  const text = await password({
    message,
    mask: "",
    signal: stop,
    output: process.stderr,
    ...(validate && { validate }),
  });
  if (isCancel(text)) throw new Stopped("Stopped.");
  return text;
}

/** Asks before sending, because that cannot be undone. Does not ask on a local chain. */
export async function confirmSending(
  { stop }: Task,
  message: string,
  { yes, local }: confirmSending.Options,
): Promise<void> {
  if (yes === true || local) return;
  if (!isAttended())
    throw new UsageError(`${message} This cannot be asked without a terminal.`, "Add --yes to confirm.");
  const answer = await confirm({ message, initialValue: false, signal: stop, output: process.stderr });
  if (answer !== true) throw new Stopped("Nothing was sent.");
}

/**
 * Asks before an act that is final. Does not ask with --yes, in a dry run, or for a key of --as, which everyone knows and
 * which acts on a local chain only.
 */
export function confirmFinal(task: Task, message: string, { yes, dryRun, as }: SignerOptions): Promise<void> {
  return confirmSending(task, message, { yes: yes ?? dryRun, local: as !== undefined });
}

export declare namespace confirmSending {
  type Options = { readonly yes?: boolean | undefined; readonly local: boolean };
}

function isAttended(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
