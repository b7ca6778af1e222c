import type { Address } from "doorkey/buyer";

type Check = {
  /** Page of the attester. */
  readonly page: string;
  readonly eventId: number;
  readonly agentId: number;
  readonly holder: Address;
  /** Path of the draw's page, which takes the evidence. */
  readonly back: string;
};

/**
 * Leaves for the attester's page, which checks a document and comes back to `back` with `#evidence=0x…`. The part after
 * the # reaches no server, and the link to an entry never leaves the shop.
 */
export function leaveForCheck({ page, eventId, agentId, holder, back }: Check): void {
  const url = new URL(page);
  const fields = { event: eventId, agent: agentId, holder, back: new URL(back, location.origin).href };
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, String(value));
  location.assign(url);
}

/** Takes the evidence with which the attester sent the fan back, and removes it from the address. */
export function takeEvidence(): string | undefined {
  const evidence = new URLSearchParams(location.hash.slice(1)).get("evidence") ?? undefined;
  if (evidence !== undefined) history.replaceState(null, "", location.pathname);
  return evidence;
}
