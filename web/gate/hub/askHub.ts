/** What came of a question to the hub. */
export type HubAnswer<T> =
  | { readonly status: "answered"; readonly value: T }
  /** `code` is of the hub's table of problems. */
  | { readonly status: "refused"; readonly http: number; readonly code: string; readonly detail: string }
  /** No answer in time, no network, or a hub that cannot keep what it is told. */
  | { readonly status: "silent" };

/** How long a page waits for its hub before it decides by itself. */
export const PATIENCE_MS = 1_500;

/**
 * Asks the hub that served this page.
 *
 * @param path Such as `/api/scans`.
 * @param options.body Sent as JSON with POST. Without one the page reads.
 * @param options.patienceMs Defaults to 1,500.
 */
export async function askHub<T>(path: string, options: askHub.Options = {}): Promise<HubAnswer<T>> {
  const { body, method = body === undefined ? "GET" : "POST", patienceMs = PATIENCE_MS, headers = {} } = options;
  try {
    const response = await fetch(path, {
      method,
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(patienceMs),
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    // The hub's process is gone behind a proxy, or its disk is full.
    if (response.status >= 500) return { status: "silent" };
    const told = response.status === 204 || response.status === 304 ? undefined : await response.json();
    if (response.ok || response.status === 304) return { status: "answered", value: told };
    const { code = "", detail, title = "" } = told;
    return { status: "refused", http: response.status, code, detail: detail ?? title };
  } catch {
    return { status: "silent" };
  }
}

export declare namespace askHub {
  type Options = {
    readonly body?: unknown;
    readonly method?: "GET" | "POST" | "DELETE";
    readonly patienceMs?: number;
    readonly headers?: { readonly [name: string]: string };
  };
}
