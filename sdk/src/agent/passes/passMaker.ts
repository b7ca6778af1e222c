import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { Address } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { completePass } from "../../pass/completePass.ts";
import type { Pass } from "../../pass/Pass.ts";
import { publishedEvent } from "../../state/publishedEvent.ts";

/** Consecutive rights that one holder has. `seats` has a number per right; a class without seats ignores it. */
export type RunOfRights = {
  readonly rightId: RightId;
  readonly count: number;
  readonly seats: readonly number[];
  readonly holder: Address;
};

/** Makes passes of rights that the caller has checked, of one class and seller. It reads the chain once for all. */
export async function passMaker(
  connection: Connection,
  { eventId, classId, agentId, document }: passMaker.Parameters,
): Promise<(run: RunOfRights) => Pass> {
  const { chainId, rightsRegistry, contracts } = connection;
  const published = await publishedEvent(connection, eventId);
  const class_ = published.classes[classId - 1];
  const isSeated = class_?.seated === true;
  const [seller, event] = await Promise.all([
    askChain(() => contracts.agents.teamOf(agentId)),
    askChain(() => contracts.events.eventOf(eventId)),
  ]);
  return ({ rightId, count, seats, holder }) => {
    const pass: Pass = {
      v: 1,
      chainId,
      rightsRegistry,
      eventId,
      rightId: String(rightId),
      count,
      className: class_?.name ?? "",
      seats: [],
      holder: checksummed(holder),
      event: { name: published.name, url: published.uri },
      seller: { agentId, name: seller.name },
      lacks: {
        fields: isSeated ? ["startsAt", "seats", "reportUrl"] : ["startsAt", "reportUrl"],
        documentHash: published.documentHash,
        doorsOpenAt: Number(event.doorsOpenAt),
        seatNumbers: isSeated ? seats : [],
      },
    };
    return document === undefined ? pass : completePass(pass, { document });
  };
}

export declare namespace passMaker {
  type Parameters = {
    readonly eventId: number;
    readonly classId: number;
    readonly agentId: number;
    readonly document: EventDocument | undefined;
  };
}
