import { readBounded } from "../core/readBounded.ts";

/** The platform's fetch, or another one for a proxy or to keep a server out of its own network. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Most bytes and redirects of a site's answer. */
const MAX_BYTES = 65_536;
const MAX_REDIRECTS = 3;

/**
 * The text of a page of an untrusted site: bounded in size and time, requested without credentials, and of that very
 * origin. "missing" if the site says that it has no such page; "unreachable" in all other cases.
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
    // Any failure counts as no answer.
  }
  return "unreachable";
}

async function textOf(response: Response, signal: AbortSignal): Promise<{ text: string } | "unreachable"> {
  const bytes = await readBounded(response, MAX_BYTES, signal);
  return bytes === undefined ? "unreachable" : { text: new TextDecoder().decode(bytes) };
}
