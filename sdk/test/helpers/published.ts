/** The concert, published on a test chain by an organizer of its own. */
import type { Connection } from "../../src/chain/Connection.ts";
import type { EventDocument } from "../../src/documents/EventDocument.ts";
import { parseEventDocument } from "../../src/documents/parseEventDocument.ts";
import { publishEvent } from "../../src/organizer/publishEvent.ts";
import { registerOrganizer } from "../../src/organizer/registerOrganizer.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";
import { documentAt } from "./eventDocument.ts";
import { join, type Transport } from "./transports.ts";

export type Published = {
  readonly organizer: Connection;
  readonly organizerId: number;
  readonly eventId: number;
  readonly terms: EventDocument;
  /** The document as it is to be served. */
  readonly text: string;
};

export async function publish(
  chain: Omit<TestChain, "provider">,
  transport: Transport,
  change: publish.Change = {},
): Promise<Published> {
  const organizer = await join(chain, transport);
  const { organizerId } = await registerOrganizer(organizer, { name: "Harbour Hall", uri: "https://hall.example" });
  const text = documentAt(await chain.clock.now(), change);
  const terms = parseEventDocument(text);
  const { documentUri } = change;
  const { eventId } = await publishEvent(organizer, { organizerId, terms, documentUri });
  return { organizer, organizerId, eventId, terms, text };
}

export declare namespace publish {
  type Change = documentAt.Change & { readonly documentUri?: string };
}
