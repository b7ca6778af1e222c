import type { Connection } from "../connection/Connection.ts";
import { signerOf } from "../connection/signerOf.ts";
import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { askChain } from "../errors/fromNode.ts";
import { requestDigest, signRequest } from "../relay/forwardRequest.ts";
import { problemError } from "../relay/httpRelay.ts";
import type { Relay } from "../relay/Relay.ts";
import type { WireForwardRequest } from "../relay/wire.ts";
import { type Address, type Hex, sameAddress } from "../values/Hex.ts";
import type { Call, Underway } from "./Call.ts";
import { requestOutcome } from "./requestOutcome.ts";

/** The signer signs a ForwardRequest for the call; the relay carries it and pays. */
export async function sendThroughRelay(connection: Connection, relay: Relay, call: Call): Promise<Underway> {
  const signer = signerOf(connection);
  const where = forwarderOf(connection);
  const request = await prepareRequest(connection, relay, call);
  const signed = await askChain(() => signRequest(where, signer, request));
  const digest = requestDigest(where, request);
  const [result] = await relay.submit([signed]);
  if (result === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It gave no result."] });
  if ("problem" in result) throw problemError(result.problem, result.problem.status);
  return { id: digest, wait: (until, deadline) => requestOutcome(connection, relay, digest, until, deadline) };
}

export function forwarderOf({ chainId, deployment }: Connection): { chainId: number; forwarder: Address } {
  return { chainId, forwarder: deployment.contracts.GasRelayForwarder.address };
}

/** What the relay wants signed for the call, once it is sure that it is this call and nothing else. */
export async function prepareRequest(connection: Connection, relay: Relay, call: Call): Promise<WireForwardRequest> {
  const from = (await askChain(() => signerOf(connection).getAddress())) as Address;
  const { chainId, forwarder } = forwarderOf(connection);
  const prepared = await relay.prepare({ from, to: call.to, data: call.data });
  const { request } = prepared;
  const wrong = [
    prepared.chainId === chainId ? [] : ["chain"],
    sameAddress(prepared.forwarder, forwarder) ? [] : ["forwarder"],
    sameAddress(request.from, from) ? [] : ["from"],
    sameAddress(request.to, call.to) ? [] : ["to"],
    sameHex(request.data, call.data) ? [] : ["data"],
  ].flat();
  if (wrong.length === 0) return request;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`Different from the call: ${wrong.join(", ")}.`] });
}

function sameHex(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
