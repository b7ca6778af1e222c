import { CommandError, exitCode } from "./output.ts";

/** The HTTP interface of a relay, for commands. */
export type RelayApi = <answer>(method: "GET" | "POST", path: string, body?: unknown) => Promise<answer>;

const TIMEOUT_MS = 15_000;

/**
 * Calls a relay.
 *
 * @throws CommandError with the relay's problem, or if the relay does not answer.
 */
export function relayApi(url: string, key: string | undefined): RelayApi {
  return async <answer>(method: string, path: string, body?: unknown) => {
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
    const text = await response.text();
    const value: unknown = parsed(text);
    if (response.ok) return value as answer;
    const { code = `HTTP ${response.status}`, detail = "" } = (value ?? {}) as { code?: string; detail?: string };
    throw new CommandError(`${code}: ${detail}`, response.status >= 500 ? exitCode.unreachable : exitCode.failed);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
