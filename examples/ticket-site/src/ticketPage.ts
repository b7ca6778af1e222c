import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";

const DIST = join(import.meta.dirname, "../dist");

/** The files of the buyer's page, as build.ts made them. */
export type TicketPage = Readonly<Record<keyof typeof TYPES, string>>;

const TYPES = {
  "ticket.html": "text/html; charset=utf-8",
  "ticket.js": "text/javascript; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "worker.js": "text/javascript; charset=utf-8",
} as const;

export async function readTicketPage(): Promise<TicketPage> {
  const names = Object.keys(TYPES) as (keyof TicketPage)[];
  const read = async (name: keyof TicketPage) => [name, await readFile(join(DIST, name), "utf8")] as const;
  try {
    return Object.fromEntries(await Promise.all(names.map(read))) as TicketPage;
  } catch (cause) {
    throw new Error('The page is not built. Run "npm run build" first.', { cause });
  }
}

/** Serves one page for all orders. In the buyer's browser, the page finds out what to show. */
export function ticketPage(page: TicketPage): Hono {
  const app = new Hono();
  const serve = (path: string, name: keyof TicketPage) =>
    app.get(path, (c) => c.body(page[name], 200, { "content-type": TYPES[name], "cache-control": "no-cache" }));
  serve("/tickets/:order", "ticket.html");
  serve("/ticket.js", "ticket.js");
  serve("/style.css", "style.css");
  serve("/icon.svg", "icon.svg");
  // At the root, so that it may answer for the tickets without a network.
  serve("/worker.js", "worker.js");
  return app;
}
