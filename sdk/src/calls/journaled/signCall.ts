import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { askChain } from "../../chain/fromNode.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import { signerOf } from "../../chain/signerOf.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type Address, sameAddress } from "../../core/Hex.ts";
import { requestDigest, signRequest } from "../../relay/forwardRequest.ts";
import type { WireForwardRequest } from "../../relay/wire.ts";
import type { Call } from "../Call.ts";
import { explained } from "../explained.ts";
import { estimateForwarded, withMargin } from "../gas.ts";
import { prepareRequest } from "../prepareRequest.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { freshNonce } from "./nonces.ts";

/** Seconds in which a request that its signer sends itself must be executed. */
const LIFETIME = 3_600;

/** Most gas of a call, so that it fits into one transaction with what the forwarder spends around it (EIP-7825). */
const MAX_GAS = 15_000_000n;

/**
 * Signs a request for a call and sends nothing. Because of its nonce it executes at most once, however often it is
 * sent. Without a relay the signer names itself as the relayer, and `settle` sends the request.
 *
 * @param declined Declined requests for the same thing, which have one nonce and may still execute. This request gets
 * their nonce, so that at most one of all of them executes.
 * @throws CALL_REVERTED when the call would revert now; CALL_TOO_LARGE; CALL_UNDECIDED when another key signed the
 * declined requests; what a relay's prepare throws.
 */
export async function signCall(
  connection: Connection,
  call: Call,
  declined: readonly JournaledRequest[] = [],
): Promise<JournaledRequest> {
  const { relay } = connection;
  const block = await latestBlock(connection);
  const prepared = await explained(connection, () =>
    relay === undefined
      ? ownRequest(connection, call, block.timestamp + LIFETIME)
      : prepareRequest(connection, relay, call),
  );
  const request = inPlaceOf(declined, prepared);
  if (BigInt(request.gas) > MAX_GAS) throw tooLarge(`${call.name} needs ${request.gas} gas.`);
  const where = forwarderOf(connection);
  const signer = await signerOf(connection);
  const signed = await askChain(() => signRequest(where, signer, request));
  return { signed, digest: requestDigest(where, request), fromBlock: declined[0]?.fromBlock ?? block.number };
}

function inPlaceOf(declined: readonly JournaledRequest[], request: WireForwardRequest): WireForwardRequest {
  const [first] = declined;
  if (first === undefined) return request;
  const { from, nonce } = first.signed.request;
  if (!sameAddress(from, request.from)) {
    const details = [`Request ${first.digest} of ${from} may still execute: connect with its key, or wait.`];
    throw new DoorkeyError("CALL_UNDECIDED", { details });
  }
  // A relay does not look again at a request that it declined. Within one second only the gas makes this one differ.
  return { ...request, nonce, gas: String(BigInt(request.gas) + BigInt(declined.length)) };
}

async function ownRequest(connection: Connection, call: Call, deadline: number): Promise<WireForwardRequest> {
  const signer = await signerOf(connection);
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
    // Every revert of the suite has an error, so one without data may have run out of gas.
    const bare = isDoorkeyError(error, "CALL_REVERTED") && error.contractError === undefined;
    throw bare && isOutOfGas(error.cause) ? tooLarge(`${name} needs more gas than one transaction has.`) : error;
  }
}

function isOutOfGas(cause: unknown): boolean {
  return /out of gas|gas required exceeds|exceeds.*gas/i.test(String(cause));
}

function tooLarge(detail: string): DoorkeyError {
  return new DoorkeyError("CALL_TOO_LARGE", { details: [detail] });
}
