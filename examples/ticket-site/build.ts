/** Bundles the buyer's page into dist/: no script of it comes from anywhere else. */
import { createHash } from "node:crypto";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const from = join(import.meta.dirname, "page");
const to = join(import.meta.dirname, "dist");

await build({
  entryPoints: { ticket: join(from, "ticket.ts"), style: join(from, "style.css") },
  outdir: to,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
});
for (const name of ["ticket.html", "icon.svg"]) await copyFile(join(from, name), join(to, name));

// A page that changed must not be shown from the old cache.
const shell = await Promise.all(["ticket.html", "ticket.js", "style.css"].map((name) => readFile(join(to, name))));
const version = createHash("sha256").update(Buffer.concat(shell)).digest("hex").slice(0, 16);
const worker = await readFile(join(from, "worker.js"), "utf8");
await writeFile(join(to, "worker.js"), worker.replace("__VERSION__", version));

const sizes = shell.map((file) => gzipSync(file, { level: 9 }).length);
const total = sizes.reduce((sum, size) => sum + size, 0);
console.log(`page: ${(total / 1000).toFixed(1)} kB gzipped, of it ${((sizes[1] ?? 0) / 1000).toFixed(1)} kB script`);
