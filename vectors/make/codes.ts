/** The texts of entry codes (`E1:`) and challenges (`C1:`), byte by byte, with base45 and LEB128 by big numbers. */
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { typedData } from "./eip712.ts";
import { bytes, concat, hex, holderOf, keccak, number, privateKey, publicKey, sign, utf8, word } from "./keys.ts";
import { assertion, authenticatorData, BE, BS, base64url, UP, UV } from "./passkey.ts";

const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** RFC 9285: two bytes in three digits of base 45, a last one in two; the lowest digit comes first. */
function base45(data: Uint8Array): string {
  const pairs = Array.from({ length: Math.ceil(data.length / 2) }, (_, i) => data.slice(2 * i, 2 * i + 2));
  const digits = pairs.flatMap((pair) => lowestFirst(number(pair), 45n, pair.length + 1));
  return digits.map((digit) => SIGNS[digit]).join("");
}

/** The digits of a number in a base, lowest first, at least `places`. */
function lowestFirst(value: bigint, base: bigint, places: number): number[] {
  if (value === 0n && places <= 0) return [];
  return [Number(value % base), ...lowestFirst(value / base, base, places - 1)];
}

/** LEB128: every byte but the last has its highest bit set. */
function leb128(value: bigint): Uint8Array {
  const groups = lowestFirst(value, 128n, 1);
  return Uint8Array.from(groups, (group, i) => (i === groups.length - 1 ? group : group + 128));
}

const uint = (value: number | bigint, size: number) => word(BigInt(value)).slice(32 - size);

const EVENT = { chainId: 31337, rightsRegistry: "0x5FbDB2315678afecb367f032d93F642f64180aa3", eventId: 7 };
const DOMAIN = {
  name: "Doorkey",
  version: "1",
  chainId: String(EVENT.chainId),
  verifyingContract: EVENT.rightsRegistry,
};
const FIELDS = [
  { type: "uint64", name: "rightId" },
  { type: "uint8", name: "count" },
  { type: "address", name: "holder" },
  { type: "uint64", name: "issuedAt" },
  { type: "bytes8", name: "challenge" },
];
const NONE = "0x0000000000000000";
const ANSWER = "0xfedcba9876543210";
const DAY = 1_790_000_000;
export const PASSKEY_SITE = { origin: "https://tickets.example", rpId: "tickets.example" };

const eventTag = ({ chainId, rightsRegistry, eventId }: typeof EVENT) =>
  keccak(concat(word(BigInt(chainId)), word(number(bytes(rightsRegistry))), word(BigInt(eventId)))).slice(0, 4);

/** What clientDataJSON has after the origin, by the number in a code. 255: in full, after its length. */
const TAILS: Record<number, string> = {
  0: ',"crossOrigin":false}',
  1: ',"crossOrigin":false,"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}',
  2: "}",
};

type Saying = { serial: number; count: number; issuedAt: number; challenge: string };
type Passkey = { flags: number; signCount: number; tail: string };

/** A code with everything that it says, and the signature that it carries in the form of the chain. */
export type CodeVector = {
  name: string;
  why: string;
  text: string;
  event: typeof EVENT;
  kind: "secp256k1" | "p256" | "passkey";
  saying: Saying;
  eventTag: string;
  rs: string;
  recovery: number;
  passkey?: { flags: number; signCount: number; clientTail: string };
  holder: string;
  digest: string;
  signature: string;
};

const KINDS = ["secp256k1", "p256", "passkey"] as const;

function good(name: string, why: string, kind: 0 | 1 | 2, change: Partial<Saying> = {}, its: Partial<Passkey> = {}) {
  const saying = { serial: 6149, count: 1, issuedAt: DAY, challenge: NONE, ...change };
  const { flags, signCount, tail } = { flags: UP | UV, signCount: 0, tail: TAILS[0] as string, ...its };
  const curve = kind === 0 ? secp256k1 : p256;
  const key = privateKey(`codes, ${KINDS[kind]}`);
  const { x, y } = publicKey(curve, key);
  const holder = holderOf(kind, { x, y });
  const { digest } = typedData("", DOMAIN, "EntryProof", FIELDS, {
    rightId: String((BigInt(EVENT.eventId) << 32n) + BigInt(saying.serial)),
    count: String(saying.count),
    holder,
    issuedAt: String(saying.issuedAt),
    challenge: saying.challenge,
  });
  const client = utf8(
    `{"type":"webauthn.get","challenge":"${base64url(bytes(digest))}","origin":"${PASSKEY_SITE.origin}"${tail}`,
  );
  const authenticator = authenticatorData({ rpId: PASSKEY_SITE.rpId, flags, signCount });
  const signed = {
    0: () => sign(curve, key, bytes(digest)),
    1: () => sign(curve, key, sha256(bytes(digest))),
    2: () => assertion(key, authenticator, client),
  }[kind]();
  const rs = concat(word(signed.r), word(signed.s));
  const recovery = signed.v - 27;
  const xy = concat(word(x), word(y));
  const signature = {
    0: () => concat(Uint8Array.of(0), rs, Uint8Array.of(signed.v)),
    1: () => concat(Uint8Array.of(1), rs, xy),
    2: () =>
      concat(Uint8Array.of(2), rs, xy, uint(authenticator.length, 2), authenticator, uint(client.length, 2), client),
  }[kind]();

  const isAnswer = saying.challenge !== NONE;
  const number = Object.values(TAILS).indexOf(tail);
  const tailBytes = number >= 0 ? Uint8Array.of(number) : concat(Uint8Array.of(255, tail.length), utf8(tail));
  const parts = {
    head: Uint8Array.of(1 * 32 + kind * 8 + (isAnswer ? 4 : 0) + recovery),
    tag: eventTag(EVENT),
    serial: leb128(BigInt(saying.serial)),
    count: uint(saying.count, 1),
    issuedAt: uint(saying.issuedAt, 4),
    challenge: isAnswer ? bytes(saying.challenge) : new Uint8Array(),
    flags: kind === 2 ? Uint8Array.of(flags) : new Uint8Array(),
    signCount: kind === 2 ? leb128(BigInt(signCount)) : new Uint8Array(),
    tail: kind === 2 ? tailBytes : new Uint8Array(),
    rs,
  };
  const vector: CodeVector = {
    name,
    why,
    text: textOf(parts),
    event: EVENT,
    kind: KINDS[kind],
    saying,
    eventTag: hex(eventTag(EVENT)),
    rs: hex(rs),
    recovery,
    ...(kind === 2 && { passkey: { flags, signCount, clientTail: hex(utf8(tail)) } }),
    holder,
    digest,
    signature: hex(signature),
  };
  return { vector, parts };
}

type Parts = ReturnType<typeof good>["parts"];
const textOf = (parts: Parts) => `E1:${base45(concat(...Object.values(parts)))}`;

const GREATEST = 2 ** 32 - 1;
const PLAIN = good("secp256k1", "A lone right in time mode.", 0);
const P256 = good("P-256", "A lone right in time mode.", 1);
const PASSKEY = good("passkey", "A counter of 0, as platform passkeys have it: 79 bytes with this serial.", 2);
const ANSWERED = good("secp256k1, challenge", "Answers a gate's challenge.", 0, { challenge: ANSWER });
const COUNTED = good("passkey, counter 1", "A counter of one byte.", 2, {}, { signCount: 1 });

const goodCodes = (): CodeVector[] => [
  PLAIN.vector,
  ANSWERED.vector,
  good("secp256k1, all greatest", "Last right of the last batch, eight rights, last second.", 0, {
    serial: GREATEST,
    count: 8,
    issuedAt: GREATEST,
    challenge: "0xffffffffffffffff",
  }).vector,
  good("secp256k1, all least", "First right of the event, at second 0.", 0, { serial: 0, issuedAt: 0 }).vector,
  P256.vector,
  good("P-256, party of four", "Four rights in a row.", 1, { count: 4 }).vector,
  ...[127, 128, 16_383, 16_384].map(
    (serial) => good(`P-256, serial ${serial}`, "An edge of the serial's LEB128.", 1, { serial }).vector,
  ),
  PASSKEY.vector,
  COUNTED.vector,
  ...[127, 128, 16_383, 16_384, 2 ** 28 - 1, 2 ** 28, GREATEST].map(
    (signCount) =>
      good(`passkey, counter ${signCount}`, "An edge of the counter's LEB128.", 2, {}, { signCount }).vector,
  ),
  good("passkey, synced", "Can be backed up, and is.", 2, {}, { flags: UP | UV | BE | BS }).vector,
  good("passkey, grease", "Tail 1: Chromium adds a member now and then.", 2, {}, { tail: TAILS[1] as string }).vector,
  good("passkey, no frames", "Tail 2: a browser that does not report frames.", 2, {}, { tail: TAILS[2] as string })
    .vector,
  good("passkey, unknown tail", "Tail 255: in full.", 2, {}, { tail: ',"x":1}' }).vector,
  good("passkey, challenge", "Answers a gate's challenge.", 2, { challenge: ANSWER, count: 2 }).vector,
];

/** A text that is not an entry code, and the part of it that is wrong. */
export type BadCode = { name: string; text: string; problem: string };

function badCodes(): BadCode[] {
  const plain = (change: Partial<Parts>) => textOf({ ...PLAIN.parts, ...change });
  const passkey = (change: Partial<Parts>) => textOf({ ...PASSKEY.parts, ...change });
  const bad = (problem: string, name: string, text: string): BadCode => ({ name, text, problem });
  const headed = (head: number) => plain({ head: Uint8Array.of(head) });
  const written = PLAIN.vector.text;
  const inFull = (tail: string, length = tail.length) => concat(Uint8Array.of(255, length), utf8(tail));
  return [
    bad("prefix", "nothing", ""),
    bad("prefix", "a link", "https://tickets.example"),
    bad("prefix", "a challenge", written.replace("E1", "C1")),
    bad("prefix", "no prefix", written.slice(3)),
    bad("length", "a prefix alone", "E1:"),
    bad("length", "one byte more than the longest code", `E1:${base45(new Uint8Array(103))}`),
    bad("base45", "a sign outside the 45", written.replace(/.$/, "#")),
    bad("base45", "one sign too few", written.slice(0, -1)),
    bad("base45", "one sign too many", `${written}0`),
    bad("base45", "a group of three above 65,535", `E1:GGW${written.slice(6)}`),
    bad("base45", "a last group of two above 255", `E1:${base45(new Uint8Array(76))}::`),
    bad("version", "version 0", headed((PLAIN.parts.head[0] as number) & 0x1f)),
    bad("version", "version 2", headed(((PLAIN.parts.head[0] as number) & 0x1f) | 0x40)),
    bad("version", "version 7", headed((PLAIN.parts.head[0] as number) | 0xe0)),
    bad("kind", "kind 3", headed(0x38)),
    bad("kind", "secp256k1 with recovery 2", headed(0x22)),
    bad("serial", "a serial in a longer form", plain({ serial: Uint8Array.of(0x85, 0xb0, 0x00) })),
    bad("serial", "a serial of 2^32", plain({ serial: Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x10) })),
    bad("serial", "a serial of six bytes", plain({ serial: Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x01) })),
    bad("count", "no rights", plain({ count: Uint8Array.of(0) })),
    bad("count", "nine rights", plain({ count: Uint8Array.of(9) })),
    bad("challenge", "an answer to a challenge of zeros", textOf({ ...ANSWERED.parts, challenge: new Uint8Array(8) })),
    bad("length", "the last byte is missing", plain({ rs: PLAIN.parts.rs.slice(0, -1) })),
    bad("length", "one byte too many", plain({ rs: concat(PLAIN.parts.rs, Uint8Array.of(0)) })),
    bad("length", "a passkey's last byte is missing", passkey({ rs: PASSKEY.parts.rs.slice(0, -1) })),
    bad("signCount", "a counter in a longer form", passkey({ signCount: Uint8Array.of(0x80, 0x00) })),
    bad("signCount", "a counter in the longest form", passkey({ signCount: Uint8Array.of(0x81, 0x80, 0x80, 0x80, 0) })),
    bad("signCount", "a counter of 2^32", passkey({ signCount: Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x10) })),
    bad("signCount", "a counter of six bytes", passkey({ signCount: Uint8Array.of(128, 128, 128, 128, 128, 1) })),
    bad("length", "a counter in four bytes", textOf({ ...COUNTED.parts, signCount: uint(1, 4) })),
    bad("tail", "tail 3", passkey({ tail: Uint8Array.of(3) })),
    bad("tail", "a known tail in full", passkey({ tail: inFull(TAILS[2] as string) })),
    bad("tail", "a tail that is cut off", passkey({ tail: inFull("}", 200) })),
  ];
}

const challengeOf = (event: typeof EVENT, value: string, extra = new Uint8Array()) =>
  `C1:${base45(concat(eventTag(event), bytes(value), extra))}`;

/** Challenges for devices of EVENT: `value` is missing in the invalid ones. */
function challenges() {
  const made = (name: string, text: string, value?: string) => ({ name, text, event: EVENT, ...(value && { value }) });
  const good = (name: string, value: string) => made(name, challengeOf(EVENT, value), value);
  const text = challengeOf(EVENT, ANSWER);
  return [
    good("everyday", ANSWER),
    good("least", "0x0000000000000001"),
    good("greatest", "0xffffffffffffffff"),
    made("a challenge of zeros", challengeOf(EVENT, NONE)),
    made("of another event", challengeOf({ ...EVENT, eventId: 8 }, ANSWER)),
    made("of another chain", challengeOf({ ...EVENT, chainId: 1 }, ANSWER)),
    made("of another deployment", challengeOf({ ...EVENT, rightsRegistry: `0x${"ff".repeat(20)}` }, ANSWER)),
    made("one byte too few", challengeOf(EVENT, ANSWER.slice(0, -2))),
    made("one byte too many", challengeOf(EVENT, ANSWER, Uint8Array.of(0))),
    made("a sign outside the 45", text.replace(/.$/, "#")),
    made("an entry code", text.replace("C1", "E1")),
    made("a prefix alone", "C1:"),
    made("nothing", ""),
  ];
}

export const codeVectors = () => ({
  passkeySite: PASSKEY_SITE,
  good: goodCodes(),
  bad: badCodes(),
  challenges: challenges(),
});
