/** How a walker sends calls, and updates its state by their logs. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { now, type Suite } from "doorkey-test-support/contracts";
import { signRequest } from "doorkey-test-support/statements";
import type { BaseContract, TransactionReceipt } from "ethers";
import { type ContractName, interfaces } from "../../../sdk/src/abi/contracts.ts";
import type { Hex } from "../../../sdk/src/core/Hex.ts";
import { applyLog } from "../../../sdk/src/eventIndex/applyLog.ts";
import type { IndexLog } from "../../../sdk/src/eventIndex/IndexLog.ts";
import type { Walker } from "./walker.ts";

const CALL_GAS = 8_000_000n;

/** Sends a call directly or through the forwarder. Returns whether it changed anything. */
export async function send(
  walker: Walker,
  signer: HardhatEthersSigner,
  to: unknown,
  method: string,
  args: readonly unknown[],
): Promise<boolean> {
  if (walker.roll(2) === 0) return direct(walker, signer, to, method, args);
  const contract = to as BaseContract;
  const data = contract.interface.encodeFunctionData(method, args);
  return forward(walker, signer, await contract.getAddress(), data);
}

export async function direct(
  walker: Walker,
  signer: HardhatEthersSigner,
  to: unknown,
  method: string,
  args: readonly unknown[],
): Promise<boolean> {
  const contract = to as BaseContract;
  const data = contract.interface.encodeFunctionData(method, args);
  return transact(walker, signer, await contract.getAddress(), data);
}

export async function forward(walker: Walker, signer: HardhatEthersSigner, to: string, data: string): Promise<boolean> {
  const { forwarder, roles, domains } = walker.suite;
  const used = walker.state.nonces.get(signer.address)?.size ?? 0;
  const deadline = BigInt(await now(walker.suite)) + 3_600n;
  const request = { to, gas: CALL_GAS, nonce: BigInt(used), deadline, relayer: roles.relay.address, data };
  const signed = await signRequest(domains.forwarder, signer, request);
  const execute = forwarder.interface.encodeFunctionData("execute", [[signed]]);
  return transact(walker, roles.relay, await forwarder.getAddress(), execute);
}

async function transact(walker: Walker, from: HardhatEthersSigner, to: string, data: string): Promise<boolean> {
  let receipt: TransactionReceipt | null;
  try {
    receipt = await (await from.sendTransaction({ to, data, gasLimit: 2n * CALL_GAS })).wait();
  } catch (error) {
    if (!isRevert(error)) throw error;
    return false;
  }
  if (receipt === null) throw new Error("a transaction has no receipt");
  const logs = await readLogs(walker.suite, receipt);
  for (const log of logs) {
    applyLog(walker.state, log);
    walker.clock.now = log.timestamp;
  }
  return logs.some((log) => !TALES.includes(interfaces[log.contract].parseLog(log)?.name ?? ""));
}

function isRevert(error: unknown): boolean {
  return error instanceof Error && error.message.includes("reverted");
}

/** Logs without a change of the suite's state, except for a nonce. */
const TALES: readonly string[] = [
  "ReturnRefused",
  "RevocationRefused",
  "AdmissionRefused",
  "AlreadyAdmitted",
  "Contested",
  "RequestSkipped",
  "RequestExecuted",
];

/** The suite's contracts by name. */
export function contractsOf({ forwarder, agents, events, rights, verifier, beacon, ballot }: Suite) {
  return {
    GasRelayForwarder: forwarder,
    AgentRegistry: agents,
    EventRegistry: events,
    EntryRightRegistry: rights,
    AttesterIdentityVerifier: verifier,
    DrandBeacon: beacon,
    Ballot: ballot,
  } as const satisfies Record<ContractName, unknown>;
}

async function readLogs(suite: Suite, { logs, blockNumber }: TransactionReceipt): Promise<IndexLog[]> {
  const named = Object.entries(contractsOf(suite)) as [ContractName, Pick<BaseContract, "getAddress">][];
  const byAddress = new Map<string, ContractName>();
  for (const [name, contract] of named) byAddress.set(await contract.getAddress(), name);
  const block = await suite.ethers.provider.getBlock(blockNumber);
  return logs.map(({ address, topics, data, blockHash, transactionHash, index }) => {
    const contract = byAddress.get(address);
    if (contract === undefined) throw new Error(`a log that nobody knows, of ${address}`);
    const where = { blockNumber, blockHash: blockHash as Hex, transactionHash: transactionHash as Hex, index };
    return { contract, topics, data, timestamp: block?.timestamp ?? 0, ...where };
  });
}
