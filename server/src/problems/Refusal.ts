import type { ProblemRow } from "./commonProblems.ts";

/** A deliberate refusal, with everything that the caller may read. Each server has its own kind, with its own codes. */
export class Refusal<code extends string = string> extends Error {
  override readonly name: string = "Refusal";
  readonly code: code;
  readonly row: ProblemRow;
  /** For people. */
  readonly detail: string;
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined;
  /** Further fields of the answer. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: code, row: ProblemRow, { detail, retryAfter, fields = {} }: Refusal.Options = {}) {
    super(code);
    this.code = code;
    this.row = row;
    this.detail = detail ?? row.title;
    this.retryAfter = retryAfter;
    this.fields = fields;
  }
}

export declare namespace Refusal {
  type Options = {
    /** For people. Must not reveal internals, nor what the caller may not know. */
    readonly detail?: string | undefined;
    readonly retryAfter?: number | undefined;
    /** Further fields of the answer. They cannot replace its own. */
    readonly fields?: Readonly<Record<string, unknown>> | undefined;
  };
}

/** A refusal in its wire form (RFC 9457). */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly requestId: string;
};

/**
 * A refusal as the body of an answer.
 *
 * @param server Names the server in the problem's type: "gate".
 */
export function problemOf({ code, row, detail, fields }: Refusal, server: string, requestId: string): Problem {
  return { ...fields, type: `urn:doorkey:${server}:problem:${code}`, ...row, code, detail, requestId };
}
