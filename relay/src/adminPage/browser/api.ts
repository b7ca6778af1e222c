/** Calls to the relay that served the page. The browser adds the session's cookie, which no script can read. */

import type { AdminOverview, AuditPage, FoundRequests } from "../../http/adminSchemas.ts";

export type Session = { readonly csrf: string; readonly expiresAt: string };

/** Why a call failed, a sentence. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

async function call(method: string, path: string, { csrf, body }: { csrf?: string; body?: unknown } = {}) {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: {
      ...(csrf !== undefined && { "doorkey-csrf": csrf }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new CallError("The relay does not answer.", 0);
  });
  const text = await response.text();
  const answer: unknown = text === "" ? undefined : JSON.parse(text);
  if (response.ok) return answer;
  const detail: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "detail") : undefined;
  throw new CallError(typeof detail === "string" ? detail : `The relay answered ${response.status}.`, response.status);
}

// The relay checks its answers against the same schemas that these types come from.
export const login = async (key: string) => (await call("POST", "/admin/session", { body: { key } })) as Session;
export const openSession = async () => (await call("GET", "/admin/session")) as Session;
export const logout = async ({ csrf }: Session) => void (await call("DELETE", "/admin/session", { csrf }));
export const overview = async () => (await call("GET", "/v1/admin/overview")) as AdminOverview;
export const audit = async (before?: number) =>
  (await call("GET", `/v1/admin/audit?limit=20${before === undefined ? "" : `&before=${before}`}`)) as AuditPage;

export const search = async (query: Readonly<Record<string, string>>) => {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return (await call("GET", `/v1/admin/requests?${new URLSearchParams(given)}`)) as FoundRequests;
};

/** @param target `all`, `sponsors/<id>` or `signers/<address>`. */
export const setPaused = async ({ csrf }: Session, target: string, paused: boolean) => {
  const action = paused ? "pause" : "resume";
  await call("POST", target === "all" ? `/v1/admin/${action}` : `/v1/admin/${target}/${action}`, { csrf });
};
