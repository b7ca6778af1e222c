export { type ContractName, contractAt, interfaces } from "./abi/contracts.ts";
export type { AgentRegistry } from "./abi/generated/AgentRegistry.ts";
export type { AttesterIdentityVerifier } from "./abi/generated/AttesterIdentityVerifier.ts";
export {
  agentRegistryAbi,
  attesterIdentityVerifierAbi,
  entryRightRegistryAbi,
  eventRegistryAbi,
  gasRelayForwarderAbi,
} from "./abi/generated/abis.ts";
export type { EntryRightRegistry } from "./abi/generated/EntryRightRegistry.ts";
export type { EventRegistry } from "./abi/generated/EventRegistry.ts";
export type { GasRelayForwarder } from "./abi/generated/GasRelayForwarder.ts";
