/** Calls that people of a show make, as the data of a request. */

import { type Address, type Hex, packRightId } from "doorkey";
import { interfaces } from "doorkey/abi";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { openShow, type Show } from "doorkey-test-support/show";
import { concat, type Wallet } from "ethers";

/** Opens a show that `sellers` may sell, on a chain that mines only when it is told to. */
export async function openUnminedShow(node: ServedChain, sellers: readonly Wallet[], supply = 100_000): Promise<Show> {
  await node.automine(true);
  const show = await openShow(node, { sellers, classes: { standing: { supply } } });
  await node.automine(false);
  return show;
}

type Target = Pick<Show, "eventId" | "agentId"> & { readonly classId?: number };

/** Grants one right to each of these holders. The call reverts if one of them gets none. */
export function grantTo({ eventId, agentId, classId = 1 }: Target, ...holders: readonly Address[]): Hex {
  const { EntryRightRegistry: rights } = interfaces;
  const records = concat(holders);
  return rights.encodeFunctionData("grant", [eventId, classId, agentId, records, [], "0x", holders.length]) as Hex;
}

/** Grants rights to `count` fans. */
export function grantData(target: Target, count = 1): Hex {
  return grantTo(target, ...Array.from({ length: count }, (_, i) => walletOf(`fan ${i}`).address as Address));
}

/** Call data of an admission without entries. */
export function admitData(eventId: number): Hex {
  return interfaces.EntryRightRegistry.encodeFunctionData("admit", [eventId, [], "0x"]) as Hex;
}

/** Grants a party of `count` rights under one key, directly. Returns the first right. */
export async function grantParty(show: Show, holder: Address, count = 1): Promise<bigint> {
  const { agent, eventId } = show;
  const { rights } = agent.contracts;
  const batch = Number(await rights.batchesOf(eventId));
  const data = grantTo(show, ...Array<Address>(count).fill(holder));
  await (await agent.signer.sendTransaction({ to: agent.rightsRegistry, data })).wait();
  return firstOf(show, batch);
}

/** The first right of a batch. */
export function firstOf({ eventId }: Pick<Show, "eventId">, batch: number): bigint {
  return packRightId({ eventId, batch, index: 0 });
}

export const rightsRegistryOf = (node: ServedChain): Address => node.deployment.contracts.EntryRightRegistry.address;
