import type { Provider, Signer } from "ethers";
import type { AgentRegistry } from "../abi/generated/AgentRegistry.ts";
import type { AttesterIdentityVerifier } from "../abi/generated/AttesterIdentityVerifier.ts";
import type { EntryRightRegistry } from "../abi/generated/EntryRightRegistry.ts";
import type { EventRegistry } from "../abi/generated/EventRegistry.ts";
import type { GasRelayForwarder } from "../abi/generated/GasRelayForwarder.ts";
import type { Address } from "../core/Hex.ts";
import type { Relay } from "../relay/Relay.ts";
import type { Deployment } from "./addresses/deployments.ts";

/** A checked connection to the suite on one chain. Every function of organizers, agents and gates takes one. */
export type Connection = {
  readonly chainId: number;
  readonly provider: Provider;
  /** Signs calls; undefined if the connection only reads. */
  readonly signer: Signer | undefined;
  /** Sends calls and pays for them. If it is undefined, the signer sends and pays. */
  readonly relay: Relay | undefined;
  readonly deployment: Deployment;
  /** Address of EntryRightRegistry; with `chainId`, the domain of all statements. */
  readonly rightsRegistry: Address;
  /** The contracts, for reading. */
  readonly contracts: {
    readonly forwarder: GasRelayForwarder;
    readonly agents: AgentRegistry;
    readonly events: EventRegistry;
    readonly rights: EntryRightRegistry;
    readonly verifier: AttesterIdentityVerifier;
  };
};
