/**
 * Checks that every export has a comment, that every exported function, class and value has an example, and that these
 * examples and the README's compile.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARRELS, examplesIn, exportsOf } from "./exports.ts";
import { SDK } from "./root.ts";

// Inside the package, so that `doorkey/…` is found; the folder is ignored by git.
const folder = join(SDK, "cache", "examples");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const missing = new Set<string>();
const written = new Set<string>();
for (const { name, isType, file, doc } of BARRELS.flatMap(exportsOf)) {
  if (file.includes("/generated/")) continue;
  if (doc === "") missing.add(`${name} (${file}) has no comment`);
  const examples = examplesIn(doc);
  if (!isType && examples.length === 0) missing.add(`${name} (${file}) has no example`);
  for (const [i, example] of examples.entries()) {
    const path = join(folder, `${file.replaceAll("/", "-")}.${name}.${i}.ts`);
    writeFileSync(path, `${example}\nexport {};\n`);
    written.add(path);
  }
}
// Declarations that the README's examples assume.
const AROUND = `
import type { Signer } from "ethers";
import type { Connection } from "doorkey";
import type { Claim, Invitation } from "doorkey/buyer";
declare const signer: Signer;
declare const agentId: number;
declare const orders: { paid(id: string): Promise<{ id: string }> };
type Context = { req: { param(name: string): string; json(): Promise<unknown> }; json(value: unknown): Response };
declare const app: { post(path: string, handler: (c: Context) => Promise<Response>): void };
declare const invitation: Invitation;
declare const signal: AbortSignal;
declare const view: HTMLElement;
declare function post(path: string, claim: Claim): Promise<unknown>;
declare const scanned: string;
declare function show(tone: string, headline: string, sentence: string): void;
`;
const readme = readFileSync(join(SDK, "README.md"), "utf8");
for (const [i, [, example]] of [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].entries()) {
  const path = join(folder, `README.${i}.ts`);
  const connected = example?.includes("const connection")
    ? ""
    : "declare const connection: Connection;\ndeclare const eventId: number;\n";
  writeFileSync(path, AROUND + connected + example);
  written.add(path);
}
for (const line of missing) console.error(`✗ ${line}`);

const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, types: [] };
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({ extends: "../../tsconfig.json", compilerOptions, include: ["*.ts"], exclude: [] }),
);
// By name, as npm runs it, because an npx inside an npx would read the options of the outer one.
const { status } = spawnSync("tsc", ["-p", folder], { cwd: SDK, stdio: "inherit" });
console.log(`${status === 0 ? "✓" : "✗"} ${written.size} examples compile`);
process.exit(status === 0 && missing.size === 0 ? 0 : 1);
