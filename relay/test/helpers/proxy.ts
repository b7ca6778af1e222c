/** A JSON-RPC proxy that fails like networks and nodes do, when a test sets a rule. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

type Call = { readonly id?: unknown; readonly method: string; readonly params?: readonly unknown[] };

/** What to do with a call. `undefined` lets it through. */
export type Fault =
  /** Forwarded, but the answer never comes: the connection is cut. */
  | { readonly kind: "swallow_reply" }
  /** Not forwarded; the connection is cut. */
  | { readonly kind: "drop" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "delay"; readonly ms: number }
  /** The proxy answers with this instead. */
  | { readonly kind: "answer"; readonly result: unknown }
  | { readonly kind: "error"; readonly message: string };

export type FaultRule = (call: Call) => Fault | undefined;

export type Proxy = {
  readonly url: string;
  /** One rule at a time; none lets everything through. */
  readonly setRule: (rule?: FaultRule) => void;
  /** How many calls of a method came, faulty or not. */
  readonly count: (method: string) => number;
  readonly close: () => Promise<void>;
};

export async function startProxy(target: string): Promise<Proxy> {
  let rule: FaultRule = () => undefined;
  const counts = new Map<string, number>();

  async function forward(body: string): Promise<string> {
    const response = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
    return response.text();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const parsed = JSON.parse(body) as Call | Call[];
    const calls = Array.isArray(parsed) ? parsed : [parsed];
    for (const { method } of calls) counts.set(method, (counts.get(method) ?? 0) + 1);
    const fault = calls.map((call) => rule(call)).find((found) => found !== undefined);

    const reply = (text: string, status = 200) => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    if (fault === undefined) return reply(await forward(body));
    const answerAll = (content: object) => {
      const answers = calls.map(({ id }) => ({ jsonrpc: "2.0", id, ...content }));
      reply(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
    };
    switch (fault.kind) {
      case "delay":
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        return reply(await forward(body));
      case "swallow_reply":
        await forward(body);
        response.destroy();
        return;
      case "drop":
        response.destroy();
        return;
      case "status":
        return reply("{}", fault.status);
      case "answer":
        return answerAll({ result: fault.result });
      case "error":
        return answerAll({ error: { code: -32000, message: fault.message } });
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    setRule: (next) => {
      rule = next ?? (() => undefined);
    },
    count: (method) => counts.get(method) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
