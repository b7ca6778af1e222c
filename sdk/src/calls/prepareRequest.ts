import type { Connection } from "../chain/Connection.ts";
import { forwarderOf } from "../chain/forwarderOf.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { signerOf } from "../chain/signerOf.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { assertShape } from "../core/shape.ts";
import type { Relay } from "../relay/Relay.ts";
import type { WireForwardRequest } from "../relay/wire.ts";
import { PREPARED } from "../relay/wireShapes.ts";
import type { Call } from "./Call.ts";

/** Seconds: no relay keeps requests longer than a day, and clocks may be an hour apart. */
const MAX_LIFETIME = 86_400 + 3_600;

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
  // A test chain may be ahead of the world, and one that nobody uses has no new blocks.
  const now = Math.max(timestamp, Date.now() / 1_000);
  const wrong = [
    prepared.chainId === chainId ? [] : ["chain"],
    sameAddress(prepared.forwarder, forwarder) ? [] : ["forwarder"],
    sameAddress(request.from, from) ? [] : ["from"],
    sameAddress(request.to, call.to) ? [] : ["to"],
    sameHex(request.data, call.data) ? [] : ["data"],
    // A request that is good for years could be kept back, be told to be dead, and be carried out any time.
    request.deadline <= now + MAX_LIFETIME ? [] : ["deadline"],
  ].flat();
  if (wrong.length === 0) return request;
  throw new DoorkeyError("RELAY_DISHONEST", { details: [`Different from the call: ${wrong.join(", ")}.`] });
}

function sameHex(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
