import type { Accepted, Done, SendOptions, Sent, Until } from "./Call.ts";

/** Functions of one audience. The first argument of each is what they act with: a connection or a seller. */
type Functions<first> = Readonly<Record<string, (first: first, ...rest: never[]) => unknown>>;

/** The same functions without their first argument. Functions that send a call keep their `until` option. */
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

/** `result` of a function that returns Promise<Sent<result, until>>; `never` for any other function. */
type SentResult<returned> =
  returned extends Promise<Accepted<infer result> | Done<infer _>>
    ? [Accepted<result>] extends [Awaited<returned>]
      ? result
      : never
    : never;

/**
 * Makes a role client: the functions of one audience, with their first argument filled in.
 */
export function bind<first, const functions extends Functions<first>>(
  first: first,
  functions: functions,
): Bound<functions> {
  const bound = Object.entries(functions).map(([name, run]) => [name, (...rest: never[]) => run(first, ...rest)]);
  return Object.fromEntries(bound) as Bound<functions>;
}
