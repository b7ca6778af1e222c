/** What a page downloads for an entry point: bundled, minified and gzipped, and where its bytes come from. */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export const SDK = fileURLToPath(new URL("..", import.meta.url));

/** Gzipped kilobytes (1,000 bytes) that an entry point may weigh. */
export const LIMITS = { buyer: 45, code: 45, index: 8 } as const;

export type Bundle = { readonly bytes: Uint8Array; readonly gzipped: number; readonly packages: readonly string[] };

export async function bundle(entry: keyof typeof LIMITS, directory: "src" | "dist" = "dist"): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: SDK,
    entryPoints: [`${directory}/${entry}.${directory === "src" ? "ts" : "js"}`],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild gave nothing");
  const modules = Object.keys(metafile.inputs).map((path) => path.split("node_modules/").at(-1) ?? path);
  const packages = modules.map((path) =>
    (path.startsWith("@") ? path.split("/").slice(0, 2) : path.split("/").slice(0, 1)).join("/"),
  );
  return {
    bytes: file.contents,
    gzipped: gzipSync(file.contents, { level: 9 }).length,
    packages: [...new Set(packages)].filter((name) => name !== directory).sort(),
  };
}
