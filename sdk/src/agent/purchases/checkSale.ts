import { ZeroAddress } from "ethers";
import { BLOCK_SECONDS, explained } from "../../calls/explained.ts";
import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import { offsetOfEvent } from "../../chain/eventOffsets.ts";
import { askChain } from "../../chain/fromNode.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import type { Address } from "../../core/Hex.ts";
import { mapBounded } from "../../core/mapBounded.ts";
import { writeTime } from "../../core/writeTime.ts";
import { findDocument } from "../../state/findDocument.ts";
import { teamAt } from "../../state/readTeam.ts";
import { checkedSeller } from "./checkedSeller.ts";
import type { Invited } from "./Invited.ts";
import { readPlaces } from "./readPlaces.ts";
import type { QuotaLeft, SaleCheck, SaleProblem } from "./SaleCheck.ts";
import type { Seller } from "./Seller.ts";
import { type Wanted, type WantedPlaces, wantedPlaces } from "./wantedPlaces.ts";

/** Seats that are asked for at the same time. */
const WIDTH = 8;

/**
 * What a seller may still sell of a class, and why it may not sell these places now: ask before a buyer pays. All is read
 * at one block. Places of orders that were invited and not granted yet count as gone, as far as the seller's store has
 * them. `openPurchase` asks the same again.
 *
 * A class with a sale hook has `restrictedBy`: only that contract knows to whom it lets the class be granted.
 *
 * @param parameters.quantity 1 to 8 rights for one key. Defaults to 1.
 * @param parameters.seats In a class with seats, one per right: labels of the event document, or numbers from 0.
 * @throws VALUE_INVALID; EVENT_UNKNOWN, CLASS_UNKNOWN; CHAIN_UNREACHABLE.
 * @example
 * import { checkSale, type Seller } from "doorkey/agent";
 *
 * async function mayPay(seller: Seller, eventId: number, quantity: number) {
 *   const { problems, placesLeft } = await checkSale(seller, { eventId, className: "standing", quantity });
 *   return problems.length === 0 ? `${placesLeft} places left` : problems.map(({ sentence }) => sentence).join(" ");
 * }
 */
export async function checkSale(seller: Seller, parameters: checkSale.Parameters): Promise<SaleCheck> {
  const { connection, documents } = checkedSeller(seller);
  const wanted = checked(connection, parameters, ["eventId", "className"]);
  const places = await wantedPlaces(connection, wanted, documents);
  return saleOf(seller, wanted, places, await invitedNow(seller, wanted.eventId, places));
}

export declare namespace checkSale {
  type Parameters = Wanted;
}

/** What orders of a class take whose device has claimed them, or may claim them; without the order `except`. */
export function invitedNow(
  { purchases }: Seller,
  eventId: number,
  { classId, seats }: WantedPlaces,
  except?: string,
): Promise<Invited> {
  return purchases.invitedOf({ eventId, classId, seats, except, now: Math.floor(Date.now() / 1_000) });
}

/** The check of places whose class is known, beside what invited orders take. */
export async function saleOf(
  seller: Seller,
  wanted: Wanted,
  places: WantedPlaces,
  invited: Invited,
): Promise<SaleCheck> {
  const { connection, agentId } = seller;
  const { eventId, className } = wanted;
  const { contracts } = connection;
  const { classId } = places;
  const block = await latestBlock(connection);
  const at = { blockTag: block.number };
  const [event, class_, onChain, team] = await Promise.all([
    askChain(() => contracts.events.eventOf(eventId, at)),
    askChain(() => contracts.events.classOf(eventId, classId, at)),
    readPlaces(connection, { eventId, classId, agentId }, block),
    teamAt(connection, { agentId }, block.number),
  ]);
  const quotas = onChain.quotas.map(
    (one): QuotaLeft => ({ ...one, left: Math.max(0, one.quota - one.used - invited.rights) }),
  );
  const check = {
    eventId,
    className,
    block: block.number,
    takenAt: block.timestamp,
    placesLeft: Math.max(0, onChain.left - invited.rights),
    invited: invited.rights,
    quotas,
    opensAt: Number(event.salesOpenAt),
    closesAt: Number(event.salesCloseAt),
    ...(class_.saleHook === ZeroAddress ? {} : { restrictedBy: class_.saleHook as Address }),
  };
  const problems = [
    ...(event.cancelled ? [problem("event-cancelled", "The event is cancelled.")] : []),
    ...(event.paused && !event.cancelled ? [problem("sales-paused", "The organizer has paused sales.")] : []),
    ...timeProblems(check, offsetOfEvent(connection, eventId)),
    ...(team.active ? [] : [problem("agent-inactive", `The team of agent ${agentId}, ${team.name}, is inactive.`)]),
    ...quotaProblems(check, agentId, places.quantity),
    ...(check.placesLeft < places.quantity ? [problem("sold-out", soldOut(className, check.placesLeft))] : []),
    ...(await seatProblems(connection, eventId, places, {
      invited: invited.seats,
      block: block.number,
      supply: onChain.supply,
      nameOf: await seatNames(seller, wanted, classId),
    })),
    ...(class_.named && !class_.reserved && seller.evidence === undefined
      ? [
          problem(
            "evidence-missing",
            `Each right of class "${className}" needs a person, and the seller has no evidence.`,
          ),
        ]
      : []),
  ];
  return { ...check, problems: problems.length > 0 ? problems : await signerProblems(seller, eventId, classId) };
}

function problem(reason: SaleProblem["reason"], sentence: string, retryable = false): SaleProblem {
  return { reason, sentence, retryable };
}

type Known = Omit<SaleCheck, "problems">;

function timeProblems({ opensAt, closesAt, takenAt }: Known, utcOffset: number | undefined): SaleProblem[] {
  if (takenAt >= closesAt) return [problem("sales-closed", `Sales closed on ${writeTime(closesAt, utcOffset)}.`)];
  if (takenAt >= opensAt) return [];
  return [
    problem("sales-not-open", `Sales open on ${writeTime(opensAt, utcOffset)}.`, opensAt - takenAt <= BLOCK_SECONDS),
  ];
}

function quotaProblems({ quotas }: Known, agentId: number, quantity: number): SaleProblem[] {
  if (quotas.length === 0) {
    return [problem("agent-not-designated", `Agent ${agentId}, or one above it, is not designated for this class.`)];
  }
  const [short] = quotas.filter(({ left }) => left < quantity).toSorted((a, b) => a.left - b.left);
  if (short === undefined) return [];
  const whose = short.agentId === agentId ? "your allotment" : `the allotment of agent ${short.agentId} above you`;
  return [problem("quota-exceeded", `${rightsLeft(short.left, "more right")} of ${whose}.`)];
}

function soldOut(className: string, left: number): string {
  return left === 0 ? `Class "${className}" is sold out.` : `${rightsLeft(left, "place")} in class "${className}".`;
}

function rightsLeft(left: number, thing: string): string {
  if (left === 0) return `No ${thing} is left`;
  return left === 1 ? `Only 1 ${thing} is left` : `Only ${left} ${thing}s are left`;
}

type Seats = {
  readonly invited: readonly number[];
  readonly block: number;
  readonly supply: number;
  readonly nameOf: (seat: number) => string;
};

/** What the caller called the seats: labels or numbers. */
async function seatNames(
  { connection, documents }: Seller,
  { eventId, seats = [] }: Wanted,
  classId: number,
): Promise<Seats["nameOf"]> {
  if (!seats.some((seat) => typeof seat === "string")) return String;
  const document = await findDocument(connection, eventId, documents);
  const labels = document?.classes[classId - 1]?.seats;
  return (seat) => labels?.[seat] ?? String(seat);
}

async function seatProblems(
  { contracts }: Connection,
  eventId: number,
  { classId, seats }: WantedPlaces,
  { invited, block, supply, nameOf }: Seats,
): Promise<SaleProblem[]> {
  const found = await mapBounded(seats, WIDTH, async (seat) => {
    if (seat >= supply) return [problem("seat-unknown", `There is no seat ${seat} in this class.`)];
    if (invited.includes(seat)) return [problem("seat-taken", `Seat ${nameOf(seat)} is in another open order.`)];
    const { held, freed } = await askChain(() => contracts.rights.seatOf(eventId, classId, seat, { blockTag: block }));
    if (held) return [problem("seat-taken", `Seat ${nameOf(seat)} is taken.`)];
    return freed
      ? [problem("seat-taken", `Seat ${nameOf(seat)} was returned, and the organizer has not reopened it.`)]
      : [];
  });
  return found.flat();
}

/** What the contracts say about the key that would grant, after all that can be said more exactly. */
async function signerProblems(
  { connection, agentId }: Seller,
  eventId: number,
  classId: number,
): Promise<SaleProblem[]> {
  const { signer, relay, contracts } = connection;
  if (signer === undefined)
    return [problem("signer-refused", "The seller's connection has no key to sign grants with.")];
  try {
    const sender = await askChain(() => signer.getAddress());
    const forwarded = relay !== undefined;
    await explained(connection, () =>
      askChain(() => contracts.events.grantTerms(eventId, classId, agentId, sender, forwarded)),
    );
    return [];
  } catch (error) {
    if (!isDoorkeyError(error, "CALL_REVERTED")) throw error;
    return [problem("signer-refused", error.shortMessage, error.retryable)];
  }
}
