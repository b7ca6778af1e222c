import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

/** Idioms that make a text read like a translation; docs/style.md says what to write in their place. */
const IDIOMS: readonly RegExp[] = [
  /\b(?:tell|tells|told)\b/i,
  /\bwhoever\b/i,
  /\bwhatever\b/i,
  /\bwhat became of\b/i,
  /\b(?:somebody|nobody)\b/i,
  /\bunless said\b/i,
  /\banew\b/i,
  /\bis no harm\b/i,
  /\blet be\b/i,
  /\bat fault\b/i,
  /\b(?:go|goes|went) on\b/i,
  /\b(?:want|wants|wanted)\b/i,
  /(?<!\bthere )\bis no (?!longer\b|more than\b|less than\b|later than\b)/i,
];

/** Most lines with an idiom in 1,000 lines of a kind. */
const MOST = 5;

/** The texts that people read. Each kind has the same limit. */
const KINDS: readonly { readonly kind: Kind; readonly patterns: readonly string[] }[] = [
  { kind: "comments", patterns: ["{contracts,sdk,relay,cli,demo,tools,bench,test,test-support}/**/*.{ts,sol}"] },
  { kind: "messages", patterns: ["{sdk,relay,cli,demo,tools}/**/*.ts"] },
  { kind: "documents", patterns: ["**/*.md"] },
];

export type Kind = "comments" | "messages" | "documents";

export type Count = {
  readonly lines: number;
  readonly hits: readonly { readonly line: number; readonly text: string }[];
};

/** At most five lines in 1,000 of comments, of messages and of documents have an idiom. */
export async function prose(): Promise<string[]> {
  const read = await readTexts();
  return KINDS.flatMap(({ kind }) => {
    const counts = read.filter((one) => one.kind === kind);
    const lines = counts.reduce((sum, one) => sum + one.lines, 0);
    const hits = counts.flatMap(({ path, hits: of }) =>
      of.map(({ line, text }) => `  ${path}:${line}  ${text.trim()}`),
    );
    const rate = lines === 0 ? 0 : (1_000 * hits.length) / lines;
    return rate <= MOST
      ? []
      : [`${kind}: ${rate.toFixed(1)} lines in 1,000 have an idiom, the limit is ${MOST}`, ...hits];
  });
}

export type IdiomLine = { readonly kind: Kind; readonly path: string; readonly line: number; readonly text: string };

/** Every line that has an idiom. */
export async function idiomLines(): Promise<IdiomLine[]> {
  return (await readTexts()).flatMap(({ kind, path, hits }) => hits.map((hit) => ({ kind, path, ...hit })));
}

async function readTexts(): Promise<(Count & { readonly kind: Kind; readonly path: string })[]> {
  const texts = await Promise.all(
    KINDS.map(async ({ kind, patterns }) => {
      const paths = (await Promise.all(patterns.map((pattern) => files(pattern)))).flat().filter(isOurs);
      return Promise.all(
        paths.map(async (path) => ({ kind, path, ...countIdioms(kind, await readFile(join(ROOT, path), "utf8")) })),
      );
    }),
  );
  return texts.flat();
}

/** Whether a file was written by hand, and is not a list of unused words. */
function isOurs(path: string): boolean {
  return !/generated\/|node_modules\/|\/dist\/|^GLOSSARY\.md|^CHANGELOG\.md|^docs\/(?:style|reference)|^tools\/check\/prose/.test(
    path,
  );
}

/** The lines of one kind of text in a file, and those that have an idiom. */
export function countIdioms(kind: Kind, text: string): Count {
  const lines = linesOf(kind, text);
  return { lines: lines.length, hits: lines.filter(({ text: one }) => IDIOMS.some((idiom) => idiom.test(one))) };
}

type Line = { readonly line: number; readonly text: string };

function linesOf(kind: Kind, text: string): Line[] {
  if (kind === "documents") return documentLines(text);
  const all = text.split("\n").map((one, i) => ({ line: i + 1, text: one }));
  return kind === "comments" ? all.filter(({ text: one }) => isComment(one)).map(bare) : all.flatMap(messages);
}

/** Lines outside of code blocks that have words. */
function documentLines(text: string): Line[] {
  let isCode = false;
  return text.split("\n").flatMap((one, i) => {
    if (/^\s*```/.test(one)) isCode = !isCode;
    return !isCode && /[a-z]{2}/i.test(one) ? [{ line: i + 1, text: one.replace(/`[^`]*`/g, "") }] : [];
  });
}

function isComment(line: string): boolean {
  return /^\s*(?:\/\/|\/\*\*?|\*(?!\/))/.test(line) || /\s\/\/ /.test(line);
}

/** Removes the code before a comment, and the code in it. */
function bare({ line, text }: Line): Line {
  const words = /^\s*(?:\/|\*)/.test(text) ? text : (text.split(/\s\/\/ /).at(-1) ?? "");
  return { line, text: words.replace(/`[^`]*`/g, "") };
}

/** Quoted texts of three words or more, which a program prints. */
function messages({ line, text }: Line): Line[] {
  if (isComment(text) && /^\s*[/*]/.test(text)) return [];
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, double, template]) => double ?? template?.replace(/\$\{[^}]*\}/g, "…") ?? "")
    .filter((said) => said.trim().split(/\s+/).length >= 3)
    .map((said) => ({ line, text: said }));
}
