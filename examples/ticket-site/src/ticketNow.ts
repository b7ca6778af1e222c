import { type Address, type EventState, readEvent, sameAddress } from "doorkey";
import { type Pass, type Purchase, passFor, type RightState, readRight, type Seller } from "doorkey/agent";
import type { Wish } from "./moves.ts";

/** A ticket as the chain has it now, for the phone that asks. JSON. */
export type TicketNow = {
  /** Whether a device has claimed the order. */
  readonly isClaimed: boolean;
  /** What the asking key still has. Missing if it has nothing. */
  readonly pass?: Pass;
  /** Which people of the pass are in. */
  readonly isIn: readonly boolean[];
  /** How often each right of the pass changed its key. */
  readonly rebinds: readonly number[];
  /** Whether every place of the order was returned or revoked. Otherwise the ticket is on another phone. */
  readonly isGone: boolean;
  /** Of the phone that asks for the ticket, as long as tickets can be moved. */
  readonly wish?: Wish;
  readonly seller: string;
  readonly event: {
    readonly isCancelled: boolean;
    /** Seconds. */
    readonly returnUntil: number;
    readonly rebindUntil: number;
    readonly mayReturn: boolean;
    readonly mayMove: boolean;
  };
};

type Question = {
  readonly seller: Seller;
  readonly sellerName: string;
  readonly eventId: number;
  readonly purchase: Purchase | undefined;
  /** Address of the asking phone's key, if it has one. */
  readonly holder: Address | undefined;
  readonly asked: Wish | undefined;
};

export async function ticketNow({
  seller,
  sellerName,
  eventId,
  purchase,
  holder,
  asked,
}: Question): Promise<TicketNow> {
  const event = windowsOf(await readEvent(seller.connection, { eventId }));
  // At the door, a wish from afar must not take the code off the screen.
  const wish = event.mayMove ? asked : undefined;
  const rights = await rightsOf(seller, purchase?.pass);
  // Until all of its rights have moved, the new phone has no ticket yet.
  const isWaiting = holder !== undefined && wish !== undefined && sameAddress(holder, wish.newHolder);
  const mine = rights.filter(
    (right) => right.status !== "void" && holder !== undefined && !isWaiting && sameAddress(right.holder, holder),
  );
  const pass = await passOf(seller, mine);
  return {
    isClaimed: purchase?.grant !== undefined || purchase?.pass !== undefined,
    ...(pass === undefined ? {} : { pass }),
    isIn: mine.map(({ status }) => status === "admitted"),
    rebinds: mine.map(({ rebinds }) => rebinds),
    isGone: rights.length > 0 && rights.every(({ status }) => status === "void"),
    ...(wish === undefined ? {} : { wish }),
    seller: sellerName,
    event,
  };
}

/** The rights that the order was granted, as the chain has them now. */
async function rightsOf({ connection }: Seller, pass: Pass | undefined): Promise<readonly RightState[]> {
  if (pass === undefined) return [];
  const ids = Array.from({ length: pass.count }, (_, i) => BigInt(pass.rightId) + BigInt(i));
  return Promise.all(ids.map((rightId) => readRight(connection, { rightId })));
}

/** One pass of all of them, in the order of their ids. */
async function passOf({ connection, documents }: Seller, rights: readonly RightState[]): Promise<Pass | undefined> {
  if (rights.length === 0) return undefined;
  return passFor(connection, { rightIds: rights.map(({ rightId }) => rightId), documents });
}

function windowsOf({ cancelled, schedule, policy, takenAt }: EventState): TicketNow["event"] {
  const { returnUntil, rebindUntil, doorsOpenAt } = schedule;
  return {
    isCancelled: cancelled,
    returnUntil,
    rebindUntil,
    mayReturn: !cancelled && takenAt < Math.min(returnUntil, doorsOpenAt),
    mayMove: !cancelled && policy.maxRebinds > 0 && takenAt < Math.min(rebindUntil, doorsOpenAt),
  };
}
