import { isError } from "ethers";
import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { forwarderOf } from "../../chain/forwarderOf.ts";
import { askChain } from "../../chain/fromNode.ts";
import { signerOf } from "../../chain/signerOf.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../../core/Hex.ts";
import { assertTaken } from "../../relay/problemError.ts";
import type { Transaction } from "../Call.ts";
import { TRANSACTION_GAS } from "../gas.ts";
import { outcomeIn, requestOutcome } from "../requestOutcome.ts";
import { serializePerSigner } from "../serializePerSigner.ts";
import { waitForReceipt } from "../waiting.ts";
import { type JournaledRequest, sentRequest } from "./JournaledRequest.ts";

/**
 * Sends a request and waits for the outcome of its transaction. Sending it twice is safe, because the forwarder skips a
 * request that was executed.
 *
 * @throws REQUEST_DEAD when the forwarder skipped it, or its relay gave it up; CALL_REVERTED when its call reverted, or
 * its relay foresees that; CALL_UNDECIDED at the deadline, or when this connection may not send it; FUNDS_MISSING.
 */
export async function deliver(
  connection: Connection,
  journaled: JournaledRequest,
  deadline: number,
): Promise<Transaction> {
  const { relay } = connection;
  const { relayer } = journaled.signed.request;
  const signer = await signerOf(connection);
  const self = (await askChain(() => signer.getAddress())) as Address;
  if (sameAddress(relayer, self)) return carryDirectly(connection, journaled, deadline);
  if (relay === undefined) {
    const details = [`Request ${journaled.digest} was signed for the relayer ${relayer}: connect with its relay.`];
    throw new DoorkeyError("CALL_UNDECIDED", { details });
  }
  const [result] = await relay.submit([journaled.signed]);
  assertTaken(result);
  return requestOutcome(connection, relay, sentRequest(journaled), "mined", deadline);
}

/** The signer is the relayer, and pays. */
async function carryDirectly(
  connection: Connection,
  journaled: JournaledRequest,
  deadline: number,
): Promise<Transaction> {
  const { signed } = journaled;
  const signer = await signerOf(connection);
  const { chainId } = connection;
  const to = forwarderOf(connection).forwarder;
  const data = interfaces.GasRelayForwarder.encodeFunctionData("execute", [[signed]]);
  const gasLimit = gasAround(BigInt(signed.request.gas), data);
  const hash = await serializePerSigner(signer, () =>
    askChain(
      async () => (await withFreshNonce(() => signer.sendTransaction({ chainId, to, data, gasLimit }))).hash as Hex,
    ),
  );
  const receipt = await waitForReceipt(connection.provider, hash, "mined", deadline);
  if (receipt.status === 1) return outcomeIn(connection, receipt, sentRequest(journaled));
  throw new DoorkeyError("CALL_UNDECIDED", {
    details: [`Transaction ${hash} reverted before it reached the request.`],
  });
}

/** How often a transaction is formed if another process of the same key takes its account nonce meanwhile. */
const MAX_FORMED = 8;

async function withFreshNonce<T>(send: () => Promise<T>): Promise<T> {
  for (let formed = 1; ; formed++) {
    try {
      return await send();
    } catch (error) {
      const isTaken = isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED");
      if (!isTaken || formed === MAX_FORMED) throw error;
    }
  }
}

/** Gas that the forwarder spends beside a call's own gas: nonce slot, trust check, event and memory. */
const FORWARDER_GAS = 120_000n;

/**
 * Gas limit with which the forwarder can give a call `wanted` gas. It is computed, because a node's estimate would run
 * the call twenty times. Unused gas is refunded.
 */
function gasAround(wanted: bigint, data: string): bigint {
  const bytes = BigInt(data.length / 2 - 1);
  // EIP-150 keeps a 64th. The data is paid for (EIP-7623: at least 40 a byte), copied and hashed.
  const run = 21_000n + 17n * bytes + FORWARDER_GAS + (wanted * 64n) / 63n;
  const floor = 21_000n + 40n * bytes;
  const limit = run > floor ? run : floor;
  return limit < TRANSACTION_GAS ? limit : TRANSACTION_GAS;
}
