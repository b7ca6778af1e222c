/** Makes a contract of the suite: an Ignition future, or what stands for one. */
type Make<future> = (name: string, args?: readonly future[]) => future;

/**
 * The suite. No contract has an owner or takes a later setting, so deploying it is all there is to do.
 * Each one knows the one before it: the order is fixed, and with it the addresses of a fresh deployer.
 */
export function suite<future>(make: Make<future>) {
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
