import type { Context } from "hono";
import type { Site } from "./language.ts";
import { ShopRefusal } from "./problems.ts";

/** Most rights of one ticket. */
const MOST = 8;

/** The signed statements in a body. The SDK and the chain check each of them. */
export async function signedIn<one extends { readonly rightId: string }>(
  c: Context<Site>,
  name: string,
): Promise<readonly one[]> {
  const list = (await c.req.json<Readonly<Record<string, unknown>> | null>())?.[name];
  const isOne = (one: unknown): one is one => /^\d{1,20}$/.test((one as one | null)?.rightId ?? "");
  if (Array.isArray(list) && list.length <= MOST && list.every(isOne)) return list;
  throw new ShopRefusal(400, "MALFORMED", c.var.words.failed.wrong, c.var.words.failed.reload);
}
