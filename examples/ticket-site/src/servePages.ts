import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import type { Site } from "./language.ts";

const DIST = join(import.meta.dirname, "../dist");

/** The files of the buyer's pages, as build.ts made them. */
export type BuyerPages = Readonly<Record<keyof typeof TYPES, string>>;

const TYPES = {
  "ticket.html": "text/html; charset=utf-8",
  "ticket.js": "text/javascript; charset=utf-8",
  "checkout.js": "text/javascript; charset=utf-8",
  "draw.js": "text/javascript; charset=utf-8",
  "entry.js": "text/javascript; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "worker.js": "text/javascript; charset=utf-8",
} as const;

export async function readBuyerPages(): Promise<BuyerPages> {
  const names = Object.keys(TYPES) as (keyof BuyerPages)[];
  const read = async (name: keyof BuyerPages) => [name, await readFile(join(DIST, name), "utf8")] as const;
  try {
    return Object.fromEntries(await Promise.all(names.map(read))) as BuyerPages;
  } catch (cause) {
    throw new Error('The pages are not built. Run "npm run build" first.', { cause });
  }
}

/** Serves one ticket page for all orders. In the buyer's browser, the page finds out what to show. */
export function servePages(pages: BuyerPages): Hono<Site> {
  const app = new Hono<Site>();
  const serve = (path: string, name: keyof BuyerPages) =>
    app.get(path, (c) => c.body(pages[name], 200, { "content-type": TYPES[name], "cache-control": "no-cache" }));
  serve("/tickets/:order", "ticket.html");
  serve("/ticket.js", "ticket.js");
  serve("/checkout.js", "checkout.js");
  serve("/draw.js", "draw.js");
  serve("/entry.js", "entry.js");
  serve("/style.css", "style.css");
  serve("/icon.svg", "icon.svg");
  // At the root, so that it may answer for the tickets without a network.
  serve("/worker.js", "worker.js");
  return app;
}
