/** A kind of refusal: its status, what it means, and whether the same call may succeed later. */
export type ProblemRow = { readonly status: number; readonly title: string; readonly retryable: boolean };

/** A row of a table of refusals. */
export function problemRow(status: number, title: string, { retryable = false } = {}): ProblemRow {
  return { status, title, retryable };
}

/**
 * The refusals that every server has, in the words of one of them.
 *
 * @param server What it is called in a sentence: "hub".
 * @example
 * const problemTable = { ...commonProblems("hub"), TOKEN_USED: problemRow(409, "This code was used already.") };
 */
export function commonProblems(server: string) {
  return {
    BODY_TOO_LARGE: problemRow(413, `The body is larger than this ${server} takes.`),
    BODY_MALFORMED: problemRow(400, "The body, a parameter or a header has the wrong form."),
    MEDIA_TYPE_UNSUPPORTED: problemRow(415, "The body must be application/json."),
    ROUTE_UNKNOWN: problemRow(404, `This ${server} has no such route.`),
    ORIGIN_FOREIGN: problemRow(403, `Only the ${server}'s own page may call this.`),
    RATE_LIMITED: problemRow(429, "Too many calls.", { retryable: true }),
    INTERNAL: problemRow(500, "Something went wrong.", { retryable: true }),
  } as const;
}

/** Name of a refusal that every server has. */
export type CommonCode = keyof ReturnType<typeof commonProblems>;
