/** The chain on which all systems are measured: cold slots, no gas cap, every measurement undone. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Contract, ContractFactory, type ContractTransaction, dataLength, type TransactionReceipt } from "ethers";
import { network } from "hardhat";
import type { Artifact } from "./compile.ts";
import type { Fork } from "./forks.ts";
import { beyond, type GasRow } from "./rows.ts";

/** Room for a thousand of the most expensive items. What exceeds mainnet's cap is measured too, and marked. */
const GAS_LIMIT = 2_000_000_000;
/** From amsterdam on, logs of ether transfers come from this address (EIP-7708). */
const SYSTEM_ADDRESS = "0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE";
/** Enough guests that send their own transaction to fill a word of an attendance map. */
const ACCOUNTS = 260;

export type Lab = {
  readonly fork: Fork;
  /** How many units go into one transaction, ascending. */
  readonly sizes: readonly number[];
  readonly connection: Connection;
  /** Deploys, issues and pays. */
  readonly organizer: HardhatEthersSigner;
  /** Accounts with ether of their own. */
  readonly guests: readonly HardhatEthersSigner[];
  deploy(artifact: Artifact | undefined, ...args: readonly unknown[]): Promise<Contract>;
  /** Sends a call with the highest gas limit and checks that it did not fail. */
  send(call: Call): Promise<TransactionReceipt>;
  /** Measures a call and undoes it. */
  measure(spec: Measurement): Promise<GasRow>;
};

type Connection = Awaited<ReturnType<typeof openConnection>>;

/** A transaction with its sender. */
export type Call = Omit<ContractTransaction, "from"> & { readonly from: HardhatEthersSigner };

export type Measurement = {
  readonly system: string;
  readonly operation: string;
  readonly n: number;
  readonly source: string;
  readonly call: Call;
  /** Number of events in the log, so that a cheap failure does not count as a cheap success. */
  readonly events?: number;
  /** Checks the log and the state that the call left. */
  readonly inspect?: ((receipt: TransactionReceipt) => Promise<void>) | undefined;
};

export async function openLab({ fork, sizes }: { fork: Fork; sizes: readonly number[] }): Promise<Lab> {
  const connection = await openConnection(fork);
  const { ethers, networkHelpers } = connection;
  const [organizer, ...guests] = await ethers.getSigners();
  if (organizer === undefined) throw new Error("the chain has no accounts");

  const send = async ({ from, ...call }: Call): Promise<TransactionReceipt> => {
    const receipt = await (await from.sendTransaction({ ...call, gasLimit: GAS_LIMIT })).wait();
    if (receipt === null) throw new Error("not mined");
    return receipt;
  };

  return {
    fork,
    sizes,
    connection,
    organizer,
    guests,
    send,
    async deploy(artifact, ...args) {
      if (artifact === undefined) throw new Error("no such artifact");
      const factory = new ContractFactory(artifact.abi, artifact.bytecode, organizer);
      const contract = await factory.deploy(...args, { gasLimit: GAS_LIMIT });
      return new Contract(await (await contract.waitForDeployment()).getAddress(), artifact.abi, organizer);
    },
    async measure({ system, operation, n, source, call, events, inspect }) {
      const snapshot = await networkHelpers.takeSnapshot();
      const receipt = await send(call);
      const emitted = receipt.logs.filter(({ address }) => address !== SYSTEM_ADDRESS).length;
      if (events !== undefined && emitted !== events) {
        throw new Error(`${system}, ${operation}, N = ${n}: ${emitted} events, not ${events}`);
      }
      await inspect?.(receipt);
      await snapshot.restore();
      const gas = Number(receipt.gasUsed);
      const limit = beyond(gas, dataLength(call.data));
      const gasPerUnit = Math.ceil(gas / n);
      return { system, operation, n, gasPerUnit, source, ...(limit === undefined ? {} : { beyond: limit }) };
    },
  };
}

function openConnection(fork: Fork) {
  return network.create({
    network: "default",
    chainType: "l1",
    override: {
      hardfork: fork,
      blockGasLimit: GAS_LIMIT,
      transactionGasCap: false,
      accounts: { count: ACCOUNTS },
    },
  });
}

/** A call of a contract, ready to send. */
export async function callOf(
  contract: Contract,
  from: HardhatEthersSigner,
  method: string,
  ...args: readonly unknown[]
): Promise<Call> {
  return { ...(await contract.getFunction(method).populateTransaction(...args)), from };
}
