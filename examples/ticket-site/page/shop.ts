import { words } from "./language.ts";

type Answer = {
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  readonly retryable: boolean;
};

/** A refusal by the shop, in a sentence for its buyer. */
export class ShopProblem extends Error {
  readonly code: string;
  readonly advice: string;
  readonly retryable: boolean;

  constructor({ code, message, advice = "", retryable }: Answer) {
    super(message);
    this.code = code;
    this.advice = advice;
    this.retryable = retryable;
  }
}

const UNREACHABLE: Answer = {
  code: "UNREACHABLE",
  message: words.failed.unreachable,
  advice: words.failed.unreachableAdvice,
  retryable: true,
};

/** Posts JSON to the shop, and returns its answer. */
export async function post<answer>(path: string, body: unknown = {}): Promise<answer> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => {
    throw new ShopProblem(UNREACHABLE);
  });
  // What is not JSON is not the shop's, but of a proxy or of a page on which a network asks people to sign in.
  const answer = await response.json().catch(() => {
    throw new ShopProblem(UNREACHABLE);
  });
  if (!response.ok) throw new ShopProblem(answer);
  return answer;
}
