import type { ForwarderRef } from "../relay/forwardRequest.ts";
import type { Connection } from "./Connection.ts";

/** Where the requests of this connection count. */
export function forwarderOf({ chainId, deployment }: Connection): ForwarderRef {
  return { chainId, forwarder: deployment.contracts.GasRelayForwarder.address };
}
