/** The size of an entry point, bundled, minified and gzipped, and the packages in it. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { type Barrel, pathOf } from "./exports.ts";
import { SDK } from "./root.ts";

/** Entry points that a page on a phone downloads. All their bytes count, and they must not contain ethers. */
export const FOR_PAGES: readonly Barrel[] = ["buyer", "code"];

/**
 * Most gzipped kilobytes (1,000 bytes) of an entry point. Ethers counts only in those for pages. That of buyers has what
 * a wallet asks sellers, and the shapes of their answers. Entries for servers carry a sentence with its values for each
 * error of the contracts; gates the decision on codes with its sentences; relays a hash of their own, which reads a
 * thousand requests faster than that of ethers; organizers also the code of the presale's hook, and the list of lost
 * phones; attesters, tests and audits the code of the whole suite; draws, audits and deployments the curve of the beacon.
 */
export const LIMITS: { readonly [barrel in Barrel]: number } = {
  index: 53,
  buyer: 46,
  code: 48,
  organizer: 60,
  agent: 90,
  ballot: 84,
  gate: 82,
  attester: 87,
  relay: 28,
  "event-index": 53,
  audit: 177,
  deployment: 106,
  testing: 142,
  abi: 15,
  addresses: 2,
};

/** Packages that an entry point may contain. */
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
    external: forPages ? [] : ["ethers", "hardhat", "pg"],
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild returned no file");
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
