import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * The suite. No contract has an owner or takes a later setting, so deploying it is all there is to do.
 * Each one knows the one before it: the order is fixed, and with it the addresses of a fresh deployer.
 */
export default buildModule("Doorkey", (m) => {
  const GasRelayForwarder = m.contract("GasRelayForwarder");
  const AgentRegistry = m.contract("AgentRegistry", [GasRelayForwarder]);
  const EventRegistry = m.contract("EventRegistry", [AgentRegistry, GasRelayForwarder]);
  const EntryRightRegistry = m.contract("EntryRightRegistry", [EventRegistry, GasRelayForwarder]);
  const AttesterIdentityVerifier = m.contract("AttesterIdentityVerifier", [
    EventRegistry,
    EntryRightRegistry,
    GasRelayForwarder,
  ]);
  return { GasRelayForwarder, AgentRegistry, EventRegistry, EntryRightRegistry, AttesterIdentityVerifier };
});
