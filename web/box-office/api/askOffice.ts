import { OfficeProblem } from "./OfficeProblem.ts";

/** A claim at the chain may take a few blocks. */
const PATIENCE_MS = 60_000;

/**
 * Asks the office that served this page, as the person who is signed in.
 *
 * @param path Such as `/api/sales`.
 * @param options.body Sent as JSON, or as it is if it is a file.
 * @throws OfficeProblem when the office refuses, or does not answer.
 */
export async function askOffice<T>(path: string, { method, body }: askOffice.Options = {}): Promise<T> {
  const response = await heard(
    fetch(path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...contentOf(body),
    }),
  );
  if (response.status === 204) return undefined as T;
  const told = await heard(response.json());
  if (response.ok) return told as T;
  throw refusalIn(told);
}

export declare namespace askOffice {
  type Options = { readonly method?: "DELETE"; readonly body?: object | File };
}

function contentOf(body: object | File | undefined): RequestInit {
  if (body === undefined) return {};
  if (body instanceof File) return { body, headers: { "content-type": "text/csv" } };
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** What the network gives. No network, a proxy's page and an answer that breaks off count as silence. */
async function heard<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new OfficeProblem("SILENT", [], { cause });
  }
}

function refusalIn(told: {
  readonly code?: string;
  readonly message?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly details?: readonly string[];
}): OfficeProblem {
  const { code = "SILENT", message, title = "", detail, details = [] } = told ?? {};
  return new OfficeProblem(code, details.length > 0 ? [message ?? title, ...details] : [detail ?? message ?? title]);
}
