import { json } from "node:stream/consumers";
import type { JsonRpcApiProvider } from "ethers";
import { type Served, serve } from "../helpers/serve.ts";

/** What a node refuses. */
export type Moods = {
  /** Most logs of an answer. */
  readonly mostLogs: number;
  /** It says "too many requests" to each of so many posts. */
  readonly busyEvery: number;
  /** It does not answer in time to each of so many posts. */
  readonly lateEvery: number;
};

type Question = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };

/** The chain as a public node over HTTP: with limits, busy, and late. `tire` begins it; `refused` counts by kind. */
export async function tiredNode(node: JsonRpcApiProvider, { mostLogs, busyEvery, lateEvery }: Moods) {
  const refused = { large: 0, busy: 0, late: 0 };
  let isTired = false;
  let posts = 0;

  async function answer({ id, method, params }: Question) {
    const result: unknown = await node.send(method, [...params]);
    if (isTired && method === "eth_getLogs" && (result as unknown[]).length > mostLogs) {
      refused.large++;
      return { jsonrpc: "2.0", id, error: { code: -32005, message: `query returned more than ${mostLogs} results` } };
    }
    return { jsonrpc: "2.0", id, result };
  }

  const served: Served = await serve(async (request, response) => {
    const body = (await json(request)) as Question | readonly Question[];
    if (isTired) posts++;
    if (isTired && posts % busyEvery === 0) {
      refused.busy++;
      return response.writeHead(429).end("too many requests");
    }
    if (isTired && posts % lateEvery === 0) {
      refused.late++;
      return response.writeHead(504).end("gateway timeout");
    }
    const answers = Array.isArray(body) ? await Promise.all(body.map(answer)) : await answer(body as Question);
    return response.setHeader("content-type", "application/json").end(JSON.stringify(answers));
  });
  const tire = () => {
    isTired = true;
  };
  return { ...served, tire, refused };
}
