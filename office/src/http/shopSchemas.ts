/** What shops send to `/purchases` and what they get, as JSON Schema: checked at the edge, and in the interface file. */

import { type Static, Type } from "typebox";
import * as schemas from "./schemas.ts";

/** An order that was paid. */
export const Wanted = schemas.object({
  order: schemas.Order,
  eventId: schemas.EventId,
  className: schemas.ClassName,
  quantity: Type.Optional(schemas.Quantity),
  seats: Type.Optional(schemas.Seats),
  documents: Type.Optional(schemas.Documents),
  expiresIn: Type.Optional(
    Type.Integer({ minimum: 60, maximum: 31_536_000, description: "seconds for which a phone may claim it" }),
  ),
});

export const OrderParams = schemas.object({ order: schemas.Order });

const Invitation = schemas.object({
  v: Type.Literal(1),
  event: schemas.object({ chainId: Type.Integer(), rightsRegistry: schemas.Address, eventId: schemas.EventId }),
  classId: Type.Integer({ minimum: 1, maximum: 64 }),
  agentId: Type.Integer({ minimum: 1 }),
  purchaseKey: schemas.Hex(32),
  quantity: Type.Integer({ minimum: 1 }),
  expiresAt: Type.Integer(),
});

const State = Type.Union(
  [
    Type.Literal("reserved"),
    Type.Literal("waiting"),
    Type.Literal("claimed"),
    Type.Literal("granted"),
    Type.Literal("kept"),
    Type.Literal("cancelled"),
    Type.Literal("expired"),
  ],
  { description: "waiting: for the buyer's phone; kept: the pass has reached the wallet" },
);

/** A purchase, as its shop sees it. */
export const Purchase = schemas.object({
  order: schemas.Order,
  eventId: schemas.EventId,
  className: schemas.ClassName,
  quantity: schemas.Quantity,
  seats: schemas.Seats,
  state: State,
  rightIds: Type.Array(schemas.RightId),
  invitation: Type.Optional(Invitation),
  link: Type.Optional(Type.String({ description: "opens the wallet with the invitation: a link or a QR for the fan" })),
  expiresAt: Type.Optional(Type.Number({ description: "until when a phone may claim it, in seconds since 1970" })),
  holder: Type.Optional(schemas.Address),
  problem: Type.Optional(schemas.object({ code: Type.String(), sentence: Type.String() })),
});

export type Purchase = Static<typeof Purchase>;

/** How the office refuses: RFC 9457. Branch on `code`. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  message: Type.String(),
  remedy: Type.String(),
  retryable: Type.Boolean({ description: "whether the same call may succeed later" }),
  details: Type.Optional(Type.Array(Type.String())),
  requestId: Type.String(),
});

/** The routes of shops. What is registered and what is documented come from here. */
export const SHOP_ROUTES = {
  open: {
    method: "POST",
    url: "/purchases",
    schema: {
      summary: "Invites the buyer's phone to claim an order that was paid. The same order again: the same purchase.",
      body: Wanted,
      response: { 200: Purchase, 201: Purchase },
    },
  },
  read: {
    method: "GET",
    url: "/purchases/:order",
    schema: { summary: "Shows a purchase.", params: OrderParams, response: { 200: Purchase } },
  },
  cancel: {
    method: "POST",
    url: "/purchases/:order/cancel",
    schema: {
      summary: "Cancels a purchase that no phone has claimed.",
      params: OrderParams,
      response: { 200: Purchase },
    },
  },
} as const;
