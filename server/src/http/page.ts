import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import Value from "typebox/value";
import type { Routes } from "./base.ts";

/** Each file of the page by its path, with all of its headers. */
const PageHeaders = Type.Record(
  Type.String({ pattern: "^/[A-Za-z0-9._/-]*$" }),
  Type.Record(Type.String(), Type.String()),
);
type PageHeaders = Static<typeof PageHeaders>;

/**
 * The built page. Only files that the build listed are served, from memory, so that no path leads out of its folder.
 *
 * @throws If the folder has no built page.
 */
export async function pageRoutes(app: Routes, folder: string): Promise<void> {
  for (const [path, headers] of Object.entries(await readHeaders(folder))) {
    const body = await readFile(join(folder, path === "/" ? "index.html" : path));
    app.get(path, async (_, reply) => reply.headers(headers).send(body));
  }
}

async function readHeaders(folder: string): Promise<PageHeaders> {
  const file = join(folder, "headers.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`There is no built page in ${folder}. "npm run build" makes it.`);
  });
  const value: unknown = JSON.parse(text);
  if (Value.Check(PageHeaders, value)) return value;
  throw new Error(`${file} does not list the page's files and their headers.`);
}
