/**
 * What the office posts to a shop, as JSON Schema. The interface file is made of it. Times are seconds since 1970.
 */

import { type Static, type TSchema, Type } from "typebox";

const strict = { additionalProperties: false } as const;
const text = Type.String();
const time = Type.Integer({ description: "seconds since 1970" });
const id = Type.Integer({ minimum: 1 });
const holder = Type.String({ pattern: "^0x[0-9a-fA-F]{40}$", description: "the key in the fan's phone" });
const right = Type.String({ pattern: "^[0-9]{1,20}$", description: "the id of a right, in decimal digits" });
const order = Type.Optional(
  Type.String({ description: "the order that the right belongs to, if this office sold it" }),
);

const common = {
  id: Type.String({ description: "the same each time it is delivered; keep it, and ignore what you have already" }),
  at: Type.Number({ description: "when it happened, in seconds since 1970" }),
  eventId: id,
};

const webhook = <const type extends string, const fields extends Record<string, TSchema>>(
  type: type,
  description: string,
  fields: fields,
) => Type.Object({ ...common, type: Type.Literal(type), ...fields }, { ...strict, description });

const purchase = { order: text, className: text, quantity: id, seats: Type.Array(text), holder };
const ofRight = { rightId: right, holder, order };

/** Every webhook of the office, by its type. */
export const WEBHOOKS = {
  "purchase.claimed": webhook(
    "purchase.claimed",
    "A phone claimed a purchase; its rights are on the way to the chain.",
    {
      ...purchase,
    },
  ),
  "purchase.granted": webhook("purchase.granted", "The rights of a purchase are on the chain.", {
    ...purchase,
    rightIds: Type.Array(right),
  }),
  "event.rescheduled": webhook("event.rescheduled", "The organizer rescheduled the event, or extended its doors.", {
    doorsOpenAt: time,
    doorsCloseAt: time,
    salesCloseAt: time,
    returnUntil: time,
    rebindUntil: time,
  }),
  "event.cancelled": webhook("event.cancelled", "The organizer cancelled the event for good.", {}),
  "draw.offered": webhook("draw.offered", "A wave of a draw offered places to the next ranks.", {
    className: text,
    wave: Type.Integer({ minimum: 0 }),
    places: Type.Integer({ minimum: 0 }),
    deadline: Type.Integer({ description: "until when the places are kept, in seconds since 1970" }),
  }),
  "right.rebound": webhook("right.rebound", "A right has another key: the one in `holder`.", ofRight),
  "right.named": webhook("right.named", "A right was bound to a person.", ofRight),
  "right.returned": webhook("right.returned", "The fan returned a right: you owe the money.", ofRight),
  "right.revoked": webhook("right.revoked", "A right was revoked.", { ...ofRight, reason: text }),
} as const;

export type WebhookType = keyof typeof WEBHOOKS;

/** A webhook of a type. */
export type Webhook<type extends WebhookType = WebhookType> = { [T in type]: Static<(typeof WEBHOOKS)[T]> }[type];
