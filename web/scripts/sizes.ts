/** What a phone downloads for the gate page, in gzipped bytes, and how much it may be. */
import { gzipSync } from "node:zlib";

export type Size = { readonly title: string; readonly gzipped: number; readonly limit: number };

/** Most gzipped bytes by kind of file. The fallback reader loads only where WebAssembly is refused. */
const LIMITS: readonly { readonly title: string; readonly of: RegExp; readonly limit: number }[] = [
  { title: "gate page", of: /^\/$|\/(gate|style)-\w+\.(js|css)$/, limit: 77_000 },
  { title: "reader of frames", of: /\/decode-\w+\.js$/, limit: 13_200 },
  { title: "words", of: /\/part-(ja|vi|zh)-\w+\.js$/, limit: 9_000 },
  { title: "fallback reader", of: /\/part-(?!ja|vi|zh)\w+-\w+\.js$/, limit: 17_000 },
  { title: "WebAssembly", of: /\.wasm$/, limit: 420_000 },
  { title: "service worker", of: /^\/sw\.js$/, limit: 1_500 },
];

/** The sizes of a page's files, by kind. */
export function sizesOf(files: ReadonlyMap<string, Uint8Array>): Size[] {
  return LIMITS.map(({ title, of, limit }) => {
    const fitting = [...files].filter(([path]) => of.test(path));
    const gzipped = fitting.reduce((sum, [, bytes]) => sum + gzipSync(bytes, { level: 9 }).length, 0);
    return { title, gzipped, limit };
  });
}

/** Prints the sizes. Returns whether each kind of file exists and is within its limit. */
export function writeSizes(sizes: readonly Size[]): boolean {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  let fits = true;
  for (const { title, gzipped, limit } of sizes) {
    const isGood = gzipped > 0 && gzipped <= limit;
    fits &&= isGood;
    console.log(`${isGood ? "✓" : "✗"} ${title.padEnd(18)} ${kB(gzipped)} gzipped of ${kB(limit)}`);
  }
  return fits;
}
