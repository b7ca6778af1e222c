/** The repository's files as the checks see them: Solidity sources with what the compiler made of them, documents. */

import { glob, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ROOT } from "./shell.ts";

/** A node of the compiler's syntax tree: what the checks read of it. */
export type AstNode = {
  readonly nodeType: string;
  readonly name?: string;
  readonly kind?: string;
  readonly contractKind?: string;
  readonly documentation?: { readonly text: string };
  readonly nodes?: readonly AstNode[];
  /** `offset:length:file` */
  readonly src: string;
};

export type Warning = { readonly code: string; readonly text: string };

export type Source = {
  /** From the root, such as `contracts/teams/Teams.sol`. */
  readonly path: string;
  readonly text: string;
  readonly ast: AstNode;
  readonly warnings: readonly Warning[];
};

/** Every Solidity file of ours with the output of the build that compiled it as it is now. */
export async function soliditySources(): Promise<Source[]> {
  return readSources(await files("contracts/**/*.sol"));
}

/** The Solidity files that we ship: neither tests nor mocks. */
export async function productSources(): Promise<Source[]> {
  return readSources((await files("contracts/**/*.sol")).filter(isProduct));
}

async function readSources(paths: readonly string[]): Promise<Source[]> {
  const builds = await Promise.all((await files("artifacts/build-info/*.output.json")).map(readBuild));
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(ROOT, path), "utf8");
      // Older builds keep files that have changed since.
      const build = builds.find(({ inputs }) => inputs[`project/${path}`]?.content === text);
      const output = build?.outputs[`project/${path}`];
      if (build === undefined || output === undefined) throw new Error(`${path} is not compiled: run npm run build`);
      return { path, text, ast: output.ast, warnings: warningsOf(path, build.errors) };
    }),
  );
}

/** Whether a file is part of what we ship: neither test nor mock. */
export function isProduct(path: string): boolean {
  return !path.endsWith(".t.sol") && !path.startsWith("contracts/mocks/");
}

/** Line of a node in its file, from 1. */
export function lineOf({ text }: Pick<Source, "text">, { src }: Pick<AstNode, "src">): number {
  const offset = Number(src.split(":")[0]);
  return Buffer.from(text).subarray(0, offset).toString().split("\n").length;
}

/** The text with comments blanked out, every line still in its place. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, (part) =>
    part.startsWith('"') ? part : part.replace(/[^\n]/g, " "),
  );
}

/** Paths from the root that match, sorted; nothing of node_modules, nor of the other folders that `without` names. */
export async function files(pattern: string, without: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  const exclude = (path: string) => ["node_modules", ".git", ...without].includes(basename(path));
  for await (const path of glob(pattern, { cwd: ROOT, exclude })) found.push(path);
  return found.sort();
}

type SolcError = {
  readonly severity: string;
  readonly errorCode: string;
  readonly message: string;
  readonly formattedMessage: string;
  readonly sourceLocation?: { readonly file: string };
};

type Build = {
  readonly inputs: Readonly<Record<string, { readonly content: string } | undefined>>;
  readonly outputs: Readonly<Record<string, { readonly ast: AstNode } | undefined>>;
  readonly errors: readonly SolcError[];
};

async function readBuild(outputPath: string): Promise<Build> {
  const read = async (path: string) => JSON.parse(await readFile(join(ROOT, path), "utf8"));
  const { input } = await read(outputPath.replace(".output.json", ".json"));
  const { output } = await read(outputPath);
  return { inputs: input.sources, outputs: output.sources, errors: output.errors ?? [] };
}

function warningsOf(path: string, errors: readonly SolcError[]): Warning[] {
  return errors
    .filter(({ severity, sourceLocation }) => severity === "warning" && sourceLocation?.file === `project/${path}`)
    .map(({ errorCode, formattedMessage }) => ({ code: errorCode, text: formattedMessage.trim() }));
}
