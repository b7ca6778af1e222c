/** An event on sale, for requests that are what a ticket seller's are. */

import type { Address, Hex } from "doorkey";
import { contractAt, interfaces } from "doorkey/abi";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { concat, type Wallet, ZeroAddress, ZeroHash } from "ethers";

const MEMBER = 1;
const DAY = 86_400;

export type Show = {
  readonly eventId: number;
  readonly agentId: number;
  /** Call data of a grant of one right each to these holders; each must get one, or the call reverts. */
  readonly grant: (...holders: readonly Address[]) => Hex;
  /** Stops sales: the organizer's own transaction, signed and ready to send. */
  readonly pauseSales: () => Promise<Hex>;
  readonly rights: Address;
  /** Of the first right of a batch. */
  readonly rightId: (batch: number) => bigint;
};

/** Mines as it goes. `sellers` may grant. */
export async function openShow(node: ServedChain, sellers: readonly Wallet[], supply = 100_000): Promise<Show> {
  await node.automine(true);
  const { payer: rich } = node;
  const { AgentRegistry, EventRegistry, EntryRightRegistry } = node.deployment.contracts;
  const agents = contractAt("AgentRegistry", AgentRegistry.address, rich);
  const events = contractAt("EventRegistry", EventRegistry.address, rich);
  const rights = interfaces.EntryRightRegistry;
  // One key sends all of this: one after the other, each mined at once.
  let nonce = await node.provider.getTransactionCount(rich.address);
  const next = () => ({ nonce: nonce++ });
  await agents.register("Seller", "", next());
  const agentId = Number(await agents.teamCount());
  for (const { address } of sellers) await agents.setRole(agentId, address, MEMBER, next());
  await events.register("Hall", "", next());
  const organizerId = Number(await events.teamCount());
  const now = await node.clock.now();
  const doorsOpenAt = now + 30 * DAY;
  const schedule = {
    salesOpenAt: now,
    salesCloseAt: doorsOpenAt - DAY,
    doorsOpenAt,
    doorsCloseAt: doorsOpenAt + DAY / 4,
    returnUntil: doorsOpenAt - 3 * DAY,
    rebindUntil: doorsOpenAt - 2 * DAY,
    nameBy: doorsOpenAt - 7 * DAY,
  };
  const policy = { identityVerifier: ZeroAddress, scope: 0, maxPerPerson: 0, maxRebinds: 2, minPublicBps: 5_000 };
  const terms = { name: "A night", uri: "https://hall.example/night.json", documentHash: ZeroHash, schedule, policy };
  const standing = { name: "standing", supply, reserved: false, seated: false, named: false, saleHook: ZeroAddress };
  await events.registerEvent(organizerId, terms, [standing], next());
  const eventId = Number(await events.eventCount());
  await events.designateAgent(eventId, 1, agentId, supply, next());
  await node.automine(false);

  return {
    eventId,
    agentId,
    rights: EntryRightRegistry.address.toLowerCase() as Address,
    grant: (...holders) =>
      rights.encodeFunctionData("grant", [eventId, 1, agentId, concat(holders), [], holders.length]) as Hex,
    pauseSales: async () => {
      const call = await events.pauseSales.populateTransaction(eventId);
      return (await rich.signTransaction({
        ...call,
        type: 2,
        chainId: node.deployment.chainId,
        nonce,
        gasLimit: 200_000n,
        maxFeePerGas: 900n * 10n ** 9n,
        maxPriorityFeePerGas: 800n * 10n ** 9n,
      })) as Hex;
    },
    rightId: (batch) => (BigInt(eventId) << 32n) | (BigInt(batch) << 11n),
  };
}
