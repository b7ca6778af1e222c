/** A chain to measure on: every transaction alone in its block, every measurement undone after it. */

import { sha256 } from "@noble/hashes/sha2.js";
import { deployContracts, type Schedule, type Suite, schedule } from "doorkey-test-support/contracts";
import type { TransactionReceipt, TransactionResponse } from "ethers";
import { getAddress, hexlify } from "ethers";
import { network } from "hardhat";

/** What one transaction can have on osaka (EIP-7825). Given outright, so that nothing is estimated. */
export const GAS = { gasLimit: 16_777_216 } as const;

/** Fixed, far ahead of every clock: call data, and with it gas, is the same in each run. */
export const T0 = 2_000_000_000;

/** An event on sale since T0. */
export const SCHEDULE: Schedule = schedule(T0);

export type Row = {
  readonly name: string;
  /** What the gas is divided by. */
  readonly items: number;
  /** Of the whole transaction. */
  readonly gas: number;
  /** The most that one item may take. */
  readonly goal?: number;
};

export type Bench = Suite & {
  /** Measures one transaction, looks whether it did its work, and undoes it. */
  row(spec: RowSpec): Promise<Row>;
  /** Moves the clock. */
  at(time: number): Promise<void>;
};

type RowSpec = {
  readonly name: string;
  readonly items: number;
  readonly goal?: number;
  readonly send: () => Promise<TransactionResponse>;
  /** The event that tells of the work, and how often it must be there; none may tell of a refusal. */
  readonly emits: readonly [name: string, times: number];
  /** Looks at the state that the transaction left. */
  readonly inspect?: () => Promise<void>;
};

/** A chain of Hardhat's with nothing on it. */
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

/** A cheap failure must not pass for a cheap success. */
export function expectEvents(
  suite: Suite,
  receipt: TransactionReceipt,
  row: string,
  [name, times]: RowSpec["emits"],
): void {
  const events = receipt.logs.map((log) => {
    const parsed = [suite.rights, suite.forwarder].map(({ interface: abi }) => abi.parseLog(log)).find(Boolean);
    if (parsed?.name === "RequestExecuted" && parsed.args.success !== true) return "RequestFailed";
    return parsed?.name ?? "unknown";
  });
  const bad = events.filter((event) => /Refused|Skipped|Failed/.test(event));
  const found = events.filter((event) => event === name).length;
  if (bad.length > 0 || found !== times) {
    throw new Error(`${row}: expected ${name} ${times} times, found ${found}, and ${bad.length} refusals`);
  }
}

/** Addresses that look like keys, none of their bytes 0: the dearest that holders can be. */
export function holders(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => {
    const bytes = sha256(new TextEncoder().encode(`holder ${from + i}`)).slice(0, 20);
    return getAddress(hexlify(bytes.map((byte) => byte || 0xff)));
  });
}
