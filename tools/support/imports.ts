/** Which modules a TypeScript file imports. Read from its text: no compiler is needed, and imports of types count. */

export type Import = { readonly specifier: string; readonly line: number };

type Kind = "word" | "number" | "string" | "mark";
type Token = { readonly kind: Kind; readonly text: string; readonly at: number };

/** Every module in `import`, `import type`, `export … from` and `import("…")`, in the order of the text. */
export function importsOf(text: string): Import[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, i) => {
    const source = sourceOf(tokens, i);
    if (source === undefined) return [];
    return [{ specifier: source.text.slice(1, -1), line: text.slice(0, token.at).split("\n").length }];
  });
}

/** The module that the statement at `start` imports from; nothing if no import starts there. */
function sourceOf(tokens: readonly Token[], start: number): Token | undefined {
  const [before, word, next, afterNext] = [tokens[start - 1], tokens[start], tokens[start + 1], tokens[start + 2]];
  // A property may have any name.
  if (word?.kind !== "word" || before?.text === ".") return undefined;
  if (word.text === "import") {
    if (next?.kind === "string") return next;
    if (next?.text === "(" && afterNext?.kind === "string") return afterNext;
  }
  return word.text === "import" || word.text === "export" ? sourceAfter(tokens, start + 1) : undefined;
}

/** The module after `from`, if only names of imports or exports stand before it. */
function sourceAfter(tokens: readonly Token[], start: number): Token | undefined {
  for (let i = start; i < tokens.length; i++) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    if (token?.text === "from" && next?.kind === "string") return next;
    const isName = token?.kind === "word" || token?.kind === "string";
    if (!isName && !["{", "}", ",", "*"].includes(token?.text ?? "")) return undefined;
  }
  return undefined;
}

const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** Up to the end of a template, or to its next `${`. */
const TEMPLATE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;

/** After these words a slash starts a regular expression; after other words it divides. */
const BEFORE_VALUE = [
  "return",
  "typeof",
  "case",
  "of",
  "in",
  "do",
  "else",
  "void",
  "delete",
  "throw",
  "await",
  "yield",
];

/** The text's tokens, without comments and regular expressions. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  // What each open brace belongs to: the code in a template goes on as template after its closing brace.
  const braces: ("block" | "template")[] = [];
  let at = 0;

  const skip = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const take = (kind: Kind, pattern: RegExp): boolean => {
    const start = at;
    const found = skip(pattern);
    if (found !== undefined) tokens.push({ kind, text: found, at: start });
    return found !== undefined;
  };
  const takeTemplate = (): void => {
    const start = at;
    at++;
    const hasCode = skip(TEMPLATE)?.endsWith("${") === true;
    if (hasCode) braces.push("template");
    tokens.push({ kind: hasCode ? "mark" : "string", text: text.slice(start, at), at: start });
  };

  while (at < text.length) {
    if (skip(BLANK) !== undefined) continue;
    if (take("string", STRING) || take("word", WORD) || take("number", NUMBER)) continue;
    const mark = text[at] ?? "";
    if (mark === "/" && !endsValue(tokens.at(-1)) && skip(REGULAR_EXPRESSION) !== undefined) continue;
    if (mark === "`" || (mark === "}" && braces.pop() === "template")) {
      takeTemplate();
      continue;
    }
    if (mark === "{") braces.push("block");
    tokens.push({ kind: "mark", text: mark, at });
    at++;
  }
  return tokens;
}

function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "word") return !BEFORE_VALUE.includes(token.text);
  return token.kind !== "mark" || [")", "]", "}"].includes(token.text);
}
