import { type Document, LineCounter, parseDocument } from "yaml";
import { ConfigError, type Mistake } from "./mistakes.ts";

/** The values of a YAML text, and the line of each. */
export type YamlText = { readonly value: unknown; readonly lineOf: (path: string) => number | undefined };

/**
 * Parses a YAML text.
 *
 * @throws ConfigError if it is not YAML, or names a key twice.
 */
export function parseYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const mistakes: Mistake[] = document.errors.map(({ message, linePos }) => ({
    path: "",
    ...(linePos && { line: linePos[0].line }),
    message: message.split("\n")[0]?.replace(/:$/, "") ?? "not YAML",
  }));
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);
  return { value: plainValues(document, file), lineOf: (path) => lineOf(document, lines, path) };
}

/** The library refuses aliases that would expand without bound. */
function plainValues(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigError(file, [{ path: "", message: error instanceof Error ? error.message : "not YAML" }]);
  }
}

/** The line of a path in the text. For a missing value, the line of its nearest parent. */
function lineOf(document: Document, lines: LineCounter, path: string): number | undefined {
  const steps = path.split("/").slice(1);
  for (let length = steps.length; length > 0; length--) {
    const node: unknown = document.getIn(steps.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return undefined;
}
