import type { Provider, Signer } from "ethers";
import type { AgentRegistry } from "../abi/generated/AgentRegistry.ts";
import type { AttesterIdentityVerifier } from "../abi/generated/AttesterIdentityVerifier.ts";
import type { EntryRightRegistry } from "../abi/generated/EntryRightRegistry.ts";
import type { EventRegistry } from "../abi/generated/EventRegistry.ts";
import type { GasRelayForwarder } from "../abi/generated/GasRelayForwarder.ts";
import type { Address } from "../core/Hex.ts";
import type { Relay } from "../relay/Relay.ts";
import type { Deployment } from "./addresses/deployments.ts";

/** The suite on one chain, checked, and who acts on it. What every function of organizers, agents and gates takes. */
export type Connection = {
  readonly chainId: number;
  readonly provider: Provider;
  /** Who signs calls; none for reading alone. */
  readonly signer: Signer | undefined;
  /** Who carries them; none = the signer sends and pays for itself. */
  readonly relay: Relay | undefined;
  readonly deployment: Deployment;
  /** Address of EntryRightRegistry: with `chainId` the domain of all statements. */
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
