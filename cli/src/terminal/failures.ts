import { InvalidArgumentError } from "commander";
import { type ErrorCode, isDoorkeyError } from "doorkey";
import { describeMistake, type Mistake } from "doorkey/organizer";
import { EXIT, type ExitCode } from "./exit.ts";

/** The command was used wrongly, or got wrong input. Nothing was sent. */
export class UsageError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy = "See --help.") {
    super(message);
    this.remedy = remedy;
  }
}

/** Every mistake in the files that a command was given. Nothing was sent. */
export class InputMistakes extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(describeMistake).join("\n"));
    this.mistakes = mistakes;
  }
}

/** The command did its work, but not all of it succeeded. Its result has the details. */
export class Refused extends Error {
  readonly remedy: string;
  /** The result, for --json. */
  readonly result: unknown;

  constructor(message: string, remedy = "", result?: unknown) {
    super(message);
    this.remedy = remedy;
    this.result = result;
  }
}

/** Ctrl-C, or a question that was answered with no. */
export class Stopped extends Error {
  /** What was done before, for --json. */
  readonly result: unknown;

  constructor(message: string, result?: unknown) {
    super(message);
    this.result = result;
  }
}

/** A failure of a command whose exit codes mean something else than those of others. */
export class EndsWith extends Error {
  readonly exit: ExitCode;

  constructor(cause: unknown, exit: ExitCode) {
    super("", { cause });
    this.exit = exit;
  }
}

/** A failure in words: what happened, the details, and what to do. */
export type Failure = {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  readonly remedy: string;
};

/** Codes of the SDK that mean wrong input. */
const BAD_INPUT: readonly ErrorCode[] = [
  "VALUE_INVALID",
  "EVENT_DOCUMENT_INVALID",
  "EVENT_DOCUMENT_DIFFERS",
  "SALE_LIST_MALFORMED",
  "BEACON_ROUND_INVALID",
];

export function failureOf(error: unknown): Failure {
  if (error instanceof EndsWith) return { ...failureOf(error.cause), exit: error.exit };
  if (error instanceof InvalidArgumentError) return failure(EXIT.usage, "USAGE", error.message, [], "See --help.");
  if (error instanceof UsageError) return failure(EXIT.usage, "USAGE", error.message, [], error.remedy);
  if (error instanceof InputMistakes) {
    const { length } = error.mistakes;
    const told = `${length.toLocaleString("en-US")} ${length === 1 ? "mistake" : "mistakes"}; nothing was sent.`;
    return failure(
      EXIT.usage,
      "INPUT",
      told,
      error.mistakes.map(describeMistake),
      "Fix the file, then run the command again.",
    );
  }
  if (error instanceof Refused) return failure(EXIT.failed, "REFUSED", error.message, [], error.remedy);
  if (error instanceof Stopped) return failure(EXIT.stopped, "STOPPED", error.message, [], "");
  if (isDoorkeyError(error)) {
    const { code, shortMessage, remedy } = error;
    const details = error.message.split("\n").slice(1, -1);
    return failure(BAD_INPUT.includes(code) ? EXIT.usage : EXIT.failed, code, shortMessage, details, remedy);
  }
  const message = error instanceof Error ? error.message : String(error);
  return failure(
    EXIT.failed,
    "UNFORESEEN",
    message,
    [],
    "This error was not expected. Run the command with --debug to see where it happened.",
  );
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
