/** Nodes that lie, at the boundary of JSON-RPC: everything that an audit reads goes through here. */

import { BrowserProvider, type Interface, type JsonRpcApiProvider, type Result, toQuantity } from "ethers";
import { type ContractName, interfaces } from "../../src/abi/contracts.ts";
import { sameAddress } from "../../src/core/Hex.ts";
import { suitePlan } from "../../src/deployment/suitePlan.ts";

/** The chain of tests, for whose id the suite's addresses are planned. */
const TEST_CHAIN = 31_337;

/** Changes the answer of a node to one question. */
export type Lie = (question: Question, answer: unknown) => unknown;

export type Question = { readonly method: string; readonly params: readonly unknown[] };

/** A log as nodes write it. */
export type RpcLog = {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
};

/** The same node, with lies from the moment on when `tell` is called. */
export async function lyingNode(node: JsonRpcApiProvider, lie: Lie) {
  let honest = true;
  const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
    const answer: unknown = await node.send(method, params);
    return honest ? answer : lie({ method, params }, answer);
  };
  const { chainId } = await node.getNetwork();
  const provider = new BrowserProvider({ request } as never, Number(chainId), { cacheTimeout: -1 });
  const tell = () => {
    honest = false;
  };
  return { provider, tell };
}

/** Logs of one event, as `change` wants them: the same, another, several, or none. `n` counts them in each answer. */
export function otherLogs(
  contract: ContractName,
  event: string,
  change: (log: RpcLog, args: Result, n: number) => readonly RpcLog[],
): Lie {
  const face: Interface = interfaces[contract];
  const topic = face.getEvent(event)?.topicHash;
  return ({ method }, answer) => {
    if (method !== "eth_getLogs") return answer;
    let n = 0;
    return (answer as RpcLog[]).flatMap((log) => {
      if (log.topics[0] !== topic) return [log];
      return change(log, face.decodeEventLog(event, log.data, log.topics), n++);
    });
  };
}

/** One log of an event left out, counted from 0. */
export function withoutLog(contract: ContractName, event: string, which: number): Lie {
  return otherLogs(contract, event, (log, _, n) => (n === which ? [] : [log]));
}

/** One log of an event with other arguments, counted from 0. */
export function otherArguments(
  contract: ContractName,
  event: string,
  which: number,
  change: { readonly [name: string]: unknown },
): Lie {
  return otherLogs(contract, event, (log, args, n) => {
    if (n !== which) return [log];
    const face: Interface = interfaces[contract];
    const fragment = face.getEvent(event);
    if (fragment === null) throw new Error(`no event ${event}`);
    const values = fragment.inputs.map(({ name }, i) => change[name] ?? args[i]);
    return [{ ...log, ...face.encodeEventLog(fragment, values) }];
  });
}

/** A time so many seconds later of the block with a log of an event, counted from 0. */
export function otherTime(contract: ContractName, event: string, which: number, seconds = 1): Lie {
  const topic = interfaces[contract].getEvent(event as never)?.topicHash;
  let block: string | undefined;
  return ({ method, params }, answer) => {
    if (method === "eth_getLogs") {
      const found = (answer as RpcLog[]).filter(({ topics }) => topics[0] === topic)[which];
      block ??= found?.blockNumber;
    }
    if (method !== "eth_getBlockByNumber" || block === undefined || params[0] !== block) return answer;
    const header = answer as { readonly timestamp: string };
    return { ...header, timestamp: toQuantity(Number(header.timestamp) + seconds) };
  };
}

/** A node that dropped all blocks before `first`, and their state. */
export function pruned(first: number): Lie {
  return ({ method, params }, answer) => {
    const [asked] = params as readonly [string | { readonly fromBlock?: string }];
    if (method === "eth_getBlockByNumber" && Number(asked) < first) return null;
    if (method === "eth_getLogs" && typeof asked === "object" && Number(asked.fromBlock) < first) {
      throw Object.assign(new Error("pruned history unavailable"), { code: 4444 });
    }
    if (method === "eth_call" && Number(params[1]) < first) {
      throw Object.assign(new Error("missing trie node"), { code: -32_000 });
    }
    return answer;
  };
}

/** Code of a contract that differs in its last byte. */
export function otherCode(contract: ContractName): Lie {
  const address = suitePlan(TEST_CHAIN).find(({ name }) => name === contract)?.address ?? "";
  return ({ method, params }, answer) => {
    if (method !== "eth_getCode" || !sameAddress(String(params[0]), address)) return answer;
    const code = String(answer);
    return `${code.slice(0, -2)}${code.endsWith("00") ? "01" : "00"}`;
  };
}

/** Other calldata of the first transaction that calls this function: its last byte that is not zero is changed. */
export function otherCalldata(contract: ContractName, name: string): Lie {
  const face: Interface = interfaces[contract];
  const selector = face.getFunction(name)?.selector.slice(2) ?? "";
  return ({ method }, answer) => {
    if (method !== "eth_getTransactionByHash" || answer === null) return answer;
    const transaction = answer as { readonly input: string };
    if (!transaction.input.includes(selector)) return answer;
    return {
      ...transaction,
      input: transaction.input.replace(/[1-9a-f](?=0*$)/, (digit) => (digit === "1" ? "2" : "1")),
    };
  };
}
