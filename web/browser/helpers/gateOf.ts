/** A gate that knows what the chain knows, without a night around it. */
import { type Challenge, checkScan, type Manifest, type Verdict } from "doorkey/code";
import { loadManifest } from "../../../sdk/src/gate/index.ts";
import type { ShowWithGates } from "../../../test-support/src/show.ts";

/** What a gate of a show says to a code at a time while doors are open. Its list is of this moment. */
export async function gateOf({ gate, eventId }: ShowWithGates, passkeys: readonly { readonly origin: string }[] = []) {
  const manifest: Manifest = await loadManifest(gate, { eventId });
  // The show's doors open in weeks. A gate judges a code by its own time, so its doors are moved to now.
  const open: Manifest = { ...manifest, doorsOpenAt: 0, doorsCloseAt: 2 ** 40 };
  return (
    text: string,
    options: { readonly now?: number; readonly challenges?: readonly Challenge[] } = {},
  ): Verdict => {
    const { now = Date.now() / 1_000, challenges } = options;
    const policy = { passkeys, ...(challenges && { challenges }) };
    return checkScan(text, { manifest: open, admitted: new Map(), now, lane: 1, policy }).verdict;
  };
}
