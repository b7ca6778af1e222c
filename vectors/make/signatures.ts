/** Signatures of every kind: good ones, and for each possible fault one that has only this fault. */
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  bytes,
  type Curve,
  concat,
  flipped,
  holderOf,
  keccak,
  keyBehind,
  maxS,
  number,
  orderOf,
  type Point,
  privateKey,
  publicKey,
  type Signature,
  sign,
  utf8,
  word,
} from "./keys.ts";
import { passkeyVectors } from "./passkey-signatures.ts";
import { cut, DIGEST, extended, type SignatureVector, vector, withKind } from "./vector.ts";
import type { WebCryptoSample } from "./webcrypto.ts";

/** The point with the least x ≥ `from` on the curve whose y has this parity. */
function pointFrom(curve: Curve, from: bigint, odd: boolean): Point {
  for (let x = from; ; x++) {
    try {
      return curve.Point.fromBytes(concat(Uint8Array.of(odd ? 3 : 2), word(x)));
    } catch {
      // No point has this x.
    }
  }
}

const encodeSecp256k1 = ({ r, s, v }: Signature) => concat(Uint8Array.of(0), word(r), word(s), Uint8Array.of(v));

function secp256k1Vectors(): SignatureVector[] {
  const key = privateKey("secp256k1 key");
  const holder = holderOf(0, publicKey(secp256k1, key));
  const order = orderOf(secp256k1);
  const half = maxS(secp256k1);
  const good = sign(secp256k1, key, DIGEST);
  const whole = encodeSecp256k1(good);
  const digests = [...Array(8).keys()].map((i) => keccak(utf8(`Doorkey vectors: digest ${i}`)));
  const digestOf = (v: number) =>
    digests.find((digest) => sign(secp256k1, key, digest).v === v) as Uint8Array<ArrayBuffer>;

  const point = pointFrom(secp256k1, 1n, false);
  const edge = (s: bigint) => ({
    signature: encodeSecp256k1({ r: point.toAffine().x, s, v: 27 }),
    holder: holderOf(0, keyBehind(secp256k1, DIGEST, point, s)),
  });
  const bad = (name: string, change: Partial<Signature>, why: string) =>
    vector(0, name, encodeSecp256k1({ ...good, ...change }), why);

  // If s·R = digest·G, the key behind the signature would be infinity. The lower of s and its flip, with the point to
  // fit.
  const infinityPoint = secp256k1.Point.BASE.multiply(3n);
  const infinityS = secp256k1.Point.Fn.create(number(DIGEST) * secp256k1.Point.Fn.inv(3n));
  const infinity = { r: infinityPoint.toAffine().x, s: infinityS, v: 27 + Number(infinityPoint.toAffine().y & 1n) };
  const noPoint = [...Array(20).keys()]
    .map((i) => BigInt(i + 1))
    .find((x) => pointFrom(secp256k1, x, false).toAffine().x !== x) as bigint;
  const stranger = holderOf(
    0,
    secp256k1.Point.fromBytes(
      secp256k1.recoverPublicKey(concat(Uint8Array.of(good.v - 27), whole.slice(1, 65)), digests[0] as Uint8Array, {
        prehash: false,
      }),
    ).toAffine(),
  );

  return [
    ...[27, 28].map((v) =>
      vector(
        0,
        `secp256k1, v = ${v}`,
        encodeSecp256k1(sign(secp256k1, key, digestOf(v))),
        `A good signature, y of its point is ${v === 27 ? "even" : "odd"}.`,
        { holder, digest: digestOf(v) },
      ),
    ),
    vector(0, "secp256k1, s = 1", edge(1n).signature, "The least s.", { holder: edge(1n).holder }),
    vector(0, "secp256k1, s = (n - 1) / 2", edge(half).signature, "The greatest s that is low.", {
      holder: edge(half).holder,
    }),
    vector(0, "secp256k1, s = (n + 1) / 2", edge(half + 1n).signature, "The least s that is high."),
    vector(
      0,
      "secp256k1, another digest",
      whole,
      "A good signature of another digest, which gives a stranger's address.",
      {
        holder: stranger,
        digest: digests[0] as Uint8Array<ArrayBuffer>,
      },
    ),
    bad("secp256k1, high s", flipped(secp256k1, good), "The other signature of the same key: s is high."),
    bad("secp256k1, r = 0", { r: 0n }, "r is below 1."),
    bad("secp256k1, s = 0", { s: 0n }, "s is below 1."),
    bad("secp256k1, r = n", { r: order }, "r is not below the order."),
    bad("secp256k1, s = n", { s: order }, "s is not below the order."),
    bad(
      "secp256k1, r + n",
      { r: point.toAffine().x + order, s: half },
      "r is not below the order, though r - n would do.",
    ),
    bad("secp256k1, r and s all ones", { r: 2n ** 256n - 1n, s: 2n ** 256n - 1n }, "r and s are not below the order."),
    bad("secp256k1, no such point", { r: noPoint }, "No point of the curve has this x."),
    vector(
      0,
      "secp256k1, key at infinity",
      encodeSecp256k1(infinity.s > half ? flipped(secp256k1, infinity) : infinity),
      "The key behind it would be the point at infinity.",
    ),
    ...[0, 1, 26, 29, 255].map((v) => bad(`secp256k1, v = ${v}`, { v }, "v is neither 27 nor 28.")),
    vector(0, "secp256k1, truncated", cut(whole), "The last byte is missing."),
    vector(0, "secp256k1, extended", extended(whole), "One byte too many."),
    vector(0, "secp256k1, without its kind", whole.slice(1), "r ‖ s ‖ v alone."),
    vector(
      0,
      "secp256k1, compact",
      concat(Uint8Array.of(0), word(good.r), word(good.s | (BigInt(good.v - 27) << 255n))),
      "EIP-2098's form: a second encoding of the same signature.",
    ),
    ...[1, 2, 3, 255].map((kind) =>
      vector(0, `secp256k1, as kind ${kind}`, withKind(kind, whole), "The first byte names another kind."),
    ),
    vector(0, "no bytes", new Uint8Array(), "Nothing."),
    vector(0, "kind alone", Uint8Array.of(0), "A kind and nothing more."),
  ];
}

type P256Parts = { r: bigint; s: bigint; x: bigint; y: bigint };

const encodeP256 = ({ r, s, x, y }: P256Parts) => concat(Uint8Array.of(1), word(r), word(s), word(x), word(y));

function p256Vectors(webCrypto: readonly WebCryptoSample[]): SignatureVector[] {
  const key = privateKey("P-256 key");
  const hash = sha256(DIGEST);
  const own = publicKey(p256, key);
  const holder = holderOf(1, own);
  const { p, n } = p256.Point.CURVE();
  const field = p256.Point.Fn;
  const half = maxS(p256);
  const good = { ...sign(p256, key, hash), ...own };
  const whole = encodeP256(good);
  const bad = (name: string, change: Partial<P256Parts>, why: string) =>
    vector(1, name, encodeP256({ ...good, ...change }), why);
  const behind = (point: Point, s: bigint) => {
    const q = keyBehind(p256, hash, point, s);
    return { parts: { r: field.create(point.toAffine().x), s, ...q }, holder: holderOf(1, q) };
  };
  const made = (name: string, { parts, holder }: ReturnType<typeof behind>, why: string) =>
    vector(1, name, encodeP256(parts), why, { holder });

  const base = p256.Point.BASE as Point;
  const large = behind(pointFrom(p256, n, false), half);
  const high = behind(base, half + 1n);
  // If hash + r·key = 0, the verifier ends at infinity for any s.
  const toInfinity = field.create(-number(hash) * field.inv(number(key)));

  return [
    vector(1, "P-256", whole, "A good signature, as WebCrypto makes it: over sha256(digest).", { holder }),
    ...webCrypto.flatMap((sample, i) => {
      const [r, s] = [number(bytes(sample.signature).slice(0, 32)), number(bytes(sample.signature).slice(32))];
      const { x, y } = { x: BigInt(sample.x), y: BigInt(sample.y) };
      const digest = bytes(sample.digest) as Uint8Array<ArrayBuffer>;
      const low = vector(
        1,
        `P-256, WebCrypto ${i + 1}`,
        encodeP256({ r, s: s > half ? n - s : s, x, y }),
        s > half ? "WebCrypto gave a high s: flipped." : "Just as WebCrypto gave it.",
        { holder: holderOf(1, { x, y }), digest },
      );
      if (s <= half) return [low];
      const why = "Just as WebCrypto gave it: s is high.";
      return [low, vector(1, `P-256, WebCrypto ${i + 1}, not flipped`, encodeP256({ r, s, x, y }), why, { digest })];
    }),
    made("P-256, s = 1", behind(base, 1n), "The least s."),
    made("P-256, s = (n - 1) / 2", behind(base, half), "The greatest s that is low."),
    vector(1, "P-256, s = (n + 1) / 2", encodeP256(high.parts), "The least s that is high."),
    made("P-256, x of the point above n", large, "r is x modulo the order: EIP-7951 compares like that."),
    bad("P-256, r + n", { ...large.parts, r: large.parts.r + n }, "r is x itself, and so not below the order."),
    bad("P-256, high s", { s: n - good.s }, "The other signature of the same key: s is high."),
    bad("P-256, r = 0", { r: 0n }, "r is below 1."),
    bad("P-256, s = 0", { s: 0n }, "s is below 1."),
    bad("P-256, r = 0 and s = 0", { r: 0n, s: 0n }, "Both are below 1: a famous way to be accepted everywhere."),
    bad("P-256, r = n", { r: n }, "r is not below the order."),
    bad("P-256, s = n", { s: n }, "s is not below the order."),
    bad("P-256, r and s all ones", { r: 2n ** 256n - 1n, s: 2n ** 256n - 1n }, "r and s are not below the order."),
    bad("P-256, off the curve", { y: own.y ^ 1n }, "(x, y) is not on the curve."),
    bad("P-256, negated key", { y: p - own.y }, "The key with the other y: on the curve, but it did not sign."),
    bad("P-256, key at infinity", { x: 0n, y: 0n }, "The point at infinity is not a key."),
    bad("P-256, coordinates not reduced", { x: p, y: p }, "Coordinates are not below p; they would be (0, 0)."),
    bad("P-256, another key", publicKey(p256, privateKey("another key")), "Another key than the one that signed."),
    bad("P-256, ends at infinity", { r: toInfinity }, "digest and r cancel out: the verifier ends at infinity."),
    bad("P-256, over the digest itself", sign(p256, key, DIGEST), "Signed the digest, not sha256(digest)."),
    vector(1, "P-256, another digest", whole, "Signed another digest.", { digest: keccak(utf8("another")) }),
    vector(1, "P-256, truncated", cut(whole), "The last byte is missing."),
    vector(1, "P-256, extended", extended(whole), "One byte too many."),
    vector(1, "P-256, without its key", whole.slice(0, 65), "r ‖ s alone: a key is not recovered on chain."),
    ...[0, 2, 3].map((kind) =>
      vector(1, `P-256, as kind ${kind}`, withKind(kind, whole), "The first byte names another kind."),
    ),
  ];
}

export const signatureVectors = (webCrypto: readonly WebCryptoSample[]): SignatureVector[] => [
  ...secp256k1Vectors(),
  ...p256Vectors(webCrypto),
  ...passkeyVectors(),
];
