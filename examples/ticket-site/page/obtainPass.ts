import {
  type Claim,
  checkPass,
  createDeviceKey,
  type DeviceKey,
  type Invitation,
  isDoorkeyError,
  loadDeviceKey,
  type Pass,
  requestPersistence,
  signClaim,
} from "doorkey/buyer";
import type { Memory } from "./memory.ts";
import { post, ShopProblem } from "./shop.ts";

/** Gets the pass of a paid order. An attempt that broke off continues with the same key. */
export async function obtainPass(order: string, memory: Memory): Promise<Pass> {
  await requestPersistence();
  const known = memory.pass();
  if (known !== undefined) return known as Pass;
  const begun = memory.claim();
  const claim = begun ?? (await answerInvitation(order, memory));
  try {
    return await handIn(claim, memory);
  } catch (error) {
    if (begun === undefined || !(error instanceof ShopProblem && error.code === "CLAIM_EXPIRED")) throw error;
    return handIn(await answerInvitation(order, memory, begun), memory);
  }
}

async function answerInvitation(order: string, memory: Memory, begun?: Claim): Promise<Claim> {
  const invitation = await post<Invitation>(`/orders/${order}/invitation`);
  const { event } = invitation;
  const key = begun === undefined ? await newKey(event) : await loadDeviceKey({ event, address: begun.holder });
  const claim = await signClaim(key, invitation);
  // Kept before it is sent, because once the shop has seen this key, the order accepts no other.
  memory.keepClaim(claim);
  return claim;
}

async function handIn(claim: Claim, memory: Memory): Promise<Pass> {
  const key = await loadDeviceKey({ event: claim.event, address: claim.holder });
  const pass = checkPass(key, await post("/claims", claim));
  memory.keepPass(pass);
  return pass;
}

/** Makes a P-256 key, which the browser keeps but never shows, or a secp256k1 key if the browser has no P-256. */
async function newKey(event: Invitation["event"]): Promise<DeviceKey> {
  try {
    return await createDeviceKey({ kind: "p256", event });
  } catch (error) {
    if (!isDoorkeyError(error) || error.code !== "KEY_P256_MISSING") throw error;
    return createDeviceKey({ kind: "secp256k1", event });
  }
}
