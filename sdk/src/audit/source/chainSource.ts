import { isError, type JsonRpcApiProvider, Transaction } from "ethers";
import type { ContractName } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { type BlockRange, nodeRefusal } from "../../chain/nodeRefusal.ts";
import { type LogFilter, readLogs } from "../../chain/readLogs.ts";
import { toHex } from "../../core/bytes.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import type { Hex } from "../../core/Hex.ts";
import { pause } from "../../core/pause.ts";
import { fetchBytes } from "../../state/fetchEventDocument.ts";
import type { AuditBlock } from "../AuditResult.ts";
import type { AnswerTo, AuditAnswers, AuditQuestion, AuditSource, RawHeader, RawLog } from "./AuditSource.ts";
import { headerOf } from "./headerHash.ts";

/** Milliseconds to wait before a node that did not answer is asked again. */
const WAITS = [250, 1_000, 4_000, 15_000];

/** How to read a node's logs, see `readLogs`. */
export type ReadOptions = Pick<readLogs.Options, "blocks" | "patience">;

/** A node's chain up to a block. */
export function chainSource(connection: Connection, head: AuditBlock, options: ReadOptions = {}): AuditSource {
  const answers: { readonly [ask in AuditQuestion["ask"]]: (question: never) => Promise<AuditAnswers[ask]> } = {
    logs: (question: Asked<"logs">) => logsOrNone(connection, question, options),
    block: ({ number }: Asked<"block">) => headerAt(connection, number),
    transaction: ({ hash }: Asked<"transaction">) => signedTransaction(connection, hash),
    call: (question: Asked<"call">) => called(connection, head, question),
    code: ({ address }: Asked<"code">) =>
      orGone(async () => ({ data: (await connection.provider.getCode(address, head.number)) as Hex })),
    document: ({ uri }: Asked<"document">) => served(uri),
  };
  return {
    chainId: connection.chainId,
    head,
    answer: (question) =>
      patiently(() => answers[question.ask](question as never) as Promise<AnswerTo<typeof question>>),
  };
}

type LogQuestion = LogFilter & BlockRange;

type Asked<ask extends AuditQuestion["ask"]> = Extract<AuditQuestion, { readonly ask: ask }>;

/**
 * The block with this number, or the newest one. Throws VALUE_INVALID if the chain has no such block yet.
 */
export async function headOf(connection: Connection, number?: number): Promise<AuditBlock> {
  const newest = await patiently(() => headerAt(connection, "latest"));
  if (newest === null) throw new DoorkeyError("CHAIN_UNREACHABLE", { details: ["The node has no block."] });
  if (number === undefined) return asBlock(newest);
  if (number > Number(newest.number)) {
    const details = [`to is block ${number}, and the newest block is ${Number(newest.number)}.`];
    throw new DoorkeyError("VALUE_INVALID", { details });
  }
  const wanted = await patiently(() => headerAt(connection, number));
  if (wanted !== null) return asBlock(wanted);
  throw new DoorkeyError("BLOCK_STATE_MISSING", { details: [`The node does not have block ${number}.`] });
}

function asBlock({ number, hash, timestamp }: RawHeader): AuditBlock {
  return { number: Number(number), hash, timestamp: Number(timestamp) };
}

async function headerAt({ provider }: Connection, number: number | "latest"): Promise<RawHeader | null> {
  const node = given("connection.provider", provider as JsonRpcApiProvider, "send");
  const tag = number === "latest" ? number : `0x${number.toString(16)}`;
  const block = await askChain(() => node.send("eth_getBlockByNumber", [tag, false]));
  return block === null ? null : headerOf(block);
}

/** Codes of what nodes answer that dropped old logs. */
const DROPPED: readonly string[] = ["CHAIN_REFUSED", "BLOCK_STATE_MISSING", "CHAIN_ANSWER_MALFORMED"];

async function logsOrNone(connection: Connection, question: Asked<"logs">, options: ReadOptions) {
  try {
    return await logsIn(connection, question, options);
  } catch (error) {
    const isOneBlock = question.from === question.to;
    const isDropped = isDoorkeyError(error) && DROPPED.includes(error.code) && nodeRefusal(error.cause) === undefined;
    if (isOneBlock && isDropped) return null;
    throw error;
  }
}

async function logsIn(
  { provider, deployment }: Connection,
  { from, to }: Asked<"logs">,
  options: ReadOptions,
): Promise<RawLog[]> {
  const names = Object.keys(deployment.contracts) as ContractName[];
  const filter = { address: names.map((name) => deployment.contracts[name].address) };
  const logs: RawLog[] = [];
  // A node that is late is asked for fewer blocks; for a single one it is asked again.
  const node = {
    getLogs: (asked: LogQuestion) =>
      patiently(
        () => askChain(() => provider.getLogs(asked)),
        (error) => asked.fromBlock === asked.toBlock && isUnreachable(error),
      ),
  };
  for await (const log of readLogs(node, filter, from, to, options)) {
    logs.push({
      address: log.address as Hex,
      topics: [...log.topics] as Hex[],
      data: log.data as Hex,
      blockNumber: log.blockNumber,
      blockHash: log.blockHash as Hex,
      transactionHash: log.transactionHash as Hex,
      index: log.index,
    });
  }
  return logs;
}

async function signedTransaction({ provider }: Connection, hash: Hex): Promise<AuditAnswers["transaction"]> {
  const found = await askChain(() => provider.getTransaction(hash));
  if (found === null) return null;
  // Without its hash and sender, because they follow from the signed data.
  const { type, to, nonce, gasLimit, gasPrice, data, value, chainId, accessList, signature } = found;
  const { maxPriorityFeePerGas, maxFeePerGas, maxFeePerBlobGas, blobVersionedHashes, authorizationList } = found;
  const fees = { gasPrice, maxPriorityFeePerGas, maxFeePerGas, maxFeePerBlobGas, blobVersionedHashes };
  try {
    const signed = { type, to, nonce, gasLimit, data, value, chainId, accessList, signature, authorizationList };
    return { signed: Transaction.from({ ...signed, ...fees }).serialized as Hex };
  } catch {
    return null;
  }
}

async function called(
  { provider }: Connection,
  { number: blockTag }: AuditBlock,
  { to, data }: Asked<"call">,
): Promise<AuditAnswers["call"]> {
  return orGone(async () => {
    try {
      return { data: (await provider.call({ to, data, blockTag })) as Hex };
    } catch (error) {
      if (isError(error, "CALL_EXCEPTION") && error.data !== null) return { revert: error.data as Hex };
      throw error;
    }
  });
}

/** The answer, or that the node no longer has the state. */
async function orGone<answer>(ask: () => Promise<answer>): Promise<answer | { readonly gone: true }> {
  try {
    return await askChain(ask);
  } catch (error) {
    if (isDoorkeyError(error) && error.code === "BLOCK_STATE_MISSING") return { gone: true };
    throw error;
  }
}

async function served(uri: string): Promise<AuditAnswers["document"]> {
  try {
    return { bytes: toHex(await fetchBytes(uri, 10_000)) };
  } catch (error) {
    if (isDoorkeyError(error)) return { problem: error.message.split("\n")[1] ?? error.shortMessage };
    throw error;
  }
}

/** Asks again after a while when a node was busy, or did not answer in time. */
export async function patiently<answer>(ask: () => Promise<answer>, isPassing = isBusyOrLate): Promise<answer> {
  for (const wait of WAITS) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await pause(wait);
  }
  return ask();
}

function isBusyOrLate(error: unknown): boolean {
  return isDoorkeyError(error) && (error.retryable || nodeRefusal(error.cause) !== undefined);
}

function isUnreachable(error: unknown): boolean {
  return isDoorkeyError(error, "CHAIN_UNREACHABLE");
}
