/** What a hostile node answers instead: a row of the table for each method and each of these. */

import type { Fault } from "../proxy.ts";

/** The methods that the relay uses while it runs. */
export const METHODS = [
  "eth_getBlockByNumber",
  "eth_getTransactionCount",
  "eth_getBalance",
  "eth_getCode",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_call",
  "eth_estimateGas",
  "eth_getLogs",
  "eth_getTransactionReceipt",
  "eth_getTransactionByHash",
  "eth_sendRawTransaction",
] as const;

export type Method = (typeof METHODS)[number];

export type Answer = {
  readonly what: string;
  /** `late`: the node does what was asked, and answers after the relay has given up. */
  readonly fault: Fault | "stale" | "lie" | "late";
};

const error = (client: string, message: string, code?: number, data?: unknown): Answer => ({
  what: `error of ${client}: ${message}`,
  fault: { kind: "error", message, ...(code !== undefined && { code }), ...(data !== undefined && { data }) },
});

const result = (what: string, value: unknown): Answer => ({ what, fault: { kind: "answer", result: value } });

export const ANSWERS: readonly Answer[] = [
  error("geth", "header not found"),
  error("geth", "missing trie node 1f2e (path ) <nil>"),
  error("Erigon", "the method is currently not available: snapshots are downloading", -32_000),
  error("Nethermind", "Internal error", -32_603),
  error("Besu", "World state unavailable", -32_000),
  error("Reth", "block not found: hash 0x12", -32_001),
  error("anvil", "failed to get account for 0x12: error sending request", -32_603),
  error("Hardhat", "An internal error was received", -32_603, { name: "InternalError" }),
  error("a provider", "the method does not exist/is not available", -32_601),
  error("a provider", "request timed out", -32_002, null),
  error("a provider", "daily request count exceeded, request rate limited", -32_005),
  result("empty text", ""),
  result("empty bytes", "0x"),
  result("null", null),
  result("wrong type: a number", 7),
  result("wrong type: a list", []),
  result("wrong type: an object", {}),
  { what: "late", fault: "late" },
  { what: "cut off before the answer", fault: { kind: "drop" } },
  { what: "cut off within the answer", fault: { kind: "cut" } },
  { what: "status 503", fault: { kind: "status", status: 503 } },
  { what: "stale head", fault: "stale" },
  { what: "lie", fault: "lie" },
];

/** Number of a block or of a count, in hex, changed. */
const shifted = (value: unknown, by: number): string => `0x${(Number(value) + by).toString(16)}`;

/** A block of zeros before everything that happened. */
const FIRST = "0x0";

/** What a method answers on a node whose head is the first block: the changed parameters, or a result. */
export function staleOf(method: Method, params: readonly unknown[]): { readonly params: readonly unknown[] } | Fault {
  switch (method) {
    case "eth_getBlockByNumber":
      return params[0] === "latest" ? { params: [FIRST, false] } : { kind: "answer", result: null };
    case "eth_getTransactionCount":
    case "eth_getBalance":
    case "eth_getCode":
      return { params: [params[0], FIRST] };
    case "eth_call":
    case "eth_estimateGas":
      return { kind: "error", message: "header not found" };
    case "eth_getLogs":
      return { kind: "answer", result: [] };
    case "eth_getTransactionReceipt":
    case "eth_getTransactionByHash":
      return { kind: "answer", result: null };
    case "eth_sendRawTransaction":
      return { kind: "error", message: "nonce too high: next nonce 0, tx nonce 9" };
    case "eth_feeHistory":
      return { params: ["0x1", FIRST, params[2]] };
    case "eth_gasPrice":
      return { kind: "answer", result: "0x0" };
  }
}

/** A well-formed answer that is not true. */
export function lieOf(method: Method, params: readonly unknown[], truth: unknown): unknown {
  switch (method) {
    case "eth_getBlockByNumber":
      // It claims to be far ahead of everyone.
      return params[0] === "latest" ? { ...Object(truth), number: shifted(Object(truth).number, 5_000) } : truth;
    case "eth_getTransactionCount":
      return shifted(truth, 1);
    case "eth_getBalance":
      return "0x0";
    case "eth_getCode":
      return `0xef0100${"ab".repeat(20)}`;
    case "eth_feeHistory": {
      const fees = Object(truth);
      const times = (values: unknown[]) => values.map((value) => `0x${(BigInt(String(value)) * 1_000n).toString(16)}`);
      return { ...fees, baseFeePerGas: times(fees.baseFeePerGas), reward: fees.reward?.map(times) };
    }
    case "eth_gasPrice":
      return `0x${(10n ** 15n).toString(16)}`;
    case "eth_call":
      return `0x${"00".repeat(31)}2a`;
    case "eth_estimateGas":
      return "0x3b9aca00";
    case "eth_getLogs":
      return [];
    case "eth_getTransactionReceipt":
      return null;
    case "eth_getTransactionByHash":
      return { hash: params[0] };
    case "eth_sendRawTransaction":
      return `0x${"cd".repeat(32)}`;
  }
}
