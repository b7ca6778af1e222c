/** Builds a page into static files with content hashes, a service worker and a table of headers. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { type HeaderTable, headersOf } from "./securityHeaders.ts";

export const WEB = join(import.meta.dirname, "..");

/** The folder that a server serves. */
export const BUILT_GATE = join(WEB, "dist", "gate");

/** Files by path from the page's root. */
type Files = Map<string, Uint8Array>;

const COMMON: BuildOptions = {
  absWorkingDir: WEB,
  bundle: true,
  format: "esm",
  platform: "browser",
  target: ["es2023", "chrome123", "firefox128", "safari17.5"],
  legalComments: "none",
  logLevel: "error",
  write: false,
  outdir: "/",
};

/**
 * Builds the gate page.
 *
 * @param options.reloads Whether the page reloads itself when its sources change. Defaults to false.
 * @param options.into Defaults to dist/gate.
 * @returns The paths with their bytes.
 */
export async function buildGate(options: buildGate.Options = {}): Promise<Files> {
  const { reloads = false, into = BUILT_GATE } = options;
  const common: BuildOptions = { ...COMMON, minify: !reloads };
  const files: Files = new Map();

  const wasm = await readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
  const readerWasm = hashed("/assets/reader.wasm", wasm);
  files.set(readerWasm, wasm);

  const decoder = await bundle(files, {
    ...common,
    entryPoints: { decode: "gate/camera/decode.worker.ts" },
    splitting: true,
    define: { READER_WASM: JSON.stringify(readerWasm) },
  });
  const page = await bundle(files, {
    ...common,
    splitting: true,
    entryPoints: { gate: "gate/main.tsx", style: "shared/look/gate.css" },
    define: { DECODE_WORKER: JSON.stringify(decoder.get("decode.js")), RELOADS: String(reloads) },
  });

  for (const name of ["icon.svg", "app.webmanifest"]) {
    files.set(`/${name}`, await readFile(join(WEB, "gate", name)));
  }
  const html = await readFile(join(WEB, "gate", "index.html"), "utf8");
  files.set("/", Buffer.from(fill(html, { SCRIPT: page.get("gate.js"), STYLE: page.get("style.css") })));

  const kept = [...files.keys()].sort();
  const { outputFiles = [] } = await build({
    ...common,
    entryPoints: { sw: "shared/offline/serviceWorker.ts" },
    define: { PRECACHE: JSON.stringify(kept), BUILD: JSON.stringify(digestOf(...files.values())) },
  });
  for (const { contents } of outputFiles) files.set("/sw.js", contents);

  await write(files, into);
  return files;
}

export declare namespace buildGate {
  type Options = { readonly reloads?: boolean; readonly into?: string };
}

/** Bundles, and returns the path of each entry point by its name without the hash. */
async function bundle(files: Files, options: BuildOptions): Promise<ReadonlyMap<string, string>> {
  const names = { entryNames: "assets/[name]-[hash]", chunkNames: "assets/part-[name]-[hash]" };
  const { outputFiles = [] } = await build({ ...options, ...names });
  const entries = new Map<string, string>();
  for (const { path, contents } of outputFiles) {
    files.set(path, contents);
    entries.set(basename(path).replace(/-[A-Z0-9]{8}(?=\.)/, ""), path);
  }
  return entries;
}

function fill(html: string, values: { readonly [name: string]: string | undefined }): string {
  return html.replace(/%([A-Z]+)%/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`index.html wants ${name}, which the build did not make`);
    return value;
  });
}

function hashed(path: string, bytes: Uint8Array): string {
  return path.replace(/(?=\.[a-z]+$)/, `-${digestOf(bytes).slice(0, 8).toUpperCase()}`);
}

function digestOf(...parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

async function write(files: Files, into: string): Promise<void> {
  await rm(into, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    const file = join(into, fileOf(path));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const table: HeaderTable = Object.fromEntries([...files.keys()].map((path) => [path, headersOf(path)]));
  await writeFile(join(into, "headers.json"), `${JSON.stringify(table, null, 2)}\n`);
}

/** The file behind a path of the page. */
export function fileOf(path: string): string {
  return path === "/" ? "index.html" : path.slice(1);
}
