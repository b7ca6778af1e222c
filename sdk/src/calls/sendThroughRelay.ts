import type { Connection } from "../chain/Connection.ts";
import { forwarderOf } from "../chain/forwarderOf.ts";
import { askChain } from "../chain/fromNode.ts";
import { signerOf } from "../chain/signerOf.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { pause } from "../core/pause.ts";
import { requestDigest, signRequest } from "../relay/forwardRequest.ts";
import { assertTaken } from "../relay/problemError.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult, WireSignedRequest } from "../relay/wire.ts";
import type { Call, Underway } from "./Call.ts";
import { prepareRequest } from "./prepareRequest.ts";
import { requestOutcome } from "./requestOutcome.ts";

/** How often a request is submitted if the answer gets lost, and the milliseconds between two attempts. */
const MAX_TRIES = 3;
const PAUSE = 500;

/** The signer signs a ForwardRequest for the call; the relay sends it and pays. */
export async function sendThroughRelay(connection: Connection, relay: Relay, call: Call): Promise<Underway> {
  const where = forwarderOf(connection);
  const request = await prepareRequest(connection, relay, call);
  const signer = await signerOf(connection);
  const signed = await askChain(() => signRequest(where, signer, request));
  const digest = requestDigest(where, request);
  const [result] = await handOver(relay, signed, digest);
  assertTaken(result);
  return {
    id: digest,
    wait: (until, deadline) => requestOutcome(connection, relay, { digest, request }, until, deadline),
  };
}

/**
 * Submits a request. If the answer gets lost, it submits the request again, which is safe. Throws CALL_UNDECIDED if the
 * answer gets lost each time.
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
