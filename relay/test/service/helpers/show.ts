/** A show on the test chain: organizer, agent, an event on sale, a gate. Each key has its own role and no ether. */

import { contractAt, interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { type Wallet, ZeroAddress, ZeroHash } from "ethers";

export const DAY = 86_400;
/** Class of a single place; 1 has plenty. */
export const LAST_PLACE = 2;

export type Show = {
  readonly organizerId: number;
  readonly agentId: number;
  readonly eventId: number;
  readonly organizer: Wallet;
  readonly agent: Wallet;
  readonly gate: Wallet;
  readonly holder: Wallet;
};

/** Opens a show; `name` makes its keys. Automine must be on. */
export async function openShow(node: ServedChain, name: string): Promise<Show> {
  const { EventRegistry, AgentRegistry } = node.deployment.contracts;
  const [organizer, agent, gate, holder] = ["organizer", "agent", "gate", "holder"].map((role) =>
    walletOf(`${role} of ${name}`).connect(node.provider),
  ) as [Wallet, Wallet, Wallet, Wallet];
  for (const { address } of [organizer, agent]) await node.fund(address);

  const events = contractAt("EventRegistry", EventRegistry.address, organizer);
  const agents = contractAt("AgentRegistry", AgentRegistry.address, agent);
  await (await events.register(name, "https://zepp.example")).wait();
  await (await agents.register(name, "https://agent.example")).wait();
  const organizerId = Number(await events.teamCount());
  const agentId = Number(await agents.teamCount());

  const now = await node.clock.now();
  const doorsOpenAt = now + 30 * DAY;
  const schedule = {
    salesOpenAt: now,
    salesCloseAt: doorsOpenAt - DAY,
    doorsOpenAt,
    doorsCloseAt: doorsOpenAt + DAY,
    returnUntil: doorsOpenAt - 3 * DAY,
    rebindUntil: doorsOpenAt - 2 * DAY,
    nameBy: doorsOpenAt - 7 * DAY,
  };
  const policy = { identityVerifier: ZeroAddress, scope: 0, maxPerPerson: 0, maxRebinds: 2, minPublicBps: 5_000 };
  const terms = { name, uri: "https://zepp.example/night.json", documentHash: ZeroHash, schedule, policy };
  const standing = {
    name: "standing",
    supply: 100_000,
    reserved: false,
    seated: false,
    named: false,
    saleHook: ZeroAddress,
  };
  const last = { ...standing, name: "the last place", supply: 1 };
  await (await events.registerEvent(organizerId, terms, [standing, last])).wait();
  const eventId = Number(await events.eventCount());
  for (const classId of [1, LAST_PLACE]) await (await events.designateAgent(eventId, classId, agentId, 100_000)).wait();
  await (await events.setGate(eventId, gate.address, 1, 0)).wait();
  return { organizerId, agentId, eventId, organizer, agent, gate, holder };
}

/** Call data of a grant of `count` rights to fresh holders. */
export function grantData({ eventId, agentId, classId = 1 }: GrantTarget, count = 1): Hex {
  const records = Array.from({ length: count }, (_, i) => walletOf(`fan ${i}`).address.slice(2)).join("");
  const { EntryRightRegistry: rights } = interfaces;
  return rights.encodeFunctionData("grant", [eventId, classId, agentId, `0x${records}`, [], count]) as Hex;
}

/** Call data of an admission of nobody. */
export function admitData(eventId: number): Hex {
  return interfaces.EntryRightRegistry.encodeFunctionData("admit", [eventId, [], "0x"]) as Hex;
}

type GrantTarget = Pick<Show, "eventId" | "agentId"> & { readonly classId?: number };

/** Grants a party of `count` rights under one key, directly. Returns the first right. */
export async function grantParty(node: ServedChain, show: Show, holder: string, count = 1): Promise<bigint> {
  const rights = contractAt("EntryRightRegistry", node.deployment.contracts.EntryRightRegistry.address, show.agent);
  const batch = await rights.batchesOf(show.eventId);
  await (await rights.grant(show.eventId, 1, show.agentId, `0x${holder.slice(2).repeat(count)}`, [], count)).wait();
  return (BigInt(show.eventId) << 32n) | (batch << 11n);
}

export const rightsRegistryOf = (node: ServedChain): Address => node.deployment.contracts.EntryRightRegistry.address;
