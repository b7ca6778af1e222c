import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

/** Functions that a seller may pass through. More of them means that its parts should be handed over one by one. */
const MOST = 40;

/** At most forty functions take a `Seller`. */
export async function sellers(): Promise<string[]> {
  const paths = (await files("sdk/src/**/*.ts")).filter((path) => !path.endsWith(".test.ts"));
  const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, path), "utf8")));
  const count = texts.reduce((sum, text) => sum + functionsTakingSeller(text), 0);
  return count <= MOST ? [] : [`${count} functions of the SDK take a Seller, at most ${MOST} may`];
}

/** Parameters of type `Seller` outside of comments. */
export function functionsTakingSeller(text: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  return [...code.matchAll(/[({,]\s*(?:\w+|\{[^{}]*\}|\[[^[\]]*\])\s*:\s*Seller\s*[,)]/g)].length;
}
