/** Bundles the buyer's pages into dist/, so that they load no script from elsewhere. */
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const from = join(import.meta.dirname, "page");
const to = join(import.meta.dirname, "dist");

await build({
  entryPoints: {
    ticket: join(from, "ticket.ts"),
    checkout: join(from, "checkout.ts"),
    draw: join(from, "draw/draw.ts"),
    entry: join(from, "draw/entry.ts"),
    style: join(from, "style.css"),
  },
  outdir: to,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
});
for (const name of ["ticket.html", "icon.svg", "worker.js"]) await copyFile(join(from, name), join(to, name));

const sizes: number[] = [];
for (const name of ["ticket.js", "style.css", "ticket.html"]) {
  sizes.push(gzipSync(await readFile(join(to, name)), { level: 9 }).length);
}
const kB = (bytes = 0) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(
  `ticket page: ${kB(sizes.reduce((sum, size) => sum + size, 0))} gzipped, including ${kB(sizes[0])} of script`,
);
