import { type EntryCode, readCode } from "../codes/codeText.ts";
import type { Refused } from "./Verdict.ts";

/**
 * Reads what a scanner saw. Any text gives a code or a refusal with its reason; none throws. Line ends that hand
 * scanners type after a code are let be.
 *
 * @example
 * import { parseCode, sentenceFor } from "doorkey/code";
 *
 * const code = parseCode("https://example.com");
 * if (code.status === "refuse") console.log(sentenceFor(code)); // Not an entry code …
 */
export function parseCode(text: string): EntryCode | Refused {
  const read = readCode(text.replace(/[\r\n\t]+$/, ""));
  if (typeof read !== "string") return read;
  return read === "version"
    ? { status: "refuse", reason: "code-newer", problem: read }
    : { status: "refuse", reason: "not-a-code", problem: read };
}
