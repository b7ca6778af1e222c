/** A JSON-RPC proxy that fails like networks and nodes do, when a test sets a rule. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { formatEther, Transaction } from "ethers";

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
  | { readonly kind: "error"; readonly message: string; readonly code?: number; readonly data?: unknown }
  /** The body ends in the middle. */
  | { readonly kind: "cut" }
  /** Another question is asked instead. */
  | { readonly kind: "instead"; readonly params: readonly unknown[] };

const errorOf = ({ message, code = -32_000, data }: Extract<Fault, { kind: "error" }>) => ({ code, message, data });

export type FaultRule = (call: Call) => Fault | undefined;

/** What the proxy makes of a result. */
export type Change = (call: Call, result: unknown) => unknown;

/** Rules of a node that are always there. */
export type NodeRules = {
  /** Each call of a batch is answered by itself, so a rule spoils only its own. Defaults to the whole batch. */
  readonly each?: boolean;
  /** A larger batch is refused as a whole, with this error. */
  readonly largestBatch?: { readonly calls: number; readonly code: number; readonly message: string };
  /** Most that gas times price of a transaction may be, in wei. */
  readonly feeCap?: bigint;
  /** Least tip, in wei. */
  readonly leastTip?: bigint;
};

export type Proxy = {
  readonly url: string;
  /** One rule at a time; none lets everything through. */
  readonly setRule: (rule?: FaultRule) => void;
  readonly setChange: (change: Change) => void;
  /** Most that gas times price of a transaction was that the node got, in wei. */
  readonly dearest: () => bigint;
  /** How many calls of a method came, faulty or not. */
  readonly count: (method: string) => number;
  readonly close: () => Promise<void>;
};

export async function startProxy(target: string, rules: NodeRules = {}): Promise<Proxy> {
  let rule: FaultRule = () => undefined;
  let change: Change = (_, result) => result;
  let dearest = 0n;
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
    const reply = (text: string, status = 200) => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    const { largestBatch } = rules;
    if (largestBatch !== undefined && calls.length > largestBatch.calls) {
      const { code, message } = largestBatch;
      return reply(JSON.stringify({ jsonrpc: "2.0", id: null, error: { code, message } }));
    }
    if (calls.some((call) => rule(call)?.kind === "cut")) {
      response.writeHead(200, { "content-type": "application/json", "content-length": "4096" });
      response.write('{"jsonrpc":"2.0","id":1,"resu', () => response.destroy());
      return;
    }
    if (rules.each === true) return reply(await answerEach(calls, Array.isArray(parsed)));
    const fault = calls.map((call) => priceFault(call) ?? rule(call)).find((found) => found !== undefined);
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
      case "cut":
      case "instead":
        return;
      case "error":
        return answerAll({ error: errorOf(fault) });
    }
  }

  /** Answers the calls of a batch one by one. A call whose connection is cut has no answer in the list. */
  async function answerEach(calls: readonly Call[], isBatch: boolean): Promise<string> {
    const answers = await Promise.all(
      calls.map(async (call) => {
        const fault = priceFault(call) ?? rule(call);
        const own = { jsonrpc: "2.0", id: call.id };
        if (fault?.kind === "answer") return { ...own, result: fault.result };
        if (fault?.kind === "error") return { ...own, error: errorOf(fault) };
        if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms));
        if (fault?.kind === "status")
          return { ...own, error: { code: fault.status, message: `status ${fault.status}` } };
        if (fault !== undefined && fault.kind !== "delay" && fault.kind !== "instead") return undefined;
        const asked = fault?.kind === "instead" ? { ...call, params: fault.params } : call;
        const answer = JSON.parse(await forward(JSON.stringify({ ...own, ...asked })));
        return "result" in answer ? { ...answer, result: change(call, answer.result) } : answer;
      }),
    );
    const given = answers.filter((answer) => answer !== undefined);
    return JSON.stringify(isBatch ? given : (given[0] ?? null));
  }

  /** How a node with a fee cap or a least tip refuses a transaction, in the words of geth. */
  function priceFault({ method, params }: Call): Fault | undefined {
    if (method !== "eth_sendRawTransaction") return undefined;
    const { gasLimit, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(String(params?.[0]));
    const cost = gasLimit * (maxFeePerGas ?? 0n);
    const tip = maxPriorityFeePerGas ?? 0n;
    if (rules.feeCap !== undefined && cost > rules.feeCap) {
      const message = `tx fee (${formatEther(cost)} ether) exceeds the configured cap (${formatEther(rules.feeCap)} ether)`;
      return { kind: "error", message };
    }
    if (rules.leastTip !== undefined && tip < rules.leastTip) {
      return {
        kind: "error",
        message: `transaction underpriced: gas tip cap ${tip}, minimum needed ${rules.leastTip}`,
      };
    }
    if (cost > dearest) dearest = cost;
    return undefined;
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
    setChange: (next) => {
      change = next;
    },
    dearest: () => dearest,
    count: (method) => counts.get(method) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
