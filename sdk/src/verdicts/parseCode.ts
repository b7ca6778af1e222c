import { type EntryCode, readCode } from "../codes/codeText.ts";
import type { Refused } from "./Verdict.ts";

/**
 * Reads what a scanner saw. Returns a code, or a refusal with its reason, and never throws. Trailing line breaks and
 * tabs of hand-held scanners are ignored.
 *
 * @example
 * import { parseCode, sentenceFor } from "doorkey/code";
 *
 * const code = parseCode("https://example.com");
 * if (code.status === "refuse") console.log(sentenceFor(code)); // Not an entry code …
 */
export function parseCode(text: string): EntryCode | Refused {
  if (typeof text !== "string") return { status: "refuse", reason: "not-a-code", problem: "prefix" };
  const read = readCode(text.replace(/[\r\n\t]+$/, ""));
  if (typeof read !== "string") return read;
  return read === "version"
    ? { status: "refuse", reason: "code-newer", problem: read }
    : { status: "refuse", reason: "not-a-code", problem: read };
}
