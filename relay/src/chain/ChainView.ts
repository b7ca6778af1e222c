import type { Address, Hex } from "doorkey";
import { type RpcCall, type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";
import { saysReverted } from "./saysReverted.ts";

export type Head = {
  readonly number: number;
  readonly hash: Hex;
  readonly timestamp: number;
  readonly gasLimit: number;
  /** Undefined on a chain without EIP-1559. */
  readonly baseFee: bigint | undefined;
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
  /** Some nodes do not say it. */
  readonly gasPrice: bigint | undefined;
  /** What an OP-stack chain takes on top for its data on the lower chain, in wei. */
  readonly l1Fee: bigint;
  readonly logs: readonly Log[];
};

export type FeeHistory = {
  /** Of the block after the head. */
  readonly nextBaseFee: bigint;
  /** A low tip of each of the last blocks that had enough transactions to say something, in their order. */
  readonly tips: readonly bigint[];
};

/** What a call did: what it returned, or what it reverted with; or that the endpoint did not run it. */
export type CallResult =
  | { readonly success: true; readonly data: Hex }
  | { readonly success: false; readonly revertData: Hex; readonly message: string }
  | { readonly success: undefined; readonly message: string };

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
  /** Undefined for a block that the endpoint does not have. A number that it did not answer is missing. */
  readonly blockHashes: (numbers: readonly number[]) => Promise<ReadonlyMap<number, Hex | undefined>>;
  /** Undefined for a hash without a receipt. A hash that the endpoint did not answer is missing. */
  readonly receipts: (hashes: readonly Hex[]) => Promise<ReadonlyMap<Hex, Receipt | undefined>>;
  /** The hashes that the endpoint has, mined or waiting. One that it did not answer counts as not known. */
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
  /** A list matches each of its topics. */
  readonly topics: readonly (Hex | readonly Hex[] | null)[];
  readonly fromBlock: number;
  readonly toBlock: number;
};

const NO_HEAD: Head = { number: 0, hash: "0x", timestamp: 0, gasLimit: 0, baseFee: 0n };

export function chainView(endpoint: RpcEndpoint, head: Head = NO_HEAD): ChainView {
  let fees: Promise<FeeHistory> | undefined;
  const ask = async (method: string, params: readonly unknown[]) => endpoint.call(method, params);
  const askAll = async (calls: readonly RpcCall[]) => (calls.length === 0 ? [] : endpoint.batch(calls));

  async function blockHashes(numbers: readonly number[]): Promise<ReadonlyMap<number, Hex | undefined>> {
    const calls = numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [quantity(number), false] }));
    const answers = await askAll(calls);
    return answered(numbers, answers, (block) => (block === null ? undefined : headFrom(block).hash));
  }

  /** For nodes that have no `eth_feeHistory`: the head's base fee, raised by the most that a block may raise it. */
  async function feesWithoutHistory(failure: unknown): Promise<FeeHistory> {
    if (!(failure instanceof RpcError) || head.baseFee === undefined) throw failure;
    const nextBaseFee = (head.baseFee * 9n) / 8n;
    const price = BigInt(amount(await ask("eth_gasPrice", [])));
    return { nextBaseFee, tips: price > head.baseFee ? [price - head.baseFee] : [] };
  }

  return {
    head,
    url: endpoint.url,
    nonceOf: async (address, at) =>
      Number(amount(await ask("eth_getTransactionCount", [address, typeof at === "number" ? quantity(at) : at]))),
    balanceOf: async (address) => BigInt(amount(await ask("eth_getBalance", [address, "latest"]))),
    codeOf: async (address) => text(await ask("eth_getCode", [address, "latest"])),
    blockHash: async (number) => {
      const hashes = await blockHashes([number]);
      if (!hashes.has(number)) throw new RpcUnreachable(`no answer about block ${number}`);
      return hashes.get(number);
    },
    blockHashes,
    receipts: async (hashes) => {
      const calls = hashes.map((hash) => ({ method: "eth_getTransactionReceipt", params: [hash] }));
      return answered(hashes, await askAll(calls), receiptFrom);
    },
    known: async (hashes) => {
      const calls = hashes.map((hash) => ({ method: "eth_getTransactionByHash", params: [hash] }));
      const found = answered(hashes, await askAll(calls), (answer) => answer !== null);
      return new Set(hashes.filter((hash) => found.get(hash) === true));
    },
    feeHistory: () => {
      fees ??= ask("eth_feeHistory", [quantity(BLOCKS), "latest", [PERCENTILE]])
        .then(feesFrom)
        .catch(feesWithoutHistory);
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
    number: Number(amount(fields.number)),
    hash: text(fields.hash),
    timestamp: Number(amount(fields.timestamp)),
    gasLimit: Number(amount(fields.gasLimit)),
    baseFee: (fields.baseFeePerGas ?? null) === null ? undefined : BigInt(amount(fields.baseFeePerGas)),
  };
}

export function receiptFrom(answer: unknown): Receipt | undefined {
  if (answer === null) return undefined;
  const fields = record(answer);
  return {
    transactionHash: text(fields.transactionHash),
    blockNumber: Number(amount(fields.blockNumber)),
    blockHash: text(fields.blockHash),
    success: BigInt(amount(fields.status)) === 1n,
    gasUsed: Number(amount(fields.gasUsed)),
    gasPrice: (fields.effectiveGasPrice ?? null) === null ? undefined : BigInt(amount(fields.effectiveGasPrice)),
    l1Fee: (fields.l1Fee ?? null) === null ? 0n : BigInt(amount(fields.l1Fee)),
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
    blockNumber: Number(amount(fields.blockNumber)),
    blockHash: text(fields.blockHash),
  };
}

/** Blocks that are asked for their tips, and which of a block's tips counts: a low one, which few can push up. */
const BLOCKS = 20;
const PERCENTILE = 20;

/**
 * A block that is emptier says nothing about tips, because it had room for lower ones. The relay's own transactions in
 * it would otherwise confirm their own price.
 */
const NEARLY_EMPTY = 0.1;

function feesFrom(answer: unknown): FeeHistory {
  const { baseFeePerGas, reward, gasUsedRatio } = record(answer);
  const fullness = list(gasUsedRatio ?? []);
  const tips = list(reward ?? []).flatMap((block, i) =>
    Number(fullness[i] ?? 1) < NEARLY_EMPTY ? [] : list(block).map((tip) => BigInt(amount(tip))),
  );
  return { nextBaseFee: BigInt(amount(list(baseFeePerGas).at(-1))), tips };
}

function callResult(answer: unknown): CallResult {
  if (answer instanceof RpcUnreachable) return { success: undefined, message: answer.message };
  if (!(answer instanceof RpcError)) {
    return isText(answer) ? { success: true, data: answer } : { success: undefined, message: OTHER_FORM };
  }
  // Some nodes send empty data with every error, so only bytes or words say that the call reverted.
  const revertData = revertDataIn(answer.data) ?? "0x";
  if (revertData === "0x" && !saysReverted(answer)) return { success: undefined, message: answer.message };
  return { success: false, revertData, message: answer.message };
}

/** The answers by what was asked. What the endpoint refused, or answered in another form, is missing. */
function answered<asked, known>(
  questions: readonly asked[],
  answers: readonly unknown[],
  read: (answer: unknown) => known,
): ReadonlyMap<asked, known> {
  const known = new Map<asked, known>();
  for (const [i, question] of questions.entries()) {
    const answer = answers[i];
    if (answer instanceof RpcError || answer instanceof RpcUnreachable) continue;
    try {
      known.set(question, read(answer));
    } catch (error) {
      if (!(error instanceof RpcUnreachable)) throw error;
    }
  }
  return known;
}

/** Nodes put revert data in `data`, or one level deeper. Parity's heirs write "Reverted" before it. */
function revertDataIn(data: unknown): Hex | undefined {
  if (typeof data === "string") {
    const bare = data.replace(/^reverted\s+/i, "");
    return isText(bare) && bare.length % 2 === 0 ? bare : undefined;
  }
  return typeof data === "object" && data !== null && "data" in data ? revertDataIn(data.data) : undefined;
}

function ethCall({ gas, ...call }: EthCall): Fields {
  return gas === undefined ? call : { ...call, gas: quantity(gas) };
}

const OTHER_FORM = "an answer of another form";

function record(value: unknown): Fields {
  if (isFields(value)) return value;
  throw new RpcUnreachable(OTHER_FORM);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new RpcUnreachable(OTHER_FORM);
  return value;
}

/** A number in hex. Nodes write it without leading zeros. */
function amount(value: unknown): Hex {
  const hex = text(value);
  if (hex.length > 2) return hex;
  throw new RpcUnreachable(OTHER_FORM);
}

/** Bytes in hex. */
function text(value: unknown): Hex {
  if (isText(value)) return value;
  throw new RpcUnreachable(OTHER_FORM);
}

function isText(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-f]*$/i.test(value);
}

function quantity(value: number): Hex {
  return `0x${value.toString(16)}`;
}
