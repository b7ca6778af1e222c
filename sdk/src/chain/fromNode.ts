import { type ErrorCode as EthersCode, isError } from "ethers";
import { revertedError } from "../abi/revertedError.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { ErrorCode } from "../core/errorTable.ts";
import { nodeRefusal, saidIn } from "./nodeRefusal.ts";

/** Asks the chain. A failure becomes a DoorkeyError, unless it is a bug of the program. */
export async function askChain<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw fromNode(error);
  }
}

/** The DoorkeyError for an error of a node, a wallet or a library. Returns a bug of the program unchanged. */
export function fromNode(error: unknown): unknown {
  if (isDoorkeyError(error)) return error;
  const reverted = revertedError(error);
  if (reverted !== undefined) return reverted;
  const code = codeOf(error);
  if (code === undefined) return error;
  // The node's address often contains a key, and errors go to logs.
  const cause = KEPT.includes(code) ? error : withoutRequest(error);
  return new DoorkeyError(code, { cause, details: TOLD.includes(code) ? [toldBy(error)] : [] });
}

/** Codes whose errors come from this machine, so that they do not contain the node's address. */
const KEPT: readonly ErrorCode[] = ["CALL_REVERTED", "FUNDS_MISSING", "SIGNATURE_DECLINED", "VALUE_INVALID"];

/** Codes of which only the node or the library knows the reason. */
const TOLD: readonly ErrorCode[] = [
  "VALUE_INVALID",
  "CHAIN_REFUSED",
  "CHAIN_ANSWER_MALFORMED",
  "BLOCK_STATE_MISSING",
  "SIGNER_UNFIT",
  "CHAIN_DIFFERENT",
];

/** What each error of ethers means. UNKNOWN_ERROR and SERVER_ERROR have what a node said, so words decide. */
const BY_ETHERS = {
  ACTION_REJECTED: "SIGNATURE_DECLINED",
  BAD_DATA: "CHAIN_ANSWER_MALFORMED",
  BUFFER_OVERRUN: "CHAIN_ANSWER_MALFORMED",
  CALL_EXCEPTION: "CALL_REVERTED",
  CANCELLED: "CHAIN_UNREACHABLE",
  INSUFFICIENT_FUNDS: "FUNDS_MISSING",
  INVALID_ARGUMENT: "VALUE_INVALID",
  MISSING_ARGUMENT: "VALUE_INVALID",
  NETWORK_ERROR: "CHAIN_UNREACHABLE",
  NONCE_EXPIRED: "NONCE_TAKEN",
  NOT_IMPLEMENTED: "SIGNER_UNFIT",
  NUMERIC_FAULT: "VALUE_INVALID",
  OFFCHAIN_FAULT: "CHAIN_ANSWER_MALFORMED",
  REPLACEMENT_UNDERPRICED: "NONCE_TAKEN",
  SERVER_ERROR: "CHAIN_UNREACHABLE",
  TIMEOUT: "CHAIN_UNREACHABLE",
  TRANSACTION_REPLACED: "NONCE_TAKEN",
  UNCONFIGURED_NAME: "VALUE_INVALID",
  UNEXPECTED_ARGUMENT: "VALUE_INVALID",
  UNKNOWN_ERROR: "CHAIN_REFUSED",
  UNSUPPORTED_OPERATION: "SIGNER_UNFIT",
  VALUE_MISMATCH: "VALUE_INVALID",
} as const satisfies Record<EthersCode, ErrorCode>;

/** Codes of wallets (EIP-1193) and of JSON-RPC that say more than words. */
const BY_NUMBER: Readonly<Record<number, ErrorCode>> = {
  4001: "SIGNATURE_DECLINED",
  4100: "SIGNATURE_DECLINED",
  4200: "SIGNER_UNFIT",
  4900: "CHAIN_UNREACHABLE",
  4901: "CHAIN_DIFFERENT",
  [-32601]: "CHAIN_REFUSED",
};

/** Words that say more than the code of the library around them, in the order in which they are looked for. */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/(doesn't|does not) have enough funds|insufficient (funds|balance)/i, "FUNDS_MISSING"],
  [/user (rejected|denied|cancel)/i, "SIGNATURE_DECLINED"],
  [
    /missing trie|pruned|pruning|header not found|historical state|state (is |histories )?(not|un)available|archive/i,
    "BLOCK_STATE_MISSING",
  ],
  [/nonce too low|already known|replacement (transaction|fee)/i, "NONCE_TAKEN"],
  [/(is )?not valid JSON|invalid JSON|unexpected (token|end of)/i, "CHAIN_ANSWER_MALFORMED"],
];

function codeOf(error: unknown): ErrorCode | undefined {
  const isEthers = (code: EthersCode) => isError(error, code);
  const own = (Object.keys(BY_ETHERS) as EthersCode[]).find(isEthers);
  const isFromNode = own === undefined || own === "UNKNOWN_ERROR" || own === "SERVER_ERROR" || FRAMED.includes(own);
  if (isError(error, "NETWORK_ERROR") && error.event === "changed") return "CHAIN_DIFFERENT";
  if (isFromNode) {
    if (isFetchFailure(error)) return "CHAIN_UNREACHABLE";
    if (own === undefined && isBug(error)) return undefined;
    if (nodeRefusal(error)?.kind === "busy") return "CHAIN_BUSY";
    const said = saidIn(error).join("\n");
    const number = numbersIn(error).find((one) => one in BY_NUMBER);
    if (number !== undefined) return BY_NUMBER[number];
    const word = BY_WORDS.find(([words]) => words.test(said));
    if (word !== undefined) return word[1];
  }
  return own === undefined ? "CHAIN_REFUSED" : BY_ETHERS[own];
}

/** Errors of ethers about the form of an answer, around what the node said in it. */
const FRAMED: readonly EthersCode[] = ["BAD_DATA", "UNSUPPORTED_OPERATION"];

function numbersIn(error: unknown, depth = 4): number[] {
  if (typeof error !== "object" || error === null || depth === 0) return [];
  const { code, error: inner, info, cause, data } = error as Readonly<Record<string, unknown>>;
  return [
    ...(typeof code === "number" ? [code] : []),
    ...[inner, info, cause, data].flatMap((one) => numbersIn(one, depth - 1)),
  ];
}

/** Errors with which the platform reports a request that did not reach the node, or was given up. */
function isFetchFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError" || error.name === "TimeoutError") return true;
  if ("code" in error && SOCKET_CODES.test(String(error.code))) return true;
  return error instanceof TypeError && /fetch|network|load failed|connection/i.test(error.message);
}

const SOCKET_CODES = /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOST|ENET|UND_ERR)/;

/** Errors that the language itself throws. */
function isBug(error: unknown): boolean {
  if (error instanceof SyntaxError) return false;
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

/** What a node or a library said, for the details. */
function toldBy(error: unknown): string {
  const said = saidIn(error).find((text) => !text.startsWith("could not coalesce")) ?? "It gave no reason.";
  return `It says: ${withoutAddresses(said).slice(0, MAX_SAID)}`;
}

/** An error without its request, because a node's address often contains a key, and errors go to logs. */
export function withoutRequest(error: unknown): Error {
  const said = saidIn(error).filter((text) => !/^code /.test(text));
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return Object.assign(new Error(withoutAddresses([...new Set(said)].join(": ")).slice(0, MAX_SAID)), { code });
}

function withoutAddresses(text: string): string {
  return text.replace(/\b(https?|wss?):\/\/[^\s"'<>]+/gi, "[address]");
}

/** Most characters of a node's answer in an error; enough to see the reason. */
const MAX_SAID = 1_000;
