/**
 * What a page sends to its hub, as JSON Schema. The hub checks it at the edge; the page imports the types alone. Times
 * are in seconds.
 */

import type { Hex } from "doorkey/code";
import { type Static, type TProperties, Type } from "typebox";

/** Rows that a hub takes in one upload. */
export const MAX_ROWS = 256;
/** Characters of a scanned text. The body of a scan has at most 4 kB, and what is no code is answered as such. */
export const MAX_TEXT = 4_096;

const object = <properties extends TProperties>(properties: properties) =>
  Type.Object(properties, { additionalProperties: false });

const words = <const list extends readonly string[]>(...list: list) => Type.Unsafe<list[number]>(Type.Enum([...list]));

const bytes = (digits: string, description: string) =>
  Type.Unsafe<Hex>(Type.String({ pattern: `^0x([0-9a-f]{2})${digits}$`, description }));

/** Names one scan for ever. The page draws it by chance, and sends it again with every retry of the scan. */
export const SCAN_ID = Type.String({ pattern: "^[0-9a-f]{32}$", description: "32 hex digits, drawn by chance" });
export const DEVICE_ID = Type.String({ pattern: "^[0-9a-f]{24}$", description: "from the device's public key" });
const SECONDS = Type.Integer({ minimum: 0, maximum: 0xff_ffff_ffff });
const LANE = Type.Integer({ minimum: 0, maximum: 0xffff });
/** The last 32 bits of a right's id: its batch and its index. */
const SERIAL = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });
/** As the chain keeps it: at most 31 bytes. */
const REASON = Type.String({ minLength: 1, maxLength: 31 });
const ZONE = Type.String({ minLength: 1, maxLength: 40 });

/** Scans whose light this device showed since its last message. */
const SHOWN = Type.Array(SCAN_ID, { maxItems: 64 });

/** `enter` lets people in, `leave` lets them out, `look` decides and changes nothing. */
export const SCAN_MODE = words("enter", "leave", "look");
export type ScanMode = Static<typeof SCAN_MODE>;

export const SCAN_MESSAGE = object({
  scanId: SCAN_ID,
  text: Type.String({ maxLength: MAX_TEXT }),
  mode: SCAN_MODE,
  shown: Type.Optional(SHOWN),
  /** Into which part of the venue. Without zones there is one. */
  zone: Type.Optional(ZONE),
  /** The challenge that this lane shows. The hub counts it as open for this scan. */
  challenge: Type.Optional(object({ value: bytes("{8}", "8 bytes"), expiresAt: SECONDS })),
});
export type ScanMessage = Static<typeof SCAN_MESSAGE>;

export const SHOWN_MESSAGE = object({ shown: SHOWN });
export type ShownMessage = Static<typeof SHOWN_MESSAGE>;

/** Takes back what a scan let in. */
export const UNDO_MESSAGE = object({ scanId: SCAN_ID });
export type UndoMessage = Static<typeof UNDO_MESSAGE>;

/**
 * A person's decision on a scan: whether the person is the one that the right names (`same-person`, `other-person`), or,
 * by a supervisor, that a holder enters whose right was let in by hand before (`let-in`).
 */
export const IDENTITY_MESSAGE = object({
  scanId: SCAN_ID,
  decision: words("same-person", "other-person", "let-in"),
  shown: Type.Optional(SHOWN),
});
export type IdentityMessage = Static<typeof IDENTITY_MESSAGE>;

/** Lets in by hand: by the reference of an order, by seat, or by right. `id` names it for ever, as a scan's id does. */
export const MANUAL_MESSAGE = object({
  id: SCAN_ID,
  whom: Type.Union([
    object({ right: SERIAL }),
    object({
      classId: Type.Integer({ minimum: 1, maximum: 255 }),
      seat: Type.Integer({ minimum: 0, maximum: 0xffffff }),
    }),
    object({ reference: Type.String({ minLength: 1, maxLength: 80 }) }),
  ]),
  reason: REASON,
  shown: Type.Optional(SHOWN),
});
export type ManualMessage = Static<typeof MANUAL_MESSAGE>;

/** Sets where people are who were let in, without a scan. */
export const PRESENCE_MESSAGE = object({ right: SERIAL, where: words("in", "out"), zone: Type.Optional(ZONE) });
export type PresenceMessage = Static<typeof PRESENCE_MESSAGE>;

const ROW_HEAD = {
  device: DEVICE_ID,
  /** Counts the device's rows from 1. */
  seq: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }),
  /** Digest of the row before; of the first row, `genesisOf`. */
  prev: bytes("{32}", "32 bytes"),
  at: SECONDS,
  lane: LANE,
  /** Who decided: the hub, or the page by itself. */
  mode: words("hub", "alone"),
  verdict: words("admit", "hand", "reenter", "leave", "undo"),
  scanId: SCAN_ID,
  /** The entry's word with `admit`; with `reenter` and `leave`, the word of the code that was shown. */
  entry: Type.Optional(bytes("{32}", "32 bytes")),
  /** The holder's signature of that code, as the chain takes it. */
  holderSig: Type.Optional(bytes("{1,512}", "up to 512 bytes")),
  /** The first right of the code or the one let in by hand; the lowest bit of `mask` stands for it. */
  right: Type.Optional(SERIAL),
  /** Which of the eight rights from `right` on this row is about. */
  mask: Type.Optional(Type.Integer({ minimum: 1, maximum: 255 })),
  /** With `hand` alone. */
  reason: Type.Optional(REASON),
  /** The scan that an `undo` takes back. */
  of: Type.Optional(SCAN_ID),
};

const UNSIGNED_ROW = object(ROW_HEAD);
export type UnsignedRow = Static<typeof UNSIGNED_ROW>;

/** A light that a device showed, or took back: a link of the device's chain, signed by the device. */
export const LOG_ROW = object({ ...ROW_HEAD, sig: bytes("{64}", "r ‖ s of ECDSA on P-256 over the row's digest") });
export type LogRow = Static<typeof LOG_ROW>;

export const UPLOAD_MESSAGE = object({ rows: Type.Array(LOG_ROW, { minItems: 1, maxItems: MAX_ROWS }) });
export type UploadMessage = Static<typeof UPLOAD_MESSAGE>;
