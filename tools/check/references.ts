import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

const DOCUMENT = /(?<![\w./-])((?:[\w.-]+\/)*[\w-]+\.md)\b/g;

/** Comments and texts refer only to documents that are in the repository. */
export async function references(): Promise<string[]> {
  const documents = new Set((await files("**/*.md")).map((path) => basename(path)));
  const paths = await files("**/*.{ts,sol,mjs,md,tree,yaml,json,sh}");
  const faults = await Promise.all(
    paths.filter(isOurs).map(async (path) => faultsIn(path, await readFile(join(ROOT, path), "utf8"), documents)),
  );
  return faults.flat();
}

function isOurs(path: string): boolean {
  return !/node_modules|\/dist\/|^artifacts|^cache|^types\/|^docs\/reference|package-lock|^CHANGELOG|^test\/textChecks/.test(
    path,
  );
}

/** The documents that a text names and that do not exist beside it, at the root, or anywhere by their bare name. */
export function faultsIn(path: string, text: string, documents: ReadonlySet<string>): string[] {
  return text.split("\n").flatMap((line, i) =>
    [...line.matchAll(DOCUMENT)].flatMap(([, name = ""]) => {
      const isThere =
        (!name.includes("/") && documents.has(name)) ||
        existsSync(join(ROOT, name)) ||
        existsSync(join(ROOT, dirname(path), name));
      return isThere ? [] : [`${path}:${i + 1}: the document ${name} does not exist`];
    }),
  );
}
