import { ZeroAddress } from "ethers";
import type { DrawState } from "../../../ballot/readDraw.ts";
import { drawAt } from "../../../ballot/readDraw.ts";
import { askChain } from "../../../chain/fromNode.ts";
import { type Address, sameAddress } from "../../../core/Hex.ts";
import type { Audit } from "../../Audit.ts";

/** A class with a sale hook. */
export type HookedClass = {
  readonly classId: number;
  /** As the organizer wrote it: text of a stranger. */
  readonly name: string;
  readonly hook: Address;
  /** Whether the hook is the suite's Ballot. */
  readonly isBallot: boolean;
  /** Its draw at the head; undefined if none was opened. */
  readonly draw: DrawState | undefined;
};

/** The classes of the event that have a sale hook, from the state at the head. */
export async function readDraws({ connection, eventId, event }: Audit): Promise<HookedClass[]> {
  const { contracts, deployment } = connection;
  const { classCount } = await askChain(() => contracts.events.eventOf(eventId));
  const found: HookedClass[] = [];
  for (let classId = 1; classId <= Number(classCount); classId++) {
    const { saleHook } = await askChain(() => contracts.events.classOf(eventId, classId));
    if (saleHook === ZeroAddress) continue;
    const isBallot = sameAddress(saleHook, deployment.contracts.Ballot.address);
    const name = event.classes[classId - 1]?.name ?? `class ${classId}`;
    const draw = isBallot ? await drawAt(connection, { eventId, classId, className: name }) : undefined;
    found.push({ classId, name, hook: saleHook as Address, isBallot, draw });
  }
  return found;
}
