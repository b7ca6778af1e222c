import { type TSchema, Type } from "typebox";
import { MOST_OF_ORDER, ORDER_PATTERN } from "../sales/orderText.ts";

const strict = { additionalProperties: false } as const;

export const object = <properties extends Record<string, TSchema>>(properties: properties) =>
  Type.Object(properties, strict);

export const Id = Type.String({ pattern: "^[0-9a-f]{1,64}$" });
export const RightId = Type.String({ pattern: "^[1-9][0-9]{0,19}$" });
export const EventId = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });
export const EventIdText = Type.String({ pattern: "^[1-9][0-9]{0,9}$" });
export const Address = Type.String({ pattern: "^0x[0-9a-fA-F]{40}$" });
export const Hex = (most: number) => Type.String({ pattern: "^0x([0-9a-fA-F]{2})*$", maxLength: 2 + 2 * most });

export const Day = Type.String({ pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$" });

/** A line of text. The database would keep halves of characters as one and the same sign. */
export const Text = (most: number) =>
  Type.String({ minLength: 1, maxLength: most, pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]+$" });

/** Of an order, in the books of the shop or the box office. */
export const Order = Type.String({ minLength: 1, maxLength: MOST_OF_ORDER, pattern: ORDER_PATTERN });

/** Whom a link lets in. */
export const Invited = object({
  name: Type.String({ pattern: "^(?!\\s)[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,40}(?<!\\s)$" }),
  role: Type.Union([Type.Literal("clerk"), Type.Literal("manager")]),
});

export const ClassName = Text(100);
export const Quantity = Type.Integer({ minimum: 1, maximum: 8 });
export const Seats = Type.Array(Text(100), { maxItems: 8 });

/** Of a person. It never leaves the process, and is never kept. */
export const Document = object({
  type: Text(64),
  country: Text(64),
  number: Text(64),
});
export const Documents = Type.Array(Document, { maxItems: 8 });

/** What holders signed, as many as one phone has. */
export const Returns = object({
  returns: Type.Array(
    object({
      rightId: RightId,
      count: Type.Integer({ minimum: 1, maximum: 8 }),
      rebinds: Type.Integer({ minimum: 0, maximum: 255 }),
      expiresAt: Type.String({ pattern: "^[0-9]{1,20}$" }),
      signature: Hex(1_024),
    }),
    { minItems: 1, maxItems: 8 },
  ),
});

export const Rebind = object({ rightId: RightId, newHolder: Address, proof: Hex(2_048) });

export const Rebinds = object({ rebinds: Type.Array(Rebind, { minItems: 1, maxItems: 8 }) });
