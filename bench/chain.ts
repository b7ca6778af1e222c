/** A chain to measure on. Every transaction is alone in its block, and every measurement is undone. */

import { sha256 } from "@noble/hashes/sha2.js";
import { deployContracts, type Schedule, type Suite, schedule } from "doorkey-test-support/contracts";
import type { TransactionReceipt, TransactionResponse } from "ethers";
import { getAddress, hexlify } from "ethers";
import { network } from "hardhat";

/** The gas cap of a transaction on osaka (EIP-7825). Set as the limit, so that nothing is estimated. */
export const GAS = { gasLimit: 16_777_216 } as const;

/** Fixed and far ahead of every clock, so that call data and gas are the same in each run. */
export const T0 = 2_000_000_000;

/** An event on sale since T0. */
export const SCHEDULE: Schedule = schedule(T0);

export type Row = {
  readonly name: string;
  /** The gas is divided by this number. */
  readonly items: number;
  /** Of the whole transaction. */
  readonly gas: number;
  /** The most gas that one item may take. */
  readonly goal?: number;
};

export type Bench = Suite & {
  /** Measures one transaction, checks that it did its work, and undoes it. */
  row(spec: RowSpec): Promise<Row>;
  /** Moves the clock. */
  at(time: number): Promise<void>;
};

type RowSpec = {
  readonly name: string;
  readonly items: number;
  readonly goal?: number;
  readonly send: () => Promise<TransactionResponse>;
  /** The event that proves the work, and how often it must be in the log. The log must not have a refusal. */
  readonly emits: readonly [name: string, times: number];
  /** Checks the state that the transaction left. */
  readonly inspect?: () => Promise<void>;
};

/** An empty Hardhat chain. */
export type Connection = Awaited<ReturnType<typeof network.create>>;

/** The suite on a new chain, or on the given one. */
export async function openBench(connection?: Pick<Connection, "ethers" | "networkHelpers">): Promise<Bench> {
  const { ethers, networkHelpers } = connection ?? (await network.create());
  const suite = await deployContracts(ethers);
  await networkHelpers.time.increaseTo(T0);
  return {
    ...suite,
    at: (time) => networkHelpers.time.increaseTo(time),
    async row({ name, items, goal, send, emits, inspect }) {
      const snapshot = await networkHelpers.takeSnapshot();
      const receipt = await (await send()).wait();
      if (receipt === null) throw new Error(`${name}: not mined`);
      expectEvents(suite, receipt, name, emits);
      await inspect?.();
      await snapshot.restore();
      return { name, items, gas: Number(receipt.gasUsed), ...(goal === undefined ? {} : { goal }) };
    },
  };
}

/** Makes sure that a cheap failure does not count as a cheap success. */
export function expectEvents(
  suite: Suite,
  receipt: TransactionReceipt,
  row: string,
  [name, times]: RowSpec["emits"],
): void {
  const events = receipt.logs.map((log) => {
    const parsed = [suite.rights, suite.forwarder, suite.ballot, suite.beacon]
      .map(({ interface: abi }) => abi.parseLog(log))
      .find(Boolean);
    if (parsed?.name === "RequestExecuted" && parsed.args.success !== true) return "RequestFailed";
    return parsed?.name ?? "unknown";
  });
  const bad = events.filter((event) => /Refused|Skipped|Failed/.test(event));
  const found = events.filter((event) => event === name).length;
  if (bad.length > 0 || found !== times) {
    throw new Error(`${row}: expected ${name} ${times} times, found ${found}, and ${bad.length} refusals`);
  }
}

/** Holder addresses without zero bytes, which cost the most gas. */
export function holders(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => {
    const bytes = sha256(new TextEncoder().encode(`holder ${from + i}`)).slice(0, 20);
    return getAddress(hexlify(bytes.map((byte) => byte || 0xff)));
  });
}
