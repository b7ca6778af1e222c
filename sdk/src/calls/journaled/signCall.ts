import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { askChain } from "../../chain/fromNode.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import { signerOf } from "../../chain/signerOf.ts";
import { DoorkeyError, isDoorkeyError } from "../../core/DoorkeyError.ts";
import { type Address, sameAddress } from "../../core/Hex.ts";
import { requestDigest, signRequest } from "../../relay/forwardRequest.ts";
import type { WireForwardRequest } from "../../relay/wire.ts";
import type { Call } from "../Call.ts";
import { estimateForwarded, withMargin } from "../gas.ts";
import { prepareRequest } from "../prepareRequest.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { freshNonce } from "./nonces.ts";

/** Seconds in which a request that its signer sends itself must be executed. */
const LIFETIME = 3_600;

/** What a call may take, so that one transaction holds it with what the forwarder spends around it (EIP-7825). */
const MAX_GAS = 15_000_000n;

/**
 * Signs a request for a call; nothing is sent. Its one nonce makes it happen at most once, however often it is sent.
 * Without a relay the signer names itself as the relayer: `settle` then carries it.
 *
 * @param declined Requests of one nonce for the same thing that may happen after all. With their nonce, one of them and
 * this happens at most.
 * @throws CALL_REVERTED when the call would not go through now; CALL_TOO_LARGE; CALL_UNDECIDED when another key signed
 * what was declined; what a relay's prepare throws.
 */
export async function signCall(
  connection: Connection,
  call: Call,
  declined: readonly JournaledRequest[] = [],
): Promise<JournaledRequest> {
  const { relay } = connection;
  const block = await latestBlock(connection);
  const prepared =
    relay === undefined
      ? await ownRequest(connection, call, block.timestamp + LIFETIME)
      : await prepareRequest(connection, relay, call);
  const request = inPlaceOf(declined, prepared);
  if (BigInt(request.gas) > MAX_GAS) throw tooLarge(`${call.name} wants ${request.gas} gas.`);
  const where = forwarderOf(connection);
  const signed = await askChain(() => signRequest(where, signerOf(connection), request));
  return { signed, digest: requestDigest(where, request), fromBlock: declined[0]?.fromBlock ?? block.number };
}

function inPlaceOf(declined: readonly JournaledRequest[], request: WireForwardRequest): WireForwardRequest {
  const [first] = declined;
  if (first === undefined) return request;
  const { from, nonce } = first.signed.request;
  if (!sameAddress(from, request.from)) {
    const details = [`Request ${first.digest} of ${from} may still happen: connect with its key, or wait.`];
    throw new DoorkeyError("CALL_UNDECIDED", { details });
  }
  // Within one second all else is the same too, and a relay does not look again at a request that it declined.
  return { ...request, nonce, gas: String(BigInt(request.gas) + BigInt(declined.length)) };
}

async function ownRequest(connection: Connection, call: Call, deadline: number): Promise<WireForwardRequest> {
  const signer = signerOf(connection);
  const from = (await askChain(() => signer.getAddress())) as Address;
  const gas = await simulate(connection, call, from);
  const nonce = String(freshNonce(signer));
  return { from, to: call.to, gas: String(withMargin(gas)), nonce, deadline, relayer: from, data: call.data };
}

async function simulate(connection: Connection, { to, data, name }: Call, from: Address): Promise<bigint> {
  const { forwarder } = forwarderOf(connection);
  try {
    return await estimateForwarded(connection.provider, forwarder, { from, to, data });
  } catch (error) {
    // Every revert of the suite says why: one without a word ran out of gas.
    const bare = isDoorkeyError(error, "CALL_REVERTED") && error.contractError === undefined;
    throw bare && isOutOfGas(error.cause) ? tooLarge(`${name} needs more gas than one transaction has.`) : error;
  }
}

function isOutOfGas(cause: unknown): boolean {
  return /out of gas|gas required exceeds|exceeds.*gas/i.test(cause instanceof Error ? cause.message : "");
}

function tooLarge(detail: string): DoorkeyError {
  return new DoorkeyError("CALL_TOO_LARGE", { details: [detail] });
}
