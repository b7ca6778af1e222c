/** What a phone downloads for a page, in gzipped bytes, and how much it may be. */
import { gzipSync } from "node:zlib";
import { LANGUAGES } from "../shared/locale/languages.ts";
import type { PageName } from "./securityHeaders.ts";

export type Size = { readonly title: string; readonly gzipped: number; readonly limit: number };

type Limit = {
  readonly title: string;
  readonly of: RegExp;
  readonly limit: number;
  /** Whether the scripts that these import count too. */
  readonly withImports?: boolean;
};

/** Most gzipped bytes by page and kind of file. The fallback reader loads only where the browser reads no codes. */
const LIMITS: { readonly [page in PageName]: readonly Limit[] } = {
  gate: [
    { title: "gate page", of: /^\/$|\/(gate|style)-\w+\.(js|css)$/, limit: 77_000 },
    { title: "reader of frames", of: /\/decode-\w+\.js$/, limit: 13_200 },
    { title: "words", of: /\/part-(ja|vi|zh)-\w+\.js$/, limit: 9_000 },
    { title: "fallback reader", of: /\/part-(?!ja|vi|zh)\w+-\w+\.js$/, limit: 17_000 },
    { title: "WebAssembly", of: /\.wasm$/, limit: 420_000 },
    { title: "service worker", of: /^\/sw\.js$/, limit: 1_500 },
  ],
  wallet: [
    ...Object.keys(LANGUAGES).flatMap(walletIn),
    { title: "page and style", of: /^\/$|\/style-\w+\.css$/, limit: 6_000 },
    { title: "words", of: /\/part-(en|ja|vi|zh)-\w+\.js$/, limit: 21_000 },
    { title: "reader of codes", of: /\/part-decode-\w+\.js$/, limit: 16_000 },
    { title: "service worker", of: /^\/sw\.js$/, limit: 1_500 },
  ],
  "box-office": [
    { title: "box office", of: /^\/$|\/(box-office|style|part-chunk)-\w+\.(js|css)$/, limit: 90_000 },
    { title: "words", of: /\/part-(ja|vi|zh)-\w+\.js$/, limit: 15_000 },
    { title: "service worker", of: /^\/sw\.js$/, limit: 1_500 },
  ],
};

/** What the fan of a language loads to open a shop's link, and to show a code. */
function walletIn(language: string): readonly Limit[] {
  const scripts = (...names: readonly string[]) => new RegExp(`/(${names.join("|")})-\\w+\\.js$`);
  const [page, words] = ["wallet", `part-${language}`];
  return [
    { title: `first load in ${language}`, of: scripts(page, words), limit: 60_000, withImports: true },
    {
      title: `code screen in ${language}`,
      of: scripts(page, words, "part-ofTicket"),
      limit: 73_000,
      withImports: true,
    },
  ];
}

/** The sizes of a page's files, by kind. */
export function sizesOf(page: PageName, files: ReadonlyMap<string, Uint8Array>): Size[] {
  return LIMITS[page].map(({ title, of, limit, withImports = false }) => {
    const fitting = [...files.keys()].filter((path) => of.test(path));
    const paths = withImports ? withImported(fitting, files) : fitting;
    const size = (path: string) => gzipSync(files.get(path) ?? new Uint8Array(), { level: 9 }).length;
    return { title, gzipped: paths.reduce((sum, path) => sum + size(path), 0), limit };
  });
}

/** Scripts with all that they import, but for what they load later. */
function withImported(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const all = new Set(paths);
  for (const path of all) {
    const text = Buffer.from(files.get(path) ?? []).toString();
    for (const [, name] of text.matchAll(/(?:from|import)"\.\/([\w.-]+)"/g)) all.add(`/assets/${name}`);
  }
  return [...all];
}

/** Prints the sizes. Returns whether each kind of file exists and is within its limit. */
export function writeSizes(sizes: readonly Size[]): boolean {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  let fits = true;
  for (const { title, gzipped, limit } of sizes) {
    const isGood = gzipped > 0 && gzipped <= limit;
    fits &&= isGood;
    console.log(`${isGood ? "✓" : "✗"} ${title.padEnd(22)} ${kB(gzipped)} gzipped of ${kB(limit)}`);
  }
  return fits;
}
