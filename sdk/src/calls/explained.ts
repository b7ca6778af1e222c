import { decodeRevert } from "../abi/decodeRevert.ts";
import type { Connection } from "../chain/Connection.ts";
import { offsetOfEvent } from "../chain/eventOffsets.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { ContractError } from "../core/ContractError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { unpackRightId } from "../core/RightId.ts";
import { writeTime } from "../core/writeTime.ts";

/** Seconds of one block: the longest that a chain of Ethereum takes. */
export const BLOCK_SECONDS = 12;

/** A chain whose newest block is older does not make blocks by itself, such as a local one. */
const LIVE_SECONDS = 60;

/**
 * Does the work. If a contract refuses it, the error has its times on the event's clock. If only a block is missing
 * until the contract would accept the call, the error says when, and is retryable.
 */
export async function explained<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await explain(connection, error);
  }
}

/** The same error, explained as `explained` says. */
export async function explain<E>(connection: Connection, error: E): Promise<E | DoorkeyError> {
  if (!isDoorkeyError(error, "CALL_REVERTED") || error.contractError === undefined) return error;
  const utcOffset = offsetOfEvent(connection, eventOf(error.contractError));
  const told = decodeRevert(error.contractError.data, { utcOffset }) ?? error.contractError;
  const opening = openingIn(told);
  if (opening === undefined) return again(error, told);
  const block = await latestBlock(connection).catch(() => undefined);
  return block === undefined ? again(error, told) : waiting(error, told, opening, block.timestamp, utcOffset);
}

/** A span of time outside of which a contract refuses a call; `until` is missing if the refusal does not say it. */
type Opening = { readonly what: string; readonly from: number; readonly until?: number };

function openingIn({ name, args }: ContractError): Opening | undefined {
  if (name === "SalesClosed" && args.salesOpenAt !== undefined) {
    return { what: "Sales", from: Number(args.salesOpenAt), until: Number(args.salesCloseAt) };
  }
  if (name === "DoorsNotOpen" && args.doorsOpenAt !== undefined)
    return { what: "Doors", from: Number(args.doorsOpenAt) };
  return undefined;
}

/** The error for a call that came too early or too late, at the time of the chain's newest block. */
function waiting(
  error: DoorkeyError,
  told: ContractError,
  { what, from, until = Number.POSITIVE_INFINITY }: Opening,
  blockTime: number,
  utcOffset: number | undefined,
): DoorkeyError {
  const now = Date.now() / 1_000;
  if (blockTime >= until) {
    return again(error, { ...told, sentence: `${what} closed on ${writeTime(until, utcOffset)}.` });
  }
  const isLive = blockTime >= now - LIVE_SECONDS;
  const isNear = from - blockTime <= BLOCK_SECONDS || (isLive && from - now <= BLOCK_SECONDS);
  const sentence = `${what} open on ${writeTime(from, utcOffset)}.`;
  if (!isNear) return again(error, { ...told, sentence });
  const seconds = Math.max(1, from - blockTime);
  const remedy = `Make the same call again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  return again(error, { ...told, sentence, remedy }, true);
}

function again(error: DoorkeyError, contractError: ContractError, retryable?: boolean): DoorkeyError {
  const details = error.message.split("\n").slice(1, -1);
  return new DoorkeyError("CALL_REVERTED", { cause: error.cause, details, contractError, retryable });
}

/** The event that an error is about; 0 if it does not say. */
function eventOf({ args: { eventId, rightId } }: ContractError): number {
  if (typeof rightId === "bigint") return unpackRightId(rightId).eventId;
  return Number(eventId ?? 0);
}
