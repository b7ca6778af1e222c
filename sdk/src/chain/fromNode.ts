import { type EthersError, isError } from "ethers";
import { revertedError } from "../abi/revertedError.ts";
import { DoorkeyError, isDoorkeyError } from "../core/DoorkeyError.ts";

/** Asks the chain. A failure with a known reason becomes a DoorkeyError. */
export async function askChain<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw fromNode(error);
  }
}

/** The DoorkeyError for an error of a node, a wallet or a library. Returns an unknown error unchanged. */
export function fromNode(error: unknown): unknown {
  if (isDoorkeyError(error)) return error;
  const reverted = revertedError(error);
  if (reverted !== undefined) return reverted;
  if (isError(error, "CALL_EXCEPTION")) return new DoorkeyError("CALL_REVERTED", { cause: error });
  if (isError(error, "INSUFFICIENT_FUNDS")) return new DoorkeyError("FUNDS_MISSING", { cause: error });
  if (isError(error, "ACTION_REJECTED")) return new DoorkeyError("SIGNATURE_DECLINED", { cause: error });
  if (
    isError(error, "NETWORK_ERROR") ||
    isError(error, "TIMEOUT") ||
    isError(error, "SERVER_ERROR") ||
    isSocketError(error)
  ) {
    return new DoorkeyError("CHAIN_UNREACHABLE", { cause: withoutRequest(error) });
  }
  return /doesn't have enough funds|insufficient funds/i.test(error instanceof Error ? error.message : "")
    ? new DoorkeyError("FUNDS_MISSING", { cause: error })
    : error;
}

/** An error without its request, because a node's address often contains a key, and errors go to logs. */
export function withoutRequest(error: unknown): Error {
  const { shortMessage, message, code, info } = error as Partial<EthersError> & { info?: { responseBody?: string } };
  const said = [shortMessage ?? message, info?.responseBody].filter((part) => typeof part === "string" && part !== "");
  return Object.assign(new Error(said.join(": ").slice(0, MAX_SAID)), { code });
}

/** Most characters of a node's answer in an error; enough to see the reason. */
const MAX_SAID = 1_000;

function isSocketError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"].includes(String(error.code))
  );
}
