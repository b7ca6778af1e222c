import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import type { PageErrorCode } from "../core/pageErrors.ts";
import { readBounded } from "../core/readBounded.ts";
import { fields, flag, list, optional, type Shape, text } from "../core/shape.ts";
import type { Fetch } from "./fetchBounded.ts";

/** Most bytes of an answer: the passes of a busy key. */
const MAX_BYTES = 1_048_576;
/** Most mistakes of an answer, or details of a refusal, and most characters of each. */
const MAX_DETAILS = 5;
const MAX_DETAIL = 300;

/** What a seller's refusal may mean here. It must not make a page believe that a key is lost or a device unfit. */
const ITS_CODES: readonly PageErrorCode[] = [
  "VALUE_INVALID",
  "EVENT_UNKNOWN",
  "CLAIM_MALFORMED",
  "CLAIM_EXPIRED",
  "CLAIM_UNSIGNED",
  "PURCHASE_UNKNOWN",
  "PURCHASE_TAKEN",
  "PURCHASE_DIFFERENT",
  "SALE_REFUSED",
  "GRANT_REFUSED",
];

/** How every route of a seller refuses. */
export type SellerRefusal = {
  /** Of the error table where one fits. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly retryable: boolean;
  readonly details?: readonly string[];
};

const REFUSAL: Shape<SellerRefusal> = fields({
  code: text,
  message: text,
  remedy: optional(text),
  retryable: flag,
  details: optional(list(text)),
});

export type AskOptions<T> = {
  readonly fetch: Fetch;
  readonly timeout: number;
  readonly shape: Shape<T>;
  /** Posted as JSON. Without it, the question is a GET. */
  readonly body?: object | undefined;
};

/** One question to a seller, and its answer. Throws SELLER_UNREACHABLE, SELLER_ANSWER_MALFORMED, or its refusal. */
export async function askSeller<T>(url: string, { fetch, timeout, shape, body }: AskOptions<T>): Promise<T> {
  const signal = AbortSignal.timeout(timeout);
  const question = { ...methodFor(body), ...PLAIN, signal };
  const response = await heard(async () => given("answer", await fetch(url, question), "headers"));
  const { status, ok } = response;
  // A browser hides where a redirect leads, and gives it the status 0.
  const isElsewhere = response.type === "opaqueredirect" || (status >= 300 && status < 400);
  if (isElsewhere || !isJson(response)) {
    await response.body?.cancel().catch(() => undefined);
    if (isElsewhere) throw strange("It sends to another address, which is not followed.");
    throw ok ? strange("It is not of the type application/json.") : silent(status);
  }
  const bytes = await heard(() => readBounded(response, MAX_BYTES, signal));
  if (bytes === undefined) throw strange(`It has more than ${MAX_BYTES} bytes.`);
  const value = parseJson(bytes);
  if (!ok) throw refusalIn(value) ?? silent(status);
  const mistakes: string[] = [];
  if (!shape(value, "", mistakes)) throw strange(...mistakes);
  return value;
}

/** The answer is not what was asked for. */
export function strange(...details: readonly string[]): PageError {
  return new PageError("SELLER_ANSWER_MALFORMED", { details: clipped(details) });
}

const PLAIN: RequestInit = {
  redirect: "manual",
  credentials: "omit",
  cache: "no-store",
  referrerPolicy: "no-referrer",
};

function methodFor(body: object | undefined): RequestInit {
  if (body === undefined) return {};
  return { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** What the network gives. Any failure counts as no answer. */
async function heard<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new PageError("SELLER_UNREACHABLE", { cause });
  }
}

function isJson({ headers }: Response): boolean {
  return /^application\/(?:problem\+)?json *(?:;|$)/i.test(headers.get("content-type") ?? "");
}

/** A failure without a reason, such as that of a proxy before the seller. */
function silent(status: number): PageError {
  const detail = `It answered ${status} without a reason.`;
  return status >= 500 || status === 429 ? new PageError("SELLER_UNREACHABLE", { details: [detail] }) : strange(detail);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw strange("It is not JSON.");
  }
}

function refusalIn(value: unknown): PageError | undefined {
  if (!REFUSAL(value, "", [])) return undefined;
  const { code, message, retryable, details = [] } = value;
  const known = ITS_CODES.find((one) => one === code);
  if (known !== undefined) return new PageError(known, { details: clipped(details), retryable });
  return new PageError("SELLER_REFUSED", { details: clipped([message, ...details]), retryable });
}

function clipped(details: readonly string[]): readonly string[] {
  return details.slice(0, MAX_DETAILS).map((detail) => detail.slice(0, MAX_DETAIL));
}
