import {
  type Claim,
  checkPass,
  type DeviceKey,
  type Invitation,
  isDoorkeyError,
  loadDeviceKey,
  type Pass,
  signClaim,
} from "doorkey/buyer";
import { makeKey } from "./makeKey.ts";
import type { Memory } from "./memory.ts";
import { post, ShopProblem } from "./shop.ts";

/** Gets the pass of a paid order. An attempt that broke off continues with the same key. */
export async function obtainPass(order: string, memory: Memory): Promise<Pass> {
  const known = memory.pass();
  if (known !== undefined) return known as Pass;
  const begun = memory.claim();
  const claim = begun ?? (await answerInvitation(order, memory));
  try {
    return await handIn(claim, memory);
  } catch (error) {
    if (begun !== undefined && isLost(error)) return handIn(await answerInvitation(order, memory), memory);
    if (begun === undefined || !(error instanceof ShopProblem && error.code === "CLAIM_EXPIRED")) throw error;
    return handIn(await answerInvitation(order, memory, begun), memory);
  }
}

async function answerInvitation(order: string, memory: Memory, begun?: Claim): Promise<Claim> {
  const invitation = await post<Invitation>(`/orders/${order}/invitation`);
  const claim = await signClaim(await keyFor(invitation, memory, begun), invitation);
  // Kept before it is sent, because once the shop has seen this key, the order accepts no other.
  memory.keepClaim(claim);
  return claim;
}

/**
 * The key of the claim that broke off, else the one that was made before payment. A new one if there is none, or if the
 * browser has lost it: only an order whose claim reached the shop accepts no other key.
 */
async function keyFor({ event }: Invitation, memory: Memory, begun?: Claim): Promise<DeviceKey> {
  const address = begun?.holder ?? memory.holder();
  if (address === undefined) return makeKey(event);
  return loadDeviceKey({ event, address }).catch((error: unknown) => {
    if (isLost(error)) return makeKey(event);
    throw error;
  });
}

function isLost(error: unknown): boolean {
  return isDoorkeyError(error) && error.code === "KEY_LOST";
}

async function handIn(claim: Claim, memory: Memory): Promise<Pass> {
  const key = await loadDeviceKey({ event: claim.event, address: claim.holder });
  const pass = checkPass(key, await post("/claims", claim));
  memory.keepPass(pass);
  return pass;
}
