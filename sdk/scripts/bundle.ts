/** What an entry point weighs: bundled, minified and gzipped, and where its bytes come from. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type Barrel, pathOf } from "./exports.ts";
import { SDK } from "./root.ts";

/** What a page on a phone downloads: all of it counts, and no ethers may be in it. */
export const FOR_PAGES: readonly Barrel[] = ["buyer", "code"];

/** Gzipped kilobytes (1,000 bytes) that an entry point may weigh; beside ethers, but for the pages. */
export const LIMITS: { readonly [barrel in Barrel]: number } = {
  index: 40,
  buyer: 45,
  code: 45,
  organizer: 50,
  agent: 60,
  gate: 50,
  attester: 70,
  relay: 15,
  "event-index": 45,
  testing: 75,
  abi: 15,
  addresses: 2,
};

/** Packages that an entry point may bring along. */
export const ALLOWED: readonly string[] = ["@noble/curves", "@noble/hashes", "qr"];

export type Bundle = { readonly bytes: Uint8Array; readonly gzipped: number; readonly packages: readonly string[] };

export async function bundle(entry: Barrel, directory: "src" | "dist" = "dist"): Promise<Bundle> {
  const forPages = FOR_PAGES.includes(entry);
  const { outputFiles, metafile } = await build({
    absWorkingDir: SDK,
    entryPoints: [`${directory}/${pathOf(entry)}.${directory === "src" ? "ts" : "js"}`],
    bundle: true,
    minify: true,
    format: "esm",
    platform: forPages ? "browser" : "node",
    target: "es2022",
    external: forPages ? [] : ["ethers", "hardhat"],
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild gave nothing");
  const modules = Object.keys(metafile.inputs).filter((path) => path.includes("node_modules/"));
  const packages = modules.map((path) => {
    const [scope = "", name = ""] = (path.split("node_modules/").at(-1) ?? "").split("/");
    return scope.startsWith("@") ? `${scope}/${name}` : scope;
  });
  return {
    bytes: file.contents,
    gzipped: gzipSync(file.contents, { level: 9 }).length,
    packages: [...new Set(packages)].sort(),
  };
}
