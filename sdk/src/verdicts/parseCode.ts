import { type CodeProblem, type EntryCode, readCode } from "../codes/codeText.ts";
import { MAX_SCANNED, withoutFrame } from "../codes/withoutFrame.ts";
import { looksRetyped, retype, retypeRarely, swapCase } from "./retype.ts";
import type { Refused } from "./Verdict.ts";

/**
 * Reads what a scanner saw. Returns a code, or a refusal with its reason, and never throws. It ignores what scanners add
 * to a code: line ends, control characters, blanks, an AIM prefix. It reads a code that a scanner typed through another
 * keyboard layout, or with Caps Lock on, if exactly one code can have been meant.
 *
 * @example
 * import { parseCode, sentenceFor } from "doorkey/code";
 *
 * const code = parseCode("https://example.com");
 * if (code.status === "refuse") console.log(sentenceFor(code)); // Not an entry code …
 */
export function parseCode(text: string): EntryCode | Refused {
  if (typeof text !== "string") return notACode("form");
  const scanned = withoutFrame(text);
  const read = readCode(scanned);
  if (typeof read !== "string") return read;
  if (read === "version") return { status: "refuse", reason: "code-newer", problem: read };
  return (scanned.length <= MAX_SCANNED ? readRetyped(scanned, read) : undefined) ?? notACode(read);
}

/** The one code that a scanner can have meant, or the refusal of a text that has the look of one. */
function readRetyped(scanned: string, problem: CodeProblem): EntryCode | Refused | undefined {
  const turned = readFramed(swapCase(scanned));
  if (turned !== undefined) return turned;
  const [code, ...others] = readEach(retype(scanned));
  if (code !== undefined && others.length === 0) return code;
  // With the right prefix and no letter of another language, the layout is right and the code is not.
  const isForeign = problem === "prefix" || (problem === "base45" && /[\u0080-\uffff]/.test(scanned));
  const isTyped = code !== undefined || (isForeign && looksRetyped(scanned));
  return isTyped ? { status: "refuse", reason: "scanner-layout" } : undefined;
}

/** The code that a text is as it stands. */
export function plainCode(text: string): EntryCode | undefined {
  return typeof text === "string" ? readFramed(text) : undefined;
}

/**
 * Every code that a scanner can have meant that typed a text through another keyboard layout, the likelier ones first.
 * The text itself is not a code.
 */
export function possibleCodes(text: string): readonly EntryCode[] {
  if (typeof text !== "string") return [];
  const scanned = withoutFrame(text);
  if (scanned.length > MAX_SCANNED) return [];
  const turned = readFramed(swapCase(scanned));
  return turned === undefined ? readEach([...retype(scanned), ...retypeRarely(scanned)]) : [turned];
}

function readEach(texts: readonly string[]): readonly EntryCode[] {
  return [...new Set(texts)].flatMap((text) => readFramed(text) ?? []);
}

function readFramed(text: string): EntryCode | undefined {
  const read = readCode(withoutFrame(text));
  return typeof read === "string" ? undefined : read;
}

export function notACode(problem: CodeProblem): Refused {
  return { status: "refuse", reason: "not-a-code", problem };
}
