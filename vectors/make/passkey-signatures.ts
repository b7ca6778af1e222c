import { p256 } from "@noble/curves/nist.js";
import { concat, holderOf, keccak, orderOf, privateKey, publicKey, type Signature, sign, utf8, word } from "./keys.ts";
import { assertion, authenticatorData, BE, BS, base64url, clientData, ED, GREASE, UP, UV } from "./passkey.ts";
import { cut, DIGEST, extended, type SignatureVector, vector, withKind } from "./vector.ts";

const KEY = privateKey("passkey");
const OWN = publicKey(p256, KEY);
const HOLDER = holderOf(2, OWN);

/** The parts of an encoded signature. The lengths default to the true ones. */
type Parts = {
  authenticator: Uint8Array;
  client: Uint8Array;
  signature: Signature;
  x: bigint;
  y: bigint;
  authenticatorLength?: number;
  clientLength?: number;
};

const uint16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);

const encode = ({ authenticator, client, signature, x, y, ...lengths }: Parts) =>
  concat(
    Uint8Array.of(2),
    ...[signature.r, signature.s, x, y].map(word),
    uint16(lengths.authenticatorLength ?? authenticator.length),
    authenticator,
    uint16(lengths.clientLength ?? client.length),
    client,
  );

/** An assertion over these bytes. What is left out defaults to a valid value. */
function made({ authenticator = authenticatorData({}), client = clientData(DIGEST, {}) } = {}): Parts {
  return { authenticator, client, signature: assertion(KEY, authenticator, client), ...OWN };
}

const saying = (options: Parameters<typeof authenticatorData>[0]) =>
  made({ authenticator: authenticatorData(options) });
const flagged = (flags: number) => saying({ flags });
const told = (options: Parameters<typeof clientData>[1]) => made({ client: clientData(DIGEST, options) });
const json = (text: string) => made({ client: utf8(text) });

const CHALLENGE = base64url(DIGEST);
const START = `{"type":"webauthn.get","challenge":"${CHALLENGE}","origin":"`;
const ORIGIN = 'https://tickets.example","crossOrigin":false}';

/** A whole signature of this many bytes, its clientDataJSON filled up. */
const ofLength = (length: number) =>
  json(`${START}${"x".repeat(length - 133 - authenticatorData({}).length - START.length - 2)}"}`);

/** A digest whose challenge has both letters in which base64url differs from base64. */
const LETTERS = [...Array(99).keys()]
  .map((i) => keccak(utf8(`Doorkey vectors: letters ${i}`)))
  .find((digest) => /^(?=.*-)(?=.*_)/.test(base64url(digest))) as Uint8Array<ArrayBuffer>;
const BASE64 = Buffer.from(LETTERS).toString("base64").replace("=", "");

const good = (name: string, parts: Parts, why: string, digest = DIGEST) =>
  vector(2, `passkey, ${name}`, encode(parts), why, { holder: HOLDER, digest });
const bad = (name: string, parts: Parts, why: string, digest = DIGEST) =>
  vector(2, `passkey, ${name}`, encode(parts), why, { digest });

const goodOnes = () => [
  good("plain", made(), "User present and verified, and nothing else."),
  good("base64url letters", made({ client: clientData(LETTERS, {}) }), "- and _ in the challenge.", LETTERS),
  good("can be backed up", flagged(UP | UV | BE), "BE without BS."),
  good("backed up", flagged(UP | UV | BE | BS), "BE and BS, as synced passkeys have them."),
  good("reserved flags", flagged(UP | UV | 0x22), "Bits that WebAuthn reserves are ignored."),
  good("greatest counter", saying({ signCount: 2 ** 32 - 1 }), "The counter is ignored."),
  good("another relying party", saying({ rpId: "localhost" }), "The relying party is for gates to check."),
  good(
    "extension data",
    saying({ flags: UP | UV | ED, extensions: "a16b6372656450726f7465637402" }),
    "authenticatorData is longer than 37 bytes.",
  ),
  good("grease", told({ tail: GREASE }), "Chromium adds a member now and then."),
  good("cross origin", json(`${START}https://tickets.example","crossOrigin":true}`), "For gates to check."),
  good(
    "top origin",
    json(`${START}https://tickets.example","crossOrigin":true,"topOrigin":"https://shop.example"}`),
    "Level 3's form of a page in a frame.",
  ),
  good("no crossOrigin", json(`${START}https://tickets.example"}`), "As older browsers write it."),
  good("an app's origin", told({ origin: "android:apk-key-hash:5h8AB3BmAB0u" }), "Not every origin is a page's."),
  good("escaped origin", told({ origin: 'a\\"b\\\\c\\u001f' }), "Escaped characters after the fixed start."),
  good("origin beyond ASCII", told({ origin: "https://チケット.example" }), "UTF-8 after the fixed start."),
  good(
    "second challenge",
    told({ tail: `,"challenge":"${base64url(LETTERS)}","type":"webauthn.create"}` }),
    "Only the fixed start is read: a later member of the same name does not count.",
  ),
  good("not even JSON", json(`${START}no end`), "What follows the fixed start may be anything."),
  good("shortest", json(START), "37 and 91 bytes: nothing after the fixed start."),
  good("512 bytes", ofLength(512), "The longest signature."),
];

const badOnes = () => {
  const parts = made();
  const { authenticator, client, signature } = parts;
  const changed = (name: string, change: Partial<Signature & { x: bigint; y: bigint }>, why: string) => {
    const { x, y, ...rest } = { ...OWN, ...signature, ...change };
    return bad(name, { ...parts, x, y, signature: rest }, why);
  };
  const { p, n } = p256.Point.CURVE();
  return [
    bad("user not present", flagged(UV), "UP is missing."),
    bad("user not verified", flagged(UP), "UV is missing."),
    bad("no flags", flagged(0), "UP and UV are missing."),
    bad("backed up but cannot be", flagged(UP | UV | BS), "BS without BE contradicts itself."),
    bad("creation", told({ type: "webauthn.create" }), "Made when a passkey was created."),
    bad("another type of that length", json(START.replace(".get", ".put") + ORIGIN), "Not webauthn.get."),
    bad("challenge spelt otherwise", json(START.replace("challenge", "challengE") + ORIGIN), "Another member."),
    bad("challenge in a list", json(START.replace(`":"${CHALLENGE}`, `":[${CHALLENGE}`) + ORIGIN), "Not a string."),
    bad("origin spelt otherwise", json(START.replace("origin", "Origin") + ORIGIN), "Another member."),
    bad("payment", told({ type: "payment.get" }), "Made for a payment."),
    bad("another challenge", made({ client: clientData(LETTERS, {}) }), "Signed another digest."),
    bad("another digest", parts, "Signed another digest.", LETTERS),
    bad("challenge in hex", json(START.replace(CHALLENGE, Buffer.from(DIGEST).toString("hex"))), "Not base64url."),
    bad("padded challenge", json(START.replace(CHALLENGE, `${CHALLENGE}=`) + ORIGIN), "base64url is without padding."),
    bad(
      "base64 challenge",
      json(START.replace(CHALLENGE, BASE64) + ORIGIN),
      "+ and / in place of - and _: the wrong alphabet.",
      LETTERS,
    ),
    bad(
      "loose bits in the challenge",
      json(START.replace(CHALLENGE, looseBits(CHALLENGE)) + ORIGIN),
      "The last letter carries two bits beyond the digest: a second spelling of it.",
    ),
    bad(
      "another order",
      json(`{"challenge":"${CHALLENGE}","type":"webauthn.get","origin":"${ORIGIN}`),
      "The same members in another order.",
    ),
    bad(
      "no origin",
      json(`{"type":"webauthn.get","challenge":"${CHALLENGE}","crossOrigin":false,"more":"${"x".repeat(40)}"}`),
      "origin does not follow the challenge.",
    ),
    bad("white space", json(`{ ${START.slice(1)}${ORIGIN}`), "A space after the brace."),
    bad("escaped type", json(START.replace("get", "\\u0067et") + ORIGIN), "JSON of the same meaning, other bytes."),
    bad("byte order mark", json(`\ufeff${START}${ORIGIN}`), "Bytes before the brace."),
    bad("90 bytes of clientDataJSON", made({ client: cut(utf8(START)) }), "The fixed start is not whole."),
    bad("36 bytes of authenticatorData", made({ authenticator: cut(authenticator) }), "Its counter is not whole."),
    bad(
      "shortened, by as much lengthened",
      made({ authenticator: cut(authenticator), client: utf8(`${START}}`) }),
      "authenticatorData of 36 bytes in a signature that is long enough.",
    ),
    bad("513 bytes", ofLength(513), "Longer than a signature may be."),
    bad("4096 bytes", ofLength(4096), "Longer than a signature may be."),
    bad("authenticatorData too short by its length", { ...parts, authenticatorLength: 36 }, "The first length lies."),
    bad("authenticatorData too long by its length", { ...parts, authenticatorLength: 38 }, "The first length lies."),
    bad("authenticatorData without end", { ...parts, authenticatorLength: 0xffff }, "The first length lies."),
    bad("authenticatorData of no length", { ...parts, authenticatorLength: 0 }, "The first length lies."),
    bad(
      "clientDataJSON too short by its length",
      { ...parts, clientLength: client.length - 1 },
      "A byte is left over.",
    ),
    bad("clientDataJSON too long by its length", { ...parts, clientLength: client.length + 1 }, "A byte is missing."),
    bad("clientDataJSON without end", { ...parts, clientLength: 0xffff }, "The second length lies."),
    bad("clientDataJSON of no length", { ...parts, clientLength: 0 }, "The second length lies."),
    vector(2, "passkey, truncated", cut(encode(parts)), "The last byte is missing."),
    vector(2, "passkey, extended", extended(encode(parts)), "One byte too many."),
    vector(2, "passkey, without its data", encode(parts).slice(0, 129), "r ‖ s ‖ x ‖ y alone."),
    ...[0, 1, 3].map((kind) =>
      vector(2, `passkey, as kind ${kind}`, withKind(kind, encode(parts)), "The first byte names another kind."),
    ),
    changed("high s", { s: orderOf(p256) - signature.s }, "The other signature of the same key: s is high."),
    changed("r = 0", { r: 0n }, "r is below 1."),
    changed("s = 0", { s: 0n }, "s is below 1."),
    changed("r = n", { r: n }, "r is not below the order."),
    changed("s = n", { s: n }, "s is not below the order."),
    changed("off the curve", { y: OWN.y ^ 1n }, "(x, y) is not on the curve."),
    changed("negated key", { y: p - OWN.y }, "The key with the other y: it did not sign."),
    changed("key at infinity", { x: 0n, y: 0n }, "The point at infinity is not a key."),
    changed("over the digest itself", sign(p256, KEY, DIGEST), "Signed the digest, not what a passkey signs."),
    bad(
      "other authenticatorData",
      { ...parts, authenticator: authenticatorData({ signCount: 1 }) },
      "It was not signed.",
    ),
    bad("other clientDataJSON", { ...parts, client: utf8(`${START}${ORIGIN} `) }, "It was not signed."),
  ];
};

/** The last of 43 letters has four bits of the digest and two that are 0: sets the lowest. */
function looseBits(challenge: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet[alphabet.indexOf(challenge.slice(-1)) + 1] as string;
  const loose = challenge.slice(0, -1) + last;
  if (!Buffer.from(loose, "base64url").equals(DIGEST)) throw new Error("not the same digest");
  return loose;
}

export const passkeyVectors = (): SignatureVector[] => [...goodOnes(), ...badOnes()];
