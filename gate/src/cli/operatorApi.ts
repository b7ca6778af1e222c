import type { Static, TSchema } from "typebox";
import Value from "typebox/value";
import type { Config } from "../config/Config.ts";
import { shapeMistakes } from "../config/shapeMistakes.ts";
import { readOperatorFile } from "../startGate/operatorFile.ts";
import { CommandError, exitCode } from "./output.ts";

/** The running hub of a configuration, for commands on its machine. */
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
 * Reaches the hub that runs on this machine with a data folder.
 *
 * @throws CommandError if it does not run, or refuses.
 */
export async function operatorApi({ data, file }: Pick<Config, "data" | "file">): Promise<OperatorApi> {
  const found = await readOperatorFile(data);
  const silent = () =>
    new CommandError(`The hub of ${file} does not run on this machine. Start it first.`, exitCode.unreachable);
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
    if (!response.ok) throw refused(await response.json().catch(() => undefined), response.status);
    return response;
  };
  return {
    open: (path) => call("GET", path),
    ask: async (schema, method, path, body) => {
      const answer: unknown = await (await call(method, path, body)).json();
      // A newer hub may say more than this command knows.
      const known = Value.Clean(schema, answer);
      if (Value.Check(schema, known)) return known;
      const [mistake] = shapeMistakes(schema, known);
      const where = mistake === undefined ? "" : `: ${mistake.path || "the answer"} ${mistake.message}`;
      throw new CommandError(`The hub's answer does not fit this version${where}.`);
    },
  };
}

function refused(answer: unknown, status: number): CommandError {
  const detail: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "detail") : undefined;
  const sentence = typeof detail === "string" ? detail : `The hub answered ${status}, without a reason.`;
  return new CommandError(sentence, status >= 500 ? exitCode.unreachable : exitCode.failed);
}
