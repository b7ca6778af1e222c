import type { Connection } from "../../src/chain/Connection.ts";
import { acceptHandOver } from "../../src/organizer/acceptHandOver.ts";
import { offerHandOver } from "../../src/organizer/offerHandOver.ts";

/** Hands an event over from one organizer to another, which accepts it at once. */
export async function handOver(
  from: Connection,
  other: Connection,
  { eventId, to }: { readonly eventId: number; readonly to: number },
): Promise<void> {
  const { termsHash } = await offerHandOver(from, { eventId, to });
  await acceptHandOver(other, { eventId, organizerId: to, termsHash });
}
