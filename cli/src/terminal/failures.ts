import { InvalidArgumentError } from "commander";
import { type ErrorCode, isDoorkeyError } from "doorkey";
import { describeMistake, type Mistake } from "doorkey/organizer";

/** How a script ends. */
export const EXIT = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

/** What is wrong is how the script was called, or what it was given: nothing was sent. */
export class UsageError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy = "See --help.") {
    super(message);
    this.remedy = remedy;
  }
}

/** Everything that is wrong with the files a script was given: nothing was sent. */
export class InputMistakes extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(describeMistake).join("\n"));
    this.mistakes = mistakes;
  }
}

/** What the script was asked to do did not come out as it should: its report says how. */
export class Refused extends Error {
  readonly remedy: string;
  /** What came out, for --json. */
  readonly result: unknown;

  constructor(message: string, remedy = "", result?: unknown) {
    super(message);
    this.remedy = remedy;
    this.result = result;
  }
}

/** Ctrl-C. */
export class Stopped extends Error {}

/** A failure in words: what happened, more about it, what to do. */
export type Failure = {
  readonly exit: (typeof EXIT)[keyof typeof EXIT];
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  readonly remedy: string;
};

/** Failures of the package that are about what it was given. */
const BAD_INPUT: readonly ErrorCode[] = ["VALUE_INVALID", "EVENT_DOCUMENT_INVALID", "EVENT_DOCUMENT_DIFFERS"];

export function failureOf(error: unknown): Failure {
  if (error instanceof InvalidArgumentError) return failure(EXIT.usage, "USAGE", error.message, [], "See --help.");
  if (error instanceof UsageError) return failure(EXIT.usage, "USAGE", error.message, [], error.remedy);
  if (error instanceof InputMistakes) {
    const { length } = error.mistakes;
    const told = `${length.toLocaleString("en-US")} ${length === 1 ? "mistake" : "mistakes"}; nothing was sent.`;
    return failure(EXIT.usage, "INPUT", told, error.mistakes.map(describeMistake), "Mend the file and run this again.");
  }
  if (error instanceof Refused) return failure(EXIT.failed, "REFUSED", error.message, [], error.remedy);
  if (error instanceof Stopped) return failure(EXIT.stopped, "STOPPED", error.message, [], "");
  if (isDoorkeyError(error)) {
    const { code, shortMessage, remedy } = error;
    const details = error.message.split("\n").slice(1, -1);
    return failure(BAD_INPUT.includes(code) ? EXIT.usage : EXIT.failed, code, shortMessage, details, remedy);
  }
  const message = error instanceof Error ? error.message : String(error);
  return failure(EXIT.failed, "UNFORESEEN", message, [], "This was not foreseen: --debug shows where it happened.");
}

function failure(
  exit: Failure["exit"],
  code: string,
  message: string,
  details: readonly string[],
  remedy: string,
): Failure {
  return { exit, code, message, details, remedy };
}
