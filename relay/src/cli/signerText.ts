/** Changes `signers` in the text of a configuration, and nothing else of it: comments and layout stay. */

import { isDeepStrictEqual } from "node:util";
import { type Document, isSeq, parse, parseDocument, type YAMLSeq } from "yaml";

/** An entry such as `{ keystore: "keys/signer-2.json" }`. */
export type SignerEntry = { readonly [kind: string]: string | { readonly [name: string]: string } };

/** The text with one more entry under `signers`. */
export function withSigner(text: string, entry: SignerEntry): string {
  const document = parseDocument(text);
  const signers = document.get("signers");
  const [line, wanted] = [lineOf(entry), [...entriesIn(text), entry]];
  const changed = isSeq(signers) ? appended(text, signers, line) : `${ended(text)}signers:\n  ${line}\n`;
  if (changed !== undefined && hasOnly(changed, text, wanted)) return changed;
  document.set("signers", wanted);
  return written(document);
}

/** The text without the entry at this index. */
export function withoutSigner(text: string, index: number): string {
  const document = parseDocument(text);
  const signers = document.get("signers");
  const wanted = entriesIn(text).filter((_, i) => i !== index);
  const changed = isSeq(signers) && signers.flow !== true ? without(text, signers, index) : undefined;
  if (changed !== undefined && hasOnly(changed, text, wanted)) return changed;
  document.set("signers", wanted);
  return written(document);
}

function appended(text: string, signers: YAMLSeq, line: string): string | undefined {
  const [start, end] = signers.range ?? [0, 0];
  if (signers.items.length === 0) return `${text.slice(0, start).trimEnd()}\n  ${line}${text.slice(end)}`;
  const place = placeOf(text, signers, signers.items.length - 1);
  if (signers.flow === true || place === undefined) return undefined;
  return `${ended(text.slice(0, place.end))}${place.indent}${line}\n${text.slice(place.end)}`;
}

function without(text: string, signers: YAMLSeq, index: number): string | undefined {
  const place = placeOf(text, signers, index);
  return place && text.slice(0, place.start) + text.slice(place.end);
}

/** The lines of an entry, with what stands before its hyphen. */
function placeOf(text: string, { items }: YAMLSeq, index: number) {
  const item: unknown = items[index];
  if (typeof item !== "object" || item === null || !("range" in item) || !Array.isArray(item.range)) return undefined;
  const start = text.lastIndexOf("\n", Number(item.range[0])) + 1;
  const indent = /^ *(?=- )/.exec(text.slice(start))?.[0];
  if (indent === undefined) return undefined;
  const newline = text.indexOf("\n", Number(item.range[1]) - 1);
  return { start, end: newline < 0 ? text.length : newline + 1, indent };
}

/** JSON's texts are YAML's. */
function lineOf(entry: SignerEntry): string {
  const parts = Object.entries(entry).map(([kind, value]) => `${kind}: ${textOf(value)}`);
  return `- ${parts.join(", ")}`;
}

function textOf(value: SignerEntry[string]): string {
  if (typeof value === "string") return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${JSON.stringify(part)}`)
    .join(", ")} }`;
}

const ended = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

function entriesIn(text: string): readonly unknown[] {
  const { signers } = parse(text) as { readonly signers?: readonly unknown[] | null };
  return signers ?? [];
}

/** Whether a changed text differs from the one before in its signers only. */
function hasOnly(changed: string, before: string, signers: readonly unknown[]): boolean {
  const { errors } = parseDocument(changed);
  return errors.length === 0 && isDeepStrictEqual(parse(changed), { ...parse(before), signers });
}

/** For a layout that cannot be changed in place. Long lines stay as they are. */
const written = (document: Document): string => document.toString({ lineWidth: 0, flowCollectionPadding: false });
