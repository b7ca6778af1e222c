import assert from "node:assert/strict";
import { connect, readEvent } from "doorkey";
import { checkPass, createDeviceKey, type Invitation, memoryKeys, type Pass, signClaim } from "doorkey/buyer";
import type { Evening } from "./Evening.ts";
import type { Trial } from "./Trial.ts";

const BUYERS = 20;

/** Many buyers at the same moment, each of whom presses twice. */
export async function tryRush({ checks, chain }: Pick<Trial, "checks" | "chain">, { origin, eventId }: Evening) {
  await checks.that(`${BUYERS} buyers at once, each pressing twice, get one ticket each`, async () => {
    const connection = await connect({ rpc: chain.env.RPC ?? "" });
    const granted = async () => (await readEvent(connection, { eventId })).classes[0]?.granted ?? 0;
    const before = await granted();
    const passes = await Promise.all(Array.from({ length: BUYERS }, () => buyTwice(origin)));
    assert.equal(new Set(passes.map(({ rightId }) => rightId)).size, BUYERS);
    assert.equal((await granted()) - before, BUYERS);
  });
}

async function buyTwice(origin: string): Promise<Pass> {
  const form = new URLSearchParams({ class: "standing", quantity: "1" });
  const ordered = await fetch(`${origin}/orders`, { method: "POST", body: form, redirect: "manual" });
  const checkout = ordered.headers.get("location") ?? "";
  await fetch(`${origin}${checkout}/payment`, { method: "POST", redirect: "manual" });
  const invited = await fetch(`${origin}/orders/${checkout.split("/").at(-1)}/invitation`, { method: "POST" });
  const invitation: Invitation = await invited.json();

  const key = await createDeviceKey({ event: invitation.event, store: memoryKeys() });
  const body = JSON.stringify(await signClaim(key, invitation));
  const claim = async () => checkPass(key, await (await fetch(`${origin}/claims`, { method: "POST", body })).json());
  const [first, second] = await Promise.all([claim(), claim()]);
  assert.deepEqual(first, second);
  return first;
}
