import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Accepted, Call, Done, SendOptions, Sent, Transaction, Underway, Until } from "./Call.ts";
import { explained } from "./explained.ts";
import { sendDirectly } from "./sendDirectly.ts";
import { sendThroughRelay } from "./sendThroughRelay.ts";
import { TIMEOUTS } from "./waiting.ts";

/**
 * Sends a call of the signer, through the relay if there is one, and reads its result from its logs. The result is the
 * same either way.
 *
 * @throws SIGNER_MISSING, RELAY_MISSING, CALL_REVERTED, CALL_UNDECIDED, and what sending directly or through a relay
 * throws.
 */
export async function send<result extends object, until extends Until = "mined">(
  connection: Connection,
  call: Call,
  read: (transaction: Transaction) => result,
  options: SendOptions<until> = {},
): Promise<Sent<result, until>> {
  const { until, via, timeout } = given("options", options);
  const relay = via === "direct" ? undefined : connection.relay;
  if (via === "relay" && relay === undefined) throw new DoorkeyError("RELAY_MISSING");
  const start = () =>
    relay === undefined ? sendDirectly(connection, call) : sendThroughRelay(connection, relay, call);
  return follow(connection, start, read, { until, timeout, via: relay === undefined ? "direct" : "relay" });
}

type FollowOptions<until extends Until> = Omit<SendOptions<until>, "via"> & { readonly via: "relay" | "direct" };

/** Starts a call, follows it as the options say, and reads its result. */
export async function follow<result extends object, until extends Until>(
  connection: Connection,
  start: () => Promise<Underway>,
  read: (transaction: Transaction) => result,
  { until, via, timeout }: FollowOptions<until>,
): Promise<Sent<result, until>> {
  const underway = await explained(connection, start);
  const wait = async (stage: "mined" | "final" = "mined"): Promise<Done<result>> => {
    const transaction = await explained(connection, () =>
      underway.wait(stage, Date.now() + (timeout ?? TIMEOUTS[stage])),
    );
    return { ...read(transaction), transaction };
  };
  const accepted: Accepted<result> = { id: underway.id, via, wait };
  return (until === "accepted" ? accepted : await wait(until ?? "mined")) as Sent<result, until>;
}

/** Like `send`, for calls that have no result of their own. */
export function sendPlain<until extends Until = "mined">(
  connection: Connection,
  call: Call,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return send(connection, call, () => ({}), options);
}
