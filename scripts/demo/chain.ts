import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { TypedDataDomain } from "ethers";
import { network } from "hardhat";
import Doorkey from "../../ignition/modules/Doorkey.ts";
import { forwarderDomain, identityDomain, statementDomain } from "../../test/helpers/statements.ts";
import type {
  IAgentRegistry,
  IAttesterIdentityVerifier,
  IEntryRightRegistry,
  IEventRegistry,
  IGasRelayForwarder,
} from "../../types/ethers-contracts/index.js";

/** Nobody but the relay pays, and it tips nobody: whoever has ether in the end got it in a way that must not be. */
export const FEES = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 0n } as const;
export const RELAY_FUNDS = 10n ** 19n;

export type Contracts = {
  readonly forwarder: IGasRelayForwarder;
  readonly agents: IAgentRegistry;
  readonly events: IEventRegistry;
  readonly rights: IEntryRightRegistry;
  readonly verifier: IAttesterIdentityVerifier;
};

/** An Ethereum chain in this process, the suite on it, and its clock. */
export type Chain = Contracts & {
  readonly ethers: HardhatEthers;
  /** The one account with ether. */
  readonly relay: HardhatEthersSigner;
  readonly domains: Record<"statements" | "forwarder" | "identity", TypedDataDomain>;
  readonly chainId: bigint;
  readonly deployGas: bigint;
  now(): Promise<number>;
  /** Waits until a moment: to the chain, the time between passes at once. A moment that is past changes nothing. */
  travelTo(time: number): Promise<void>;
  close(): Promise<void>;
};

/** Starts a chain whose clock reads `startAt` and on which only `relayKey` has ether, and deploys the suite. */
export async function startChain(startAt: number, relayKey: string): Promise<Chain> {
  const { maxPriorityFeePerGas } = FEES;
  const { ethers, ignition, networkHelpers, close } = await network.create({
    override: {
      accounts: [{ privateKey: relayKey, balance: RELAY_FUNDS }],
      initialDate: new Date(startAt * 1000),
      ignition: { maxPriorityFeePerGas },
    },
  });
  const [relay] = await ethers.getSigners();
  if (relay === undefined) throw new Error("the chain has no account");
  const deployed = await ignition.deploy(Doorkey, { defaultSender: relay.address });
  const forwarder = deployed.GasRelayForwarder as unknown as IGasRelayForwarder;
  const agents = deployed.AgentRegistry as unknown as IAgentRegistry;
  const events = deployed.EventRegistry as unknown as IEventRegistry;
  const rights = deployed.EntryRightRegistry as unknown as IEntryRightRegistry;
  const verifier = deployed.AttesterIdentityVerifier as unknown as IAttesterIdentityVerifier;

  const { chainId } = await ethers.provider.getNetwork();
  const now = (): Promise<number> => networkHelpers.time.latest();
  return {
    ethers,
    relay,
    forwarder,
    agents,
    events,
    rights,
    verifier,
    domains: {
      statements: statementDomain(chainId, await rights.getAddress()),
      forwarder: forwarderDomain(chainId, await forwarder.getAddress()),
      identity: identityDomain(chainId, await verifier.getAddress()),
    },
    chainId,
    deployGas: await gasSoFar(ethers),
    now,
    travelTo: async (time) => {
      if (time > (await now())) await networkHelpers.time.increaseTo(time);
    },
    close,
  };
}

async function gasSoFar({ provider }: HardhatEthers): Promise<bigint> {
  let gas = 0n;
  for (let number = await provider.getBlockNumber(); number > 0; number--) {
    gas += (await provider.getBlock(number))?.gasUsed ?? 0n;
  }
  return gas;
}
