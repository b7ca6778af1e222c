import { type Agent, request } from "node:http";
import { problemTable } from "../../../src/problems/problemTable.ts";
import type { Attack } from "./attacks.ts";

/** What is wrong with an answer; undefined if nothing is. */
export type Fault = string | undefined;

/** Words that only internals of the relay contain. */
const INSIDES =
  /node_modules|\/src\/|\.ts:|\bat \w+ \(|select |insert into|kysely|pglite|ECONN|TypeError|undefined|stack|0x[0-9a-f]{130}/i;

const PROBLEM_FIELDS = ["type", "title", "status", "code", "detail", "retryable", "requestId", "revertData"];

/** Makes a call and checks the status and the whole text of the answer. */
export async function strike(url: string, agent: Agent, attack: Attack): Promise<Fault> {
  const { status, text } = await call(url, agent, attack);
  if (attack.answers.includes(status))
    return INSIDES.test(text) ? `${attack.kind}: leaks ${text.slice(0, 200)}` : undefined;
  let problem: Record<string, unknown>;
  try {
    problem = JSON.parse(text);
  } catch {
    return `${attack.kind}: status ${status} without JSON: ${text.slice(0, 100)}`;
  }
  const row = attack.answers.includes(problem.code as never)
    ? problemTable[problem.code as keyof typeof problemTable]
    : undefined;
  if (row === undefined || row.status !== status) return `${attack.kind}: status ${status}, ${String(problem.code)}`;
  const extra = Object.keys(problem).filter((field) => !PROBLEM_FIELDS.includes(field));
  if (extra.length > 0) return `${attack.kind}: says ${extra.join(", ")}`;
  return INSIDES.test(text) ? `${attack.kind}: leaks ${text.slice(0, 200)}` : undefined;
}

type Raw = { readonly status: number; readonly text: string };

/** Does not use fetch, which refuses to send some of this and repairs paths. */
function call(url: string, agent: Agent, { method = "POST", path, body, headers }: Attack): Promise<Raw> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(url);
    const sent = request({
      hostname,
      port,
      path,
      method,
      headers: { ...headers, ...(body !== undefined && { "content-length": Buffer.byteLength(body) }) },
      agent,
    });
    sent.setTimeout(30_000, () => sent.destroy(new Error("no answer in 30 s")));
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    // A server that refuses the rest of a body answers and closes the connection. Its answer came before the error.
    sent.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EPIPE" || error.code === "ECONNRESET"
        ? done({ status: 413, text: '{"code":"BODY_TOO_LARGE"}' })
        : fail(error),
    );
    sent.end(body);
  });
}
