import type { Connection } from "../chain/Connection.ts";
import { forwarderOf } from "../chain/forwarderOf.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { signerOf } from "../chain/signerOf.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { assertAnswer } from "../relay/assertAnswer.ts";
import type { Relay } from "../relay/Relay.ts";
import type { WireForwardRequest } from "../relay/wire.ts";
import { PREPARED } from "../relay/wireShapes.ts";
import type { Call } from "./Call.ts";

/** Most seconds to a deadline: no relay keeps requests longer than a day, and clocks may be an hour apart. */
const MAX_LIFETIME = 86_400 + 3_600;

/** The request that the relay prepared for the call, after a check that it is this call and nothing else. */
export async function prepareRequest(connection: Connection, relay: Relay, call: Call): Promise<WireForwardRequest> {
  const signer = await signerOf(connection);
  const from = (await askChain(() => signer.getAddress())) as Address;
  const { chainId, forwarder } = forwarderOf(connection);
  const [prepared, { timestamp }] = await Promise.all([
    relay.prepare({ from, to: call.to, data: call.data }),
    latestBlock(connection),
  ]);
  assertAnswer(PREPARED, prepared);
  const { request } = prepared;
  // A test chain may be ahead of real time, and an unused chain has no new blocks.
  const now = Math.max(timestamp, Date.now() / 1_000);
  const wrong = [
    prepared.chainId === chainId ? [] : ["chain"],
    sameAddress(prepared.forwarder, forwarder) ? [] : ["forwarder"],
    sameAddress(request.from, from) ? [] : ["from"],
    sameAddress(request.to, call.to) ? [] : ["to"],
    sameHex(request.data, call.data) ? [] : ["data"],
    // A relay could hold back a request that is valid for years, report it as dead, and execute it at any time.
    request.deadline <= now + MAX_LIFETIME ? [] : ["deadline"],
  ].flat();
  if (wrong.length === 0) return request;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`Different from the call: ${wrong.join(", ")}.`] });
}

function sameHex(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
