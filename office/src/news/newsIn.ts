import { interfaces } from "doorkey/abi";
import { type IndexLog, type IndexState, indexedRight } from "doorkey/event-index";
import { decodeBytes32String, type Result } from "ethers";
import type { News } from "../webhooks/webhookTables.ts";

/** What a kind of log says to a shop. */
type Said = Pick<News, "type" | "data"> & { readonly rightId?: string };
type Reader = (args: Result, state: IndexState) => Said;

const READERS: Readonly<Record<string, Reader>> = {
  EventRescheduled: ({ schedule }) => {
    const { doorsOpenAt, doorsCloseAt, salesCloseAt, returnUntil, rebindUntil } = schedule;
    const times = Object.entries({ doorsOpenAt, doorsCloseAt, salesCloseAt, returnUntil, rebindUntil });
    return { type: "event.rescheduled", data: Object.fromEntries(times.map(([name, at]) => [name, Number(at)])) };
  },
  EventCancelled: () => ({ type: "event.cancelled", data: {} }),
  WaveOpened: ({ eventId, classId, wave, deadline, places }, state) => {
    const className = state.events.get(Number(eventId))?.classes[Number(classId) - 1]?.name ?? "";
    const numbers = { wave: Number(wave), places: Number(places), deadline: Number(deadline) };
    return { type: "draw.offered", data: { className, ...numbers } };
  },
  RightRebound: ({ rightId, holder }) => ({ type: "right.rebound", rightId: String(rightId), data: { holder } }),
  RightNamed: ({ rightId, holder }) => ({ type: "right.named", rightId: String(rightId), data: { holder } }),
  RightReturned: ({ rightId }, state) => ({
    type: "right.returned",
    rightId: String(rightId),
    data: { holder: indexedRight(state, { rightId })?.holder },
  }),
  RightRevoked: ({ rightId, reason }, state) => ({
    type: "right.revoked",
    rightId: String(rightId),
    data: { holder: indexedRight(state, { rightId })?.holder, reason: textIn(reason) },
  }),
};

/**
 * Reads the news in a log.
 *
 * @param ordinal Its place among the logs of its transaction, from 0. A transaction that a reorg moves to another block
 * keeps it, so that its news keep their ids.
 * @param state The state with this log.
 * @returns Undefined if the log concerns no holder of these events, or a right of another agent.
 */
export function newsIn(log: IndexLog, ordinal: number, state: IndexState, of: newsIn.Of): News | undefined {
  if (log.contract === "GasRelayForwarder") return undefined;
  const parsed = interfaces[log.contract].parseLog(log);
  const reader = parsed === null ? undefined : READERS[parsed.name];
  if (parsed === null || reader === undefined) return undefined;
  const eventId = Number(parsed.args.eventId);
  if (!of.events.includes(eventId)) return undefined;
  const { type, data, rightId } = reader(parsed.args, state);
  if (rightId !== undefined && indexedRight(state, { rightId: BigInt(rightId) })?.agentId !== of.agentId) {
    return undefined;
  }
  const id = `${log.transactionHash}:${ordinal}`;
  return { id, type, eventId, at: log.timestamp, ...(rightId !== undefined && { rightId }), data };
}

export declare namespace newsIn {
  type Of = { readonly agentId: number; readonly events: readonly number[] };
}

/** The reason of a revocation; its bytes if they are no text. */
function textIn(word: string): string {
  try {
    return decodeBytes32String(word);
  } catch {
    return word;
  }
}
