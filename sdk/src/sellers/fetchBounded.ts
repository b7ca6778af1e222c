import { readBounded } from "../core/readBounded.ts";

/** As the platform has it; another one can be passed for a proxy, or to keep a server out of its own network. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Bytes and redirects that a site gets. */
const MAX_BYTES = 65_536;
const MAX_REDIRECTS = 3;

/**
 * Text of a page of a site that nobody knows: bounded in size and time, sent without credentials, and of that very
 * origin. "missing" when the site says that it has no such page; "unreachable" for anything else.
 */
export async function fetchBounded(
  url: URL,
  fetch: Fetch,
  timeout: number,
): Promise<{ text: string } | "missing" | "unreachable"> {
  const signal = AbortSignal.timeout(timeout);
  let at = url;
  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await fetch(at.href, { redirect: "manual", credentials: "omit", cache: "no-store", signal });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) {
        if (response.status === 200) return await textOf(response, signal);
        await response.body?.cancel();
        return response.status === 404 || response.status === 410 ? "missing" : "unreachable";
      }
      await response.body?.cancel();
      const next = new URL(location, at);
      if (next.origin !== url.origin) return "unreachable";
      at = next;
    }
  } catch {
    // Whatever the site did, it did not answer.
  }
  return "unreachable";
}

async function textOf(response: Response, signal: AbortSignal): Promise<{ text: string } | "unreachable"> {
  const bytes = await readBounded(response, MAX_BYTES, signal);
  return bytes === undefined ? "unreachable" : { text: new TextDecoder().decode(bytes) };
}
