import { CommandError, exitCode, shapeMistakes } from "doorkey-server";
import type { Static, TSchema } from "typebox";
import Value from "typebox/value";
import { Problem } from "../http/schemas.ts";

/** The HTTP interface of a relay, for commands: an answer that fits its schema. */
export type RelayApi = <schema extends TSchema>(
  schema: schema,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
) => Promise<Static<schema>>;

const TIMEOUT_MS = 15_000;

/**
 * Calls a relay.
 *
 * @throws CommandError with the relay's problem, or if the relay does not answer, or answers something else.
 */
export function relayApi(url: string, key: string | undefined): RelayApi {
  return async (schema, method, path, body) => {
    const response = await fetch(`${url.replace(/\/+$/, "")}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new CommandError(`No relay answers at ${url}.`, exitCode.unreachable);
    });
    const answer = parsed(await response.text());
    if (!response.ok) throw refused(answer, response.status);
    // A newer relay may say more than this command knows.
    const known = Value.Clean(schema, answer);
    if (Value.Check(schema, known)) return known;
    const [mistake] = shapeMistakes(schema, known);
    const detail = mistake === undefined ? "" : `: ${mistake.path || "the answer"} ${mistake.message}`;
    throw new CommandError(`The answer of ${url} does not fit this version${detail}.`, exitCode.failed);
  };
}

function refused(answer: unknown, status: number): CommandError {
  const known = Value.Clean(Problem, answer);
  const sentence = Value.Check(Problem, known) ? `${known.code}: ${known.detail}` : `HTTP ${status}, without a reason.`;
  return new CommandError(sentence, status >= 500 ? exitCode.unreachable : exitCode.failed);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
