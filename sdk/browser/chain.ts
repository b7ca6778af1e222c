/** The real contracts on an in-process chain, with a show on sale. */
import "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { concat } from "ethers";
import hre from "hardhat";
import { deploySuite, openShow } from "../../test/helpers/suite.ts";
import { type Manifest, manifestBatch } from "../src/code.ts";
import type { Address, EventRef, Hex } from "../src/index.ts";

export type Chain = Awaited<ReturnType<typeof startChain>>;

export async function startChain() {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const { ethers, networkHelpers, provider } = await hre.network.create();
  const suite = await deploySuite(ethers);
  const { agentId, eventId, schedule } = await openShow(suite);
  const { rights, roles } = suite;
  const { doorsOpenAt, doorsCloseAt } = schedule;

  const { chainId } = await ethers.provider.getNetwork();
  const rightsRegistry = (await rights.getAddress()) as Address;
  const event: EventRef = { chainId: Number(chainId), rightsRegistry, eventId: Number(eventId) };

  return {
    event,
    doorsOpenAt,
    close: () => provider.close(),
    /** Grants one batch of rights; returns its number. */
    async grant(holders: readonly Address[]): Promise<number> {
      const batch = await rights.batchesOf(eventId);
      await rights.connect(roles.agent).grant(eventId, 1, agentId, concat(holders), [], "0x", holders.length);
      return Number(batch);
    },
    openDoors: () => networkHelpers.time.increaseTo(doorsOpenAt),
    /** The manifest that a gate would load. */
    async manifest(): Promise<Manifest> {
      const block = await ethers.provider.getBlock("latest");
      if (block === null) throw new Error("the chain has no block");
      const numbers = Array.from({ length: Number(await rights.batchesOf(eventId)) }, (_, number) => number);
      const batches = await Promise.all(numbers.map((number) => rights.batchOf(eventId, number)));
      return {
        ...event,
        block: { number: block.number, hash: block.hash as Hex },
        takenAt: block.timestamp,
        doorsOpenAt,
        doorsCloseAt,
        cancelled: false,
        classes: { 1: { name: "standing" } },
        batches: batches.map(manifestBatch),
      };
    },
    /** Sends the gate's call; returns the names of its events. */
    async admit(entries: readonly bigint[], packed: Hex): Promise<string[]> {
      const sent = await rights.connect(roles.gate).admit(eventId, [...entries], packed);
      const receipt = await sent.wait();
      return (receipt?.logs ?? []).map((log) => rights.interface.parseLog(log)?.name ?? "unknown");
    },
  };
}
