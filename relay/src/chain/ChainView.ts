import type { Address, Hex } from "doorkey";
import { type RpcCall, type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";

export type Head = {
  readonly number: number;
  readonly hash: Hex;
  readonly timestamp: number;
  readonly gasLimit: number;
  readonly baseFee: bigint;
};

export type Log = {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
};

export type Receipt = {
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly success: boolean;
  readonly gasUsed: number;
  readonly gasPrice: bigint;
  readonly logs: readonly Log[];
};

export type FeeHistory = {
  /** Of the block after the head. */
  readonly nextBaseFee: bigint;
  /** Median tips of the last blocks, where there were transactions. */
  readonly tips: readonly bigint[];
};

/** What a call did: what it returned, or what it reverted with. */
export type CallResult =
  | { readonly success: true; readonly data: Hex }
  | { readonly success: false; readonly revertData: Hex; readonly message: string };

export type EthCall = {
  readonly from?: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly gas?: number;
};

/** Answers of one endpoint at this head. Each function throws RpcUnreachable if the endpoint does not answer. */
export type ChainView = {
  readonly head: Head;
  readonly url: string;
  /** Number of a signer's mined transactions; "pending" adds those that wait without a gap. */
  readonly nonceOf: (address: Address, at: "latest" | "pending" | number) => Promise<number>;
  readonly balanceOf: (address: Address) => Promise<bigint>;
  readonly codeOf: (address: Address) => Promise<Hex>;
  /** Undefined if the endpoint does not have the block. */
  readonly blockHash: (number: number) => Promise<Hex | undefined>;
  readonly blockHashes: (numbers: readonly number[]) => Promise<ReadonlyMap<number, Hex>>;
  /** Receipts of the hashes that have one. */
  readonly receipts: (hashes: readonly Hex[]) => Promise<readonly Receipt[]>;
  /** The hashes that the endpoint has, mined or waiting. */
  readonly known: (hashes: readonly Hex[]) => Promise<ReadonlySet<Hex>>;
  /** The endpoint is asked once, because a view shows one moment. */
  readonly feeHistory: () => Promise<FeeHistory>;
  readonly calls: (calls: readonly EthCall[]) => Promise<readonly CallResult[]>;
  /** The data is the gas that the call takes as a transaction. */
  readonly estimateGas: (call: EthCall) => Promise<CallResult>;
  /** The newest block now: `head` is of the moment in which the view was made. */
  readonly newestHead: () => Promise<Head>;
  /** One query, as `readLogs` of doorkey asks it: the node may refuse so many blocks. */
  readonly getLogs: (filter: LogFilter) => Promise<readonly Log[]>;
};

export type LogFilter = {
  readonly address: Address;
  readonly topics: readonly (Hex | null)[];
  readonly fromBlock: number;
  readonly toBlock: number;
};

const NO_HEAD: Head = { number: 0, hash: "0x", timestamp: 0, gasLimit: 0, baseFee: 0n };

export function chainView(endpoint: RpcEndpoint, head: Head = NO_HEAD): ChainView {
  let fees: Promise<FeeHistory> | undefined;
  const ask = async (method: string, params: readonly unknown[]) => endpoint.call(method, params);
  const askAll = async (calls: readonly RpcCall[]) => (calls.length === 0 ? [] : endpoint.batch(calls));

  async function blockHashes(numbers: readonly number[]): Promise<ReadonlyMap<number, Hex>> {
    const calls = numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [quantity(number), false] }));
    const blocks = (await askAll(calls)).map(orThrow);
    return new Map(
      blocks.flatMap((block, i): [number, Hex][] => (block === null ? [] : [[numbers[i] ?? 0, headFrom(block).hash]])),
    );
  }

  return {
    head,
    url: endpoint.url,
    nonceOf: async (address, at) =>
      Number(await ask("eth_getTransactionCount", [address, typeof at === "number" ? quantity(at) : at])),
    balanceOf: async (address) => BigInt(text(await ask("eth_getBalance", [address, "latest"]))),
    codeOf: async (address) => text(await ask("eth_getCode", [address, "latest"])),
    blockHash: async (number) => (await blockHashes([number])).get(number),
    blockHashes,
    receipts: async (hashes) => {
      const calls = hashes.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] }));
      return (await askAll(calls)).flatMap((answer) => receiptFrom(orThrow(answer)) ?? []);
    },
    known: async (hashes) => {
      const calls = hashes.map((hash) => ({ method: "eth_getTransactionByHash", params: [hash] }));
      const answers = (await askAll(calls)).map(orThrow);
      return new Set(hashes.filter((_, i) => answers[i] !== null));
    },
    feeHistory: () => {
      fees ??= ask("eth_feeHistory", ["0x5", "latest", [50]]).then(feesFrom);
      return fees;
    },
    calls: async (calls) => {
      const answers = await askAll(calls.map((call) => ({ method: "eth_call", params: [ethCall(call), "latest"] })));
      return answers.map(callResult);
    },
    estimateGas: async (call) => {
      const [answer] = await askAll([{ method: "eth_estimateGas", params: [ethCall(call), "latest"] }]);
      return callResult(answer);
    },
    newestHead: async () => headFrom(await ask("eth_getBlockByNumber", ["latest", false])),
    getLogs: async ({ fromBlock, toBlock, ...filter }) => {
      const range = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) };
      return list(await ask("eth_getLogs", [{ ...filter, ...range }])).map(logFrom);
    },
  };
}

/* FORMS: the form of an answer is checked, not its truth */

type Fields = Readonly<Record<string, unknown>>;

function headFrom(block: unknown): Head {
  const fields = record(block);
  return {
    number: Number(text(fields.number)),
    hash: text(fields.hash),
    timestamp: Number(text(fields.timestamp)),
    gasLimit: Number(text(fields.gasLimit)),
    baseFee: BigInt(text(fields.baseFeePerGas ?? "0x0")),
  };
}

export function receiptFrom(answer: unknown): Receipt | undefined {
  if (answer === null) return undefined;
  const fields = record(answer);
  return {
    transactionHash: text(fields.transactionHash),
    blockNumber: Number(text(fields.blockNumber)),
    blockHash: text(fields.blockHash),
    success: BigInt(text(fields.status)) === 1n,
    gasUsed: Number(text(fields.gasUsed)),
    gasPrice: BigInt(text(fields.effectiveGasPrice)),
    logs: list(fields.logs).map(logFrom),
  };
}

function logFrom(log: unknown): Log {
  const fields = record(log);
  return {
    address: text(fields.address).toLowerCase() as Address,
    topics: list(fields.topics).map(text),
    data: text(fields.data),
    transactionHash: text(fields.transactionHash),
    blockNumber: Number(text(fields.blockNumber)),
    blockHash: text(fields.blockHash),
  };
}

function feesFrom(answer: unknown): FeeHistory {
  const { baseFeePerGas, reward } = record(answer);
  const tips = list(reward ?? []).flatMap((block) => list(block).map((tip) => BigInt(text(tip))));
  return { nextBaseFee: BigInt(text(list(baseFeePerGas).at(-1))), tips };
}

function callResult(answer: unknown): CallResult {
  if (!(answer instanceof RpcError)) return { success: true, data: text(answer) };
  const revertData = revertDataIn(answer.data);
  if (revertData === undefined && !saysReverted(answer.message)) {
    throw new RpcUnreachable("the node did not run a call", { cause: answer });
  }
  return { success: false, revertData: revertData ?? "0x", message: answer.message };
}

/** A call that used up its gas, or hit an invalid opcode, has no data. */
function saysReverted(message: string): boolean {
  const said = message.toLowerCase();
  return ["revert", "out of gas", "invalid opcode", "always failing transaction"].some((words) => said.includes(words));
}

/** Nodes put revert data in `data`, or one level deeper. */
function revertDataIn(data: unknown): Hex | undefined {
  if (typeof data === "string") return isText(data) && /^0x[0-9a-f]*$/i.test(data) ? data : undefined;
  return typeof data === "object" && data !== null && "data" in data ? revertDataIn(data.data) : undefined;
}

function ethCall({ gas, ...call }: EthCall): Fields {
  return gas === undefined ? call : { ...call, gas: quantity(gas) };
}

function orThrow(answer: unknown): unknown {
  if (answer instanceof RpcError) throw answer;
  return answer;
}

function record(value: unknown): Fields {
  if (isFields(value)) return value;
  throw new RpcUnreachable("an answer of another form");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new RpcUnreachable("an answer of another form");
  return value;
}

/** Bytes, or a number that nodes write without leading zeros. */
function text(value: unknown): Hex {
  if (isText(value)) return value;
  throw new RpcUnreachable("an answer of another form");
}

function isText(value: unknown): value is Hex {
  return typeof value === "string" && value.startsWith("0x");
}

function quantity(value: number): Hex {
  return `0x${value.toString(16)}`;
}
