import type { Static, TSchema } from "typebox";
import Value from "typebox/value";
import { shapeMistakes } from "../config/shapeMistakes.ts";
import { readOperatorFile } from "../start/operatorFile.ts";
import { CommandError, exitCode } from "./output.ts";

/** The running server of a configuration, for commands on its machine. */
export type OperatorApi = {
  readonly ask: <schema extends TSchema>(
    schema: schema,
    method: "GET" | "POST",
    path: string,
    body?: unknown,
  ) => Promise<Static<schema>>;
  /** The answer as it comes. */
  readonly open: (path: string) => Promise<Response>;
};

const TIMEOUT_MS = 15_000;

/**
 * Reaches the server that runs on this machine with a data folder.
 *
 * @param server What it is called in a sentence: "hub".
 * @throws CommandError if it does not run, or refuses.
 */
export async function operatorApi(server: string, { data, file }: operatorApi.Config): Promise<OperatorApi> {
  const found = await readOperatorFile(data);
  const silent = () =>
    new CommandError(`The ${server} of ${file} does not run on this machine. Start it first.`, exitCode.unreachable);
  if (found === undefined) throw silent();
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${found.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${found.token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw silent();
    });
    if (!response.ok) throw refused(server, await response.json().catch(() => undefined), response.status);
    return response;
  };
  return {
    open: (path) => call("GET", path),
    ask: async (schema, method, path, body) => {
      const answer: unknown = await (await call(method, path, body)).json();
      // A newer server may say more than this command knows.
      const known = Value.Clean(schema, answer);
      if (Value.Check(schema, known)) return known;
      const [mistake] = shapeMistakes(schema, known);
      const where = mistake === undefined ? "" : `: ${mistake.path || "the answer"} ${mistake.message}`;
      throw new CommandError(`The ${server}'s answer does not fit this version${where}.`);
    },
  };
}

export declare namespace operatorApi {
  type Config = { readonly data: string; readonly file: string };
}

function refused(server: string, answer: unknown, status: number): CommandError {
  const detail: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "detail") : undefined;
  const sentence = typeof detail === "string" ? detail : `The ${server} answered ${status}, without a reason.`;
  return new CommandError(sentence, status >= 500 ? exitCode.unreachable : exitCode.failed);
}
