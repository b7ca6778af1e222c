/** Builds a page into static files with content hashes, a service worker and a table of headers. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { directImports } from "./directImports.ts";
import { hostHeaders } from "./hostHeaders.ts";
import { type HeaderTable, headersOf, type PageName } from "./securityHeaders.ts";

export const WEB = join(import.meta.dirname, "..");

/** Files by path from the page's root. */
export type Files = Map<string, Uint8Array>;

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

/** A page is a folder with index.html, main.tsx, app.webmanifest and icons; its style is in shared/look. */
export type Page = {
  readonly name: PageName;
  /** The script that reads camera frames with WebAssembly, in a page that has one. */
  readonly worker?: string;
};

/**
 * Builds a page.
 *
 * @param options.reloads Whether the page reloads itself when its sources change. Defaults to false.
 * @param options.into The folder that gets the files. What it had is gone.
 * @returns The paths with their bytes.
 */
export async function buildPage(page: Page, options: buildPage.Options & { readonly into: string }): Promise<Files> {
  const { name, worker } = page;
  const { reloads = false, into } = options;
  const common: BuildOptions = { ...COMMON, minify: !reloads };
  const files: Files = new Map();

  const decoder = worker === undefined ? undefined : await bundleWorker(files, common, worker);
  const scripts = await bundle(files, {
    ...common,
    splitting: true,
    plugins: [directImports],
    entryPoints: { [name]: `${name}/main.tsx`, style: `shared/look/${name}.css` },
    define: { RELOADS: String(reloads), ...(decoder && { DECODE_WORKER: JSON.stringify(decoder) }) },
  });

  const folder = await readdir(join(WEB, name));
  for (const file of folder.filter((one) => /\.(svg|png|webmanifest)$/.test(one))) {
    files.set(`/${file}`, await readFile(join(WEB, name, file)));
  }
  const html = await readFile(join(WEB, name, "index.html"), "utf8");
  const paths = { SCRIPT: scripts.get(`${name}.js`), STYLE: scripts.get("style.css") };
  files.set("/", Buffer.from(fill(html, paths)));

  const kept = [...files.keys()].sort();
  const { outputFiles = [] } = await build({
    ...common,
    entryPoints: { sw: "shared/offline/serviceWorker.ts" },
    define: { PRECACHE: JSON.stringify(kept), BUILD: JSON.stringify(digestOf(...files.values())) },
  });
  for (const { contents } of outputFiles) files.set("/sw.js", contents);

  await write(files, name, into);
  return files;
}

export declare namespace buildPage {
  type Options = { readonly reloads?: boolean; readonly into?: string };
}

/** Bundles the reader of frames, and returns its path. */
async function bundleWorker(files: Files, common: BuildOptions, worker: string): Promise<string | undefined> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
  const readerWasm = hashed("/assets/reader.wasm", wasm);
  files.set(readerWasm, wasm);
  const scripts = await bundle(files, {
    ...common,
    entryPoints: { decode: worker },
    splitting: true,
    define: { READER_WASM: JSON.stringify(readerWasm) },
  });
  return scripts.get("decode.js");
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

async function write(files: Files, page: PageName, into: string): Promise<void> {
  await rm(into, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    const file = join(into, fileOf(path));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const table: HeaderTable = Object.fromEntries([...files.keys()].map((path) => [path, headersOf(path, page)]));
  await writeFile(join(into, "headers.json"), `${JSON.stringify(table, null, 2)}\n`);
  await writeFile(join(into, "_headers"), hostHeaders(table));
}

/** The file behind a path of the page. */
export function fileOf(path: string): string {
  return path === "/" ? "index.html" : path.slice(1);
}
