import type { ContractFuture } from "@nomicfoundation/ignition-core";

type Contract = ContractFuture<string>;

/** drand's network quicknet: its public key of 192 bytes, the time of round 1, and the seconds from round to round. */
export const QUICKNET = [
  "0x03cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a01a714f2edb74119a2f2b0d5a7c75ba902d163700a61bc224ededd8e63aef7be1aaf8e93d7a9718b047ccddb3eb5d68b0e5db2b6bfbb01c867749cadffca88b36c24f3012ba09fc4d3022c5c37dce0f977d3adb5d183c7477c442b1f04515273",
  1_692_803_367,
  3,
] as const;

/**
 * The suite. No contract has an owner or takes a later setting, so deploying it is all there is to do.
 * Each one knows the one before it: the order is fixed, and with it the addresses of a fresh deployer.
 */
export function suite(make: (name: string, args?: readonly (Contract | string | number)[]) => Contract) {
  const GasRelayForwarder = make("GasRelayForwarder");
  const AgentRegistry = make("AgentRegistry", [GasRelayForwarder]);
  const EventRegistry = make("EventRegistry", [AgentRegistry, GasRelayForwarder]);
  const EntryRightRegistry = make("EntryRightRegistry", [EventRegistry, GasRelayForwarder]);
  const AttesterIdentityVerifier = make("AttesterIdentityVerifier", [
    EventRegistry,
    EntryRightRegistry,
    GasRelayForwarder,
  ]);
  const DrandBeacon = make("DrandBeacon", QUICKNET);
  const Ballot = make("Ballot", [EventRegistry, EntryRightRegistry, DrandBeacon, GasRelayForwarder]);
  return {
    GasRelayForwarder,
    AgentRegistry,
    EventRegistry,
    EntryRightRegistry,
    AttesterIdentityVerifier,
    DrandBeacon,
    Ballot,
  };
}
