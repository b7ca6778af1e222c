import type { ContractFuture } from "@nomicfoundation/ignition-core";

type Contract = ContractFuture<string>;

/**
 * The suite. No contract has an owner or takes a later setting, so deploying it is all there is to do.
 * Each one knows the one before it: the order is fixed, and with it the addresses of a fresh deployer.
 */
export function suite(make: (name: string, args?: readonly Contract[]) => Contract) {
  const GasRelayForwarder = make("GasRelayForwarder");
  const AgentRegistry = make("AgentRegistry", [GasRelayForwarder]);
  const EventRegistry = make("EventRegistry", [AgentRegistry, GasRelayForwarder]);
  const EntryRightRegistry = make("EntryRightRegistry", [EventRegistry, GasRelayForwarder]);
  const AttesterIdentityVerifier = make("AttesterIdentityVerifier", [
    EventRegistry,
    EntryRightRegistry,
    GasRelayForwarder,
  ]);
  return { GasRelayForwarder, AgentRegistry, EventRegistry, EntryRightRegistry, AttesterIdentityVerifier };
}
