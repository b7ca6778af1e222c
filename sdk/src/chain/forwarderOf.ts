import type { ForwarderRef } from "../relay/forwardRequest.ts";
import type { Connection } from "./Connection.ts";

/** The forwarder for which the requests of this connection are valid. */
export function forwarderOf({ chainId, deployment }: Connection): ForwarderRef {
  return { chainId, forwarder: deployment.contracts.GasRelayForwarder.address };
}
