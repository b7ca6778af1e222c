import type { Address, Hex } from "doorkey";
import { type RpcCall, type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";
import { callFault } from "./nodeErrors.ts";
import { overridesOf, type Trial, trialParams, trialResult } from "./probe.ts";

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
  /** The same blocks with their numbers; missing if the endpoint has no history. */
  readonly blocks?: readonly BlockTips[];
};

/** A low tip that a block's transactions paid, and which part of its gas they used. */
export type BlockTips = { readonly number: number; readonly fullness: number; readonly tip: bigint };

/** What a call did: what it returned, or what it reverted with; or that the endpoint did not run it. */
export type CallResult =
  | { readonly success: true; readonly data: Hex }
  | { readonly success: false; readonly revertData: Hex; readonly message: string; readonly gasTooLow: boolean }
  | { readonly success: undefined; readonly message: string };

/** What a call did that was tried as the forwarder makes it. */
export type TrialResult = CallResult & {
  /** What the call took of its gas; undefined if the node did not say. */
  readonly gasUsed?: number;
  /** The time of the block that it was tried in. */
  readonly time: number;
};

export type EthCall = {
  readonly from?: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly gas?: number;
};

/** Answers of one endpoint at this head. Each function throws RpcUnreachable if the endpoint does not answer. */
export type ChainView = {
  readonly head: Head;
  /** Says that this endpoint may be wrong, so that the next view is of another one if there is one. */
  readonly distrust: () => void;
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
  /**
   * Tries calls as the forwarder makes them, each with exactly its gas, in a block of this time.
   *
   * @param time Seconds. A node that does not know block overrides uses the head's.
   */
  readonly tries: (trials: readonly Trial[], time: number) => Promise<readonly TrialResult[]>;
  /** The data is the gas that the call takes as a transaction. */
  readonly estimateGas: (call: EthCall) => Promise<CallResult>;
  /** The same for several calls. */
  readonly estimates: (calls: readonly EthCall[]) => Promise<readonly CallResult[]>;
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

/** @param onFault Called for each question that the endpoint did not answer in the right form. */
export function chainView(endpoint: RpcEndpoint, head: Head = NO_HEAD, onFault: () => void = () => {}): ChainView {
  let fees: Promise<FeeHistory> | undefined;

  /** The answer to one question, in its right form. */
  async function askFor<T>(method: string, params: readonly unknown[], read: (answer: unknown) => T): Promise<T> {
    try {
      return read(await endpoint.call(method, params));
    } catch (error) {
      onFault();
      throw error;
    }
  }

  async function askAll(calls: readonly RpcCall[]): Promise<unknown[]> {
    if (calls.length === 0) return [];
    try {
      return await endpoint.batch(calls);
    } catch (error) {
      onFault();
      throw error;
    }
  }

  /** The answers by what was asked. What the endpoint refused, or answered in another form, is missing. */
  function answered<asked, known>(
    questions: readonly asked[],
    answers: readonly unknown[],
    read: (answer: unknown) => known,
  ): ReadonlyMap<asked, known> {
    const found = new Map<asked, known>();
    for (const [i, question] of questions.entries()) {
      try {
        const answer = answers[i];
        if (answer instanceof RpcError || answer instanceof RpcUnreachable) throw answer;
        found.set(question, read(answer));
      } catch (error) {
        if (!(error instanceof RpcError || error instanceof RpcUnreachable)) throw error;
        onFault();
      }
    }
    return found;
  }

  function callsOf(answers: readonly unknown[]): CallResult[] {
    const results = answers.map(callResult);
    if (results.some(({ success }) => success === undefined)) onFault();
    return results;
  }

  async function estimates(calls: readonly EthCall[]): Promise<readonly CallResult[]> {
    const answers = await askAll(
      calls.map((call) => ({ method: "eth_estimateGas", params: [ethCall(call), "latest"] })),
    );
    return callsOf(answers);
  }

  async function tries(trials: readonly Trial[], time: number): Promise<readonly TrialResult[]> {
    if (trials.length === 0) return [];
    const { code, time: knowsTime } = await overridesOf(endpoint);
    const at = knowsTime ? time : head.timestamp;
    const bare = (): Promise<unknown[]> =>
      askAll(trials.map((trial) => ({ method: "eth_call", params: [ethCall(asTransaction(trial)), "latest"] })));
    if (!code) return callsOf(await bare()).map((result) => ({ ...result, time: at }));
    const params = trials.map((trial) => trialParams(trial, knowsTime ? time : undefined));
    const answers = callsOf(await askAll(params.map((one) => ({ method: "eth_call", params: one }))));
    return answers.map((answer, i) => trialOf(answer, trials[i]?.gas ?? 0, at));
  }

  async function blockHashes(numbers: readonly number[]): Promise<ReadonlyMap<number, Hex | undefined>> {
    const calls = numbers.map((number) => ({ method: "eth_getBlockByNumber", params: [quantity(number), false] }));
    const answers = await askAll(calls);
    return answered(numbers, answers, (block) => (block === null ? undefined : headFrom(block).hash));
  }

  /** For nodes without `eth_feeHistory`: the head's base fee, raised by the most that a block may raise it. */
  async function feesWithoutHistory(failure: unknown): Promise<FeeHistory> {
    const { baseFee } = head;
    if (baseFee === undefined) throw failure;
    const price = await endpoint
      .call("eth_gasPrice", [])
      .then((answer) => BigInt(amount(answer)))
      .catch(() => 0n);
    return { nextBaseFee: (baseFee * 9n) / 8n, tips: price > baseFee ? [price - baseFee] : [] };
  }

  return {
    head,
    distrust: onFault,
    url: endpoint.url,
    nonceOf: async (address, at) =>
      askFor("eth_getTransactionCount", [address, typeof at === "number" ? quantity(at) : at], (count) =>
        Number(amount(count)),
      ),
    balanceOf: async (address) => askFor("eth_getBalance", [address, "latest"], (balance) => BigInt(amount(balance))),
    codeOf: async (address) => askFor("eth_getCode", [address, "latest"], text),
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
      fees ??= endpoint
        .call("eth_feeHistory", [quantity(BLOCKS), "latest", [PERCENTILE]])
        .then((answer) => feesFrom(answer, head))
        .catch(feesWithoutHistory);
      return fees;
    },
    calls: async (calls) => {
      const answers = await askAll(calls.map((call) => ({ method: "eth_call", params: [ethCall(call), "latest"] })));
      return callsOf(answers);
    },
    tries,
    estimateGas: async (call) => (await estimates([call]))[0] ?? { success: undefined, message: "no answer" },
    estimates,
    newestHead: async () => askFor("eth_getBlockByNumber", ["latest", false], headFrom),
    getLogs: async ({ fromBlock, toBlock, ...filter }) => {
      const range = { fromBlock: quantity(fromBlock), toBlock: quantity(toBlock) };
      return list(await endpoint.call("eth_getLogs", [{ ...filter, ...range }])).map(logFrom);
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
 * A block that is emptier says nothing about tips, because it had room for lower ones. Otherwise a few transactions that
 * pay much in empty blocks would push the relay's price up.
 */
const NEARLY_EMPTY = 0.25;

function feesFrom(answer: unknown, head: Head): FeeHistory {
  const { baseFeePerGas, reward, gasUsedRatio, oldestBlock } = record(answer);
  const fullness = list(gasUsedRatio ?? []);
  const oldest = typeof oldestBlock === "string" ? Number(amount(oldestBlock)) : head.number - fullness.length + 1;
  const blocks = list(reward ?? []).flatMap((block, i): BlockTips[] => {
    const full = Number(fullness[i] ?? 1);
    const [tip] = list(block).map((one) => BigInt(amount(one)));
    return full < NEARLY_EMPTY || tip === undefined ? [] : [{ number: oldest + i, fullness: full, tip }];
  });
  const nextBaseFee = within(BigInt(amount(list(baseFeePerGas).at(-1))), head.baseFee);
  return { nextBaseFee, tips: blocks.map(({ tip }) => tip), blocks };
}

/** No block's base fee is half or twice that of the block before. What a node says beyond that is not taken. */
function within(nextBaseFee: bigint, before: bigint | undefined): bigint {
  if (before === undefined) return nextBaseFee;
  if (nextBaseFee > 2n * before + 1n) return 2n * before + 1n;
  return nextBaseFee < before / 2n ? before / 2n : nextBaseFee;
}

function callResult(answer: unknown): CallResult {
  if (answer instanceof RpcUnreachable) return { success: undefined, message: answer.message };
  if (!(answer instanceof RpcError)) {
    return isText(answer) ? { success: true, data: answer } : { success: undefined, message: OTHER_FORM };
  }
  // Some nodes send empty data with every error, so only bytes or words say that the call reverted.
  const revertData = revertDataIn(answer.data) ?? "0x";
  const fault = callFault(answer);
  if (revertData === "0x" && fault === undefined) return { success: undefined, message: answer.message };
  return { success: false, revertData, message: answer.message, gasTooLow: fault === "gas_too_low" };
}

/** Nodes put revert data in `data`, or one level deeper. Parity's heirs write "Reverted" before it. */
function revertDataIn(data: unknown): Hex | undefined {
  if (typeof data === "string") {
    const bare = data.replace(/^reverted\s+/i, "");
    return isText(bare) && bare.length % 2 === 0 ? bare : undefined;
  }
  return typeof data === "object" && data !== null && "data" in data ? revertDataIn(data.data) : undefined;
}

/** A call as a transaction makes it, whose data costs gas too. For nodes that know no overrides. */
function asTransaction({ gas, ...call }: Trial): EthCall {
  const bytes = (call.data.length - 2) / 2;
  let zeros = 0;
  for (let i = 2; i < call.data.length; i += 2) if (call.data[i] === "0" && call.data[i + 1] === "0") zeros++;
  const others = bytes - zeros;
  return { ...call, gas: 21_000 + Math.max(gas + 4 * zeros + 16 * others, 10 * zeros + 40 * others) };
}

function trialOf(answer: CallResult, gas: number, time: number): TrialResult {
  if (answer.success === undefined) return { ...answer, time };
  const tried = answer.success ? trialResult(answer.data) : undefined;
  // The program itself does not revert, so a node that says so did not run it.
  if (tried === undefined) return { success: undefined, message: "the node did not run the trial", time };
  const { gasUsed, returned } = tried;
  if (tried.success) return { success: true, data: returned, gasUsed, time: tried.time };
  // A call that used up its gas returns nothing. CALL itself takes up to 2,600 more.
  const gasTooLow = returned === "0x" && gasUsed >= gas;
  return { success: false, revertData: returned, message: "the call reverts", gasTooLow, gasUsed, time: tried.time };
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
