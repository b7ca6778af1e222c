import { bigEndian, concat, fromHex, toHex } from "../core/bytes.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { type Hex, isHex } from "../core/Hex.ts";
import { fields, hexOf, literal, type Shape, shapeOf, variants, whole } from "../core/shape.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { decodeTail, encodeTail } from "./clientTail.ts";
import { decodeLeb128, encodeLeb128 } from "./leb128.ts";

/**
 * An entry proof as a QR code carries it. It has no public key and no holder, because a gate has the holder in its
 * manifest and recovers the key from the signature.
 */
export type EntryCode = {
  readonly status: "parsed";
  /** Tag of the event, see eventTag. */
  readonly eventTag: Hex;
  /** Lower 32 bits of the first right's id: batch and index. */
  readonly serial: number;
  /** Number of rights from there on, 1 to 8. */
  readonly count: number;
  /** Seconds. */
  readonly issuedAt: number;
  /** 8 bytes; NO_CHALLENGE in time mode. */
  readonly challenge: Hex;
  readonly proof: CodeProof;
};

/** The signature without the parts that a gate can restore. `rs` is `r ‖ s`. */
export type CodeProof =
  | { readonly kind: "secp256k1"; readonly rs: Hex; readonly recovery: number }
  | { readonly kind: "p256"; readonly rs: Hex; readonly recovery: number }
  | {
      readonly kind: "passkey";
      readonly rs: Hex;
      readonly recovery: number;
      readonly flags: number;
      readonly signCount: number;
      /** The part of clientDataJSON after the origin. */
      readonly clientTail: Hex;
    };

const UINT32 = 2 ** 32 - 1;
const MAX_COUNT = 8;
const MAX_TAIL_BYTES = 255;

const tail: Shape<Hex> = shapeOf(
  `at most ${MAX_TAIL_BYTES} hex bytes`,
  (value): value is Hex => isHex(value) && value.length <= 2 + 2 * MAX_TAIL_BYTES,
);

const PROOF: Shape<CodeProof> = variants("kind", {
  secp256k1: fields({ kind: literal("secp256k1"), rs: hexOf(64), recovery: whole(0, 1) }),
  p256: fields({ kind: literal("p256"), rs: hexOf(64), recovery: whole(0, 3) }),
  passkey: fields({
    kind: literal("passkey"),
    rs: hexOf(64),
    recovery: whole(0, 3),
    flags: whole(0, 255),
    signCount: whole(0, UINT32),
    clientTail: tail,
  }),
});

const ENTRY_CODE: Shape<EntryCode> = fields({
  status: literal("parsed"),
  eventTag: hexOf(4),
  serial: whole(0, UINT32),
  count: whole(1, MAX_COUNT),
  issuedAt: whole(0, UINT32),
  challenge: hexOf(8),
  proof: PROOF,
});

const PREFIX = "E1:";
const VERSION = 1;
const KINDS = ["secp256k1", "p256", "passkey"] as const;

/** QR version 8 holds 157 characters at ECC Q: 3 for the prefix, 153 for these bytes. One more byte would take 155. */
export const MAX_CODE_BYTES = 102;

/** Why a text is not an entry code, or why an object is not one that `parseCode` returns: "form". */
export type CodeProblem =
  | "form"
  | "prefix"
  | "base45"
  | "version"
  | "kind"
  | "length"
  | "serial"
  | "count"
  | "challenge"
  | "signCount"
  | "tail";

/**
 * Writes a code as text: `E1:` and base45 of
 * `version 3 bits = 1 | kind 2 | hasChallenge 1 | recovery 2` ‖ event tag 4 ‖ serial in LEB128 ‖ count 1 ‖ issuedAt 4
 * ‖ [challenge 8] ‖ [passkey: flags 1 ‖ signCount in LEB128 ‖ client tail] ‖ r 32 ‖ s 32. Each code has one text.
 * Undefined if it would not fit QR version 8 at ECC Q. Without a challenge, usual codes take 81 bytes or less, which is
 * version 7.
 */
export function writeCode(code: EntryCode): string | undefined {
  const { proof } = code;
  const hasChallenge = code.challenge !== NO_CHALLENGE;
  const tail = proof.kind === "passkey" ? encodeTail(fromHex(proof.clientTail)) : new Uint8Array();
  if (tail === undefined) return undefined;
  const bytes = concat(
    new Uint8Array([(VERSION << 5) | (KINDS.indexOf(proof.kind) << 3) | (hasChallenge ? 4 : 0) | proof.recovery]),
    fromHex(code.eventTag),
    encodeLeb128(code.serial),
    new Uint8Array([code.count]),
    bigEndian(code.issuedAt, 4),
    hasChallenge ? fromHex(code.challenge) : new Uint8Array(),
    proof.kind === "passkey" ? concat(new Uint8Array([proof.flags]), encodeLeb128(proof.signCount)) : new Uint8Array(),
    tail,
    fromHex(proof.rs),
  );
  return bytes.length > MAX_CODE_BYTES ? undefined : PREFIX + encodeBase45(bytes);
}

/** What is wrong with a value that should be an entry code: a field out of its range, or "form". */
export function codeProblem(value: unknown): CodeProblem | undefined {
  const mistakes: string[] = [];
  if (ENTRY_CODE(value, "", mistakes)) return undefined;
  const [mistake = ""] = mistakes;
  const [field = ""] = mistake.split(" ");
  return FIELD_PROBLEMS[field] ?? "form";
}

const FIELD_PROBLEMS: { readonly [field: string]: CodeProblem } = {
  serial: "serial",
  count: "count",
  challenge: "challenge",
  "proof.kind": "kind",
  "proof.recovery": "kind",
  "proof.signCount": "signCount",
  "proof.clientTail": "tail",
};

/** Reads what writeCode writes. Returns the problem of any other text. */
export function readCode(text: string): EntryCode | CodeProblem {
  if (!text.startsWith(PREFIX)) return "prefix";
  if (text.length > PREFIX.length + Math.ceil(MAX_CODE_BYTES * 1.5)) return "length";
  const bytes = decodeBase45(text.slice(PREFIX.length));
  if (bytes === undefined) return "base45";
  if (bytes.length === 0) return "length";

  const head = bytes[0] as number;
  if (head >> 5 !== VERSION) return "version";
  const kind = KINDS[(head >> 3) & 3];
  const recovery = head & 3;
  // Ethereum's v has only two recovery numbers.
  if (kind === undefined || (kind === "secp256k1" && recovery > 1)) return "kind";

  let offset = 1;
  const take = (size: number) => {
    offset += size;
    return bytes.slice(offset - size, offset);
  };
  const eventTag = toHex(take(4));
  const serial = decodeLeb128(bytes.subarray(offset));
  if (serial === undefined) return "serial";
  offset += serial.size;
  const count = take(1)[0] ?? 0;
  if (count < 1 || count > MAX_COUNT) return "count";
  const issuedAt = Number(toHex(take(4)));
  const challenge = (head & 4) === 0 ? NO_CHALLENGE : toHex(take(8));
  if ((head & 4) !== 0 && challenge === NO_CHALLENGE) return "challenge";

  const shared = { status: "parsed", eventTag, serial: serial.value, count, issuedAt, challenge } as const;
  if (kind !== "passkey") {
    const rs = toHex(take(64));
    return offset === bytes.length ? { ...shared, proof: { kind, rs, recovery } } : "length";
  }
  const flags = take(1)[0] ?? 0;
  const signCount = decodeLeb128(bytes.subarray(offset));
  if (signCount === undefined) return "signCount";
  offset += signCount.size;
  const client = decodeTail(bytes.subarray(offset));
  if (client === undefined) return "tail";
  offset += client.size;
  const rs = toHex(take(64));
  if (offset !== bytes.length) return "length";
  return {
    ...shared,
    proof: { kind, rs, recovery, flags, signCount: signCount.value, clientTail: toHex(client.tail) },
  };
}
