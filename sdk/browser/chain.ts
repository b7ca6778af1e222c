/** The real contracts on an in-process chain, with an event whose doors open in a day. */
import "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import hre from "hardhat";
import { type ChainBatch, type Manifest, manifestBatch } from "../src/code.ts";
import type { Address, EventRef, Hex } from "../src/index.ts";

const DAY = 86_400;
const FORWARDER = `0x${"f0".repeat(20)}`;

export type Chain = Awaited<ReturnType<typeof startChain>>;

export async function startChain() {
  await hre.tasks.getTask("build").run({ quiet: true });
  const { ethers, networkHelpers, provider } = await hre.network.create();
  const [team, gate] = await ethers.getSigners();
  if (team === undefined || gate === undefined) throw new Error("the chain has no accounts");

  const agents = await ethers.deployContract("AgentRegistry", [FORWARDER]);
  const events = await ethers.deployContract("EventRegistry", [agents, FORWARDER]);
  const rights = await ethers.deployContract("EntryRightRegistry", [events, FORWARDER]);
  const signatures = await ethers.deployContract("HolderSignaturesHarness");
  await events.register("Zepp Hall", "https://zepp.example");
  await agents.register("Ticket Shop", "https://shop.example");

  const now = await networkHelpers.time.latest();
  const doorsOpenAt = now + DAY;
  const doorsCloseAt = doorsOpenAt + 5 * 3_600;
  const schedule = {
    salesOpenAt: now,
    salesCloseAt: doorsOpenAt,
    doorsOpenAt,
    doorsCloseAt,
    returnUntil: doorsOpenAt,
    rebindUntil: doorsOpenAt,
    nameBy: doorsOpenAt,
  };
  const policy = { identityVerifier: ethers.ZeroAddress, scope: 0, maxPerPerson: 0, maxRebinds: 3, minPublicBps: 0 };
  const standing = {
    name: "standing",
    supply: 100,
    reserved: false,
    seated: false,
    named: false,
    saleGate: ethers.ZeroAddress,
  };
  const terms = { name: "One night", uri: "https://zepp.example/1", documentHash: ethers.ZeroHash, schedule, policy };
  await events.registerEvent(1, terms, [standing]);
  await events.designateAgent(1, 1, 1, 100);
  await events.setGate(1, gate, 1, 0);

  const { chainId } = await ethers.provider.getNetwork();
  const event: EventRef = { chainId: Number(chainId), registry: (await rights.getAddress()) as Address, eventId: 1 };

  return {
    event,
    doorsOpenAt,
    rights,
    close: () => provider.close(),
    /** One batch of rights; gives its number. */
    async grant(holders: readonly Address[]): Promise<number> {
      const batch = Number(await rights.batchesOf(1));
      await rights.grant(1, 1, 1, ethers.concat(holders), [], holders.length);
      return batch;
    },
    openDoors: () => networkHelpers.time.increaseTo(doorsOpenAt),
    /** What a gate would load. */
    async manifest(): Promise<Manifest> {
      const block = await ethers.provider.getBlock("latest");
      if (block === null) throw new Error("the chain has no block");
      const count = Number(await rights.batchesOf(1));
      const batches: ChainBatch[] = [];
      for (let i = 0; i < count; i++) batches.push(await rights.batchOf(1, i));
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
    /** What the gate's call did, by the names of its events. */
    async admit(entries: readonly bigint[], packed: Hex): Promise<string[]> {
      const sent = await rights.connect(gate).admit(1, [...entries], packed);
      const receipt = await sent.wait();
      return (receipt?.logs ?? []).map((log) => rights.interface.parseLog(log)?.name ?? "unknown");
    },
    signerOf: async (digest: Hex, signature: Hex) => (await signatures.signerOf(digest, signature)) as Address,
  };
}
