import type { SendOptions, Sent, Transaction, Underway, Until } from "../calls/Call.ts";
import { DEAD, deadError } from "../calls/requestOutcome.ts";
import { follow, send } from "../calls/send.ts";
import { poll, receiptOf, transactionOf, untilChanged } from "../calls/waiting.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";
import { type DrawContracts, drawCall } from "../relay/drawCall.ts";
import { assertTaken } from "../relay/problemError.ts";
import type { Relay } from "../relay/Relay.ts";
import type { RequestStatus, WireDrawAct } from "../relay/wire.ts";

/**
 * Brings an act that anyone may make to the chain. A relay sends it in its own name, as it does with returns, and needs no
 * signature; without a relay the signer sends it.
 */
export async function sendAct<result extends object, until extends Until = "mined">(
  connection: Connection,
  act: WireDrawAct,
  read: (transaction: Transaction) => result,
  options: SendOptions<until> = {},
): Promise<Sent<result, until>> {
  const { relay } = connection;
  if (relay === undefined || options.via === "direct") {
    const call = { ...drawCall(drawContracts(connection), [act]), name: act.act };
    return send(connection, call, read, { ...options, via: "direct" });
  }
  const { until, timeout } = options;
  return follow(connection, () => throughRelay(connection, relay, act), read, { until, timeout, via: "relay" });
}

/** Where acts at draws go. */
export function drawContracts({ deployment }: Connection): DrawContracts {
  const { Ballot, DrandBeacon } = deployment.contracts;
  return { Ballot: Ballot.address, DrandBeacon: DrandBeacon.address };
}

async function throughRelay(connection: Connection, relay: Relay, act: WireDrawAct): Promise<Underway> {
  const [result] = await relay.submitDrawActs([act]);
  assertTaken(result);
  const { digest } = result;
  return { id: digest, wait: (until, deadline) => outcomeOf(connection, relay, digest, until, deadline) };
}

/** The transaction in which a relay brought an act to the chain. It may carry acts of others too. */
async function outcomeOf(
  connection: Connection,
  relay: Relay,
  digest: Hex,
  until: "mined" | "final",
  deadline: number,
): Promise<Transaction> {
  const ask = async () => {
    const status = await relay.status(digest);
    if (status === undefined || status.transactionHash === undefined) return stillOpen(status);
    return receiptOf(connection.provider, status.transactionHash, until);
  };
  const receipt = await poll(deadline, `Act ${digest}.`, ask, untilChanged(relay, digest));
  return transactionOf(receipt);
}

function stillOpen(status: RequestStatus | undefined): undefined {
  if (status !== undefined && DEAD.includes(status.state)) throw deadError(status);
  return undefined;
}
