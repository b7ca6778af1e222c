import type { Accepted, Done, SendOptions, Sent, Until } from "./Call.ts";

/** What functions of one audience look like: what they act with comes first, a connection or a seller. */
type Functions<first> = Readonly<Record<string, (first: first, ...rest: never[]) => unknown>>;

/** The same functions without their first argument. A call that is sent keeps its choice of how long to wait. */
export type Bound<functions> = {
  readonly [name in keyof functions]: functions[name] extends (first: never, ...rest: infer rest) => infer returned
    ? [SentResult<returned>] extends [never]
      ? (...rest: rest) => returned
      : <until extends Until = "mined">(
          parameters: rest[0],
          options?: SendOptions<until>,
        ) => Promise<Sent<SentResult<returned>, until>>
    : never;
};

/** `result` of a function that returns Promise<Sent<result, until>>; never of any other. */
type SentResult<returned> =
  returned extends Promise<Accepted<infer result> | Done<infer _>>
    ? [Accepted<result>] extends [Awaited<returned>]
      ? result
      : never
    : never;

/**
 * A role client: the functions of one audience, as they are, with their first argument filled in.
 */
export function bind<first, const functions extends Functions<first>>(
  first: first,
  functions: functions,
): Bound<functions> {
  const bound = Object.entries(functions).map(([name, run]) => [name, (...rest: never[]) => run(first, ...rest)]);
  return Object.fromEntries(bound) as Bound<functions>;
}
