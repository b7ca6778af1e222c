import type { Office } from "../../src/startOffice/startOffice.ts";

/** What an answer has if it is a refusal. */
type Refused = { readonly code?: string; readonly detail?: string; readonly message?: string };

/** An answer of the office. */
export type Answer<T> = { readonly status: number; readonly body: T & Refused; readonly headers: Headers };

/** A browser in which one of the staff is signed in. */
export class Clerk {
  readonly #url: string;
  readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.cookie = cookie;
  }

  /** Invites a person as the operator does, and signs in with the link. */
  static async signIn(
    office: Pick<Office, "url" | "operatorUrl" | "operatorToken">,
    of: { readonly name: string; readonly role: string },
  ): Promise<Clerk> {
    const { body } = await call<{ url: string }>(office.operatorUrl, "POST", "/operator/staff-invitations", of, {
      authorization: `Bearer ${office.operatorToken}`,
    });
    const token = new URL(body.url).hash.replace("#invite=", "");
    const { headers } = await call(office.url, "POST", "/api/session", { token });
    return new Clerk(office.url, (headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "");
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return call<T>(this.#url, "GET", path, undefined, { cookie: this.cookie });
  }

  post<T = Record<string, unknown>>(path: string, body: unknown = {}): Promise<Answer<T>> {
    return call<T>(this.#url, "POST", path, body, { cookie: this.cookie });
  }

  delete(path: string): Promise<Answer<Record<string, unknown>>> {
    return call(this.#url, "DELETE", path, undefined, { cookie: this.cookie });
  }

  /** Sends the bytes of a CSV file. */
  async upload<T = Record<string, unknown>>(path: string, bytes: string | Uint8Array<ArrayBuffer>): Promise<Answer<T>> {
    const response = await fetch(`${this.#url}${path}`, {
      method: "POST",
      headers: { cookie: this.cookie, "content-type": "text/csv" },
      body: bytes,
    });
    return answerOf<T>(response);
  }
}

/** Calls the office with JSON. */
export async function call<T = Record<string, unknown>>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answerOf<T>(response);
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, body: isJson && text !== "" ? JSON.parse(text) : text, headers: response.headers };
}
