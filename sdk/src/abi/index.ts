export { type ContractName, contractAt, interfaces, type KnownContractName } from "./contracts.ts";
export type { AgentRegistry } from "./generated/AgentRegistry.ts";
export type { AttesterIdentityVerifier } from "./generated/AttesterIdentityVerifier.ts";
export {
  agentRegistryAbi,
  attesterIdentityVerifierAbi,
  entryRightRegistryAbi,
  eventRegistryAbi,
  gasRelayForwarderAbi,
  merkleSaleHookAbi,
} from "./generated/abis.ts";
export type { EntryRightRegistry } from "./generated/EntryRightRegistry.ts";
export type { EventRegistry } from "./generated/EventRegistry.ts";
export type { GasRelayForwarder } from "./generated/GasRelayForwarder.ts";
export type { MerkleSaleHook } from "./generated/MerkleSaleHook.ts";
