import type { Connection } from "../connection/Connection.ts";
import { signerOf } from "../connection/signerOf.ts";
import { DoorkeyError, isDoorkeyError } from "../errors/DoorkeyError.ts";
import { askChain } from "../errors/fromNode.ts";
import { latestBlock } from "../events/latestBlock.ts";
import { pause } from "../internal/pause.ts";
import { assertShape, fields, hexOf, matching, whole } from "../internal/shape.ts";
import { requestDigest, signRequest } from "../relay/forwardRequest.ts";
import { problemError } from "../relay/httpRelay.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult, WireForwardRequest, WireSignedRequest } from "../relay/wire.ts";
import { type Address, type Hex, sameAddress } from "../values/Hex.ts";
import type { Call, Underway } from "./Call.ts";
import { requestOutcome } from "./requestOutcome.ts";

/** How often a request is handed over whose answer gets lost, and the milliseconds between. */
const MAX_TRIES = 3;
const PAUSE = 500;

/** Seconds: no relay keeps requests longer than a day, and clocks may be an hour apart. */
const MAX_LIFETIME = 86_400 + 3_600;

/** What is looked at before it is signed; the rest of a request is the relay's to choose. */
const PREPARED = fields({
  chainId: whole(1, Number.MAX_SAFE_INTEGER),
  forwarder: hexOf(20),
  request: fields({
    from: hexOf(20),
    to: hexOf(20),
    gas: matching(/^\d{1,78}$/, "decimal digits"),
    nonce: matching(/^\d{1,78}$/, "decimal digits"),
    deadline: whole(0, 2 ** 48 - 1),
    relayer: hexOf(20),
    data: matching(/^0x[0-9a-f]*$/i, "hex bytes"),
  }),
});

/** The signer signs a ForwardRequest for the call; the relay carries it and pays. */
export async function sendThroughRelay(connection: Connection, relay: Relay, call: Call): Promise<Underway> {
  const signer = signerOf(connection);
  const where = forwarderOf(connection);
  const request = await prepareRequest(connection, relay, call);
  const signed = await askChain(() => signRequest(where, signer, request));
  const digest = requestDigest(where, request);
  const [result] = await handOver(relay, signed, digest);
  if (result === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It gave no result."] });
  if ("problem" in result) throw problemError(result.problem, result.problem.status);
  return { id: digest, wait: (until, deadline) => requestOutcome(connection, relay, digest, until, deadline) };
}

/**
 * An answer that got lost says nothing of the request, and the same one again is no harm. CALL_UNDECIDED when it gets
 * lost each time.
 */
async function handOver(relay: Relay, signed: WireSignedRequest, digest: Hex): Promise<readonly SubmitResult[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await relay.submit([signed]);
    } catch (cause) {
      if (!isDoorkeyError(cause, "RELAY_UNREACHABLE")) throw cause;
      if (tries === MAX_TRIES) throw new DoorkeyError("CALL_UNDECIDED", { cause, details: [`Request ${digest}.`] });
    }
    await pause(PAUSE);
  }
}

export function forwarderOf({ chainId, deployment }: Connection): { chainId: number; forwarder: Address } {
  return { chainId, forwarder: deployment.contracts.GasRelayForwarder.address };
}

/** What the relay wants signed for the call, once it is sure that it is this call and nothing else. */
export async function prepareRequest(connection: Connection, relay: Relay, call: Call): Promise<WireForwardRequest> {
  const from = (await askChain(() => signerOf(connection).getAddress())) as Address;
  const { chainId, forwarder } = forwarderOf(connection);
  const [prepared, { timestamp }] = await Promise.all([
    relay.prepare({ from, to: call.to, data: call.data }),
    latestBlock(connection),
  ]);
  assertShape("RELAY_DISHONEST", PREPARED, prepared);
  const { request } = prepared;
  const wrong = [
    prepared.chainId === chainId ? [] : ["chain"],
    sameAddress(prepared.forwarder, forwarder) ? [] : ["forwarder"],
    sameAddress(request.from, from) ? [] : ["from"],
    sameAddress(request.to, call.to) ? [] : ["to"],
    sameHex(request.data, call.data) ? [] : ["data"],
    // A request that is good for years could be kept back, be told to be dead, and be carried out any time.
    request.deadline <= timestamp + MAX_LIFETIME ? [] : ["deadline"],
  ].flat();
  if (wrong.length === 0) return request;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`Different from the call: ${wrong.join(", ")}.`] });
}

function sameHex(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
