import fc from "fast-check";
import type { CodeProof, EntryCode } from "../../src/codes/codeText.ts";
import { toHex, utf8 } from "../../src/core/bytes.ts";
import type { Hex } from "../../src/core/Hex.ts";

export const hexOf = (size: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: size, maxLength: size }).map(toHex);

const uint32 = fc.oneof(fc.nat(0xffff), fc.integer({ min: 0, max: 0xffffffff }));

/** Every tail that fits into a code with the longest other fields, mostly known ones. */
const clientTail = fc.oneof(
  fc.constantFrom(',"crossOrigin":false}', "}").map((text) => toHex(utf8(text))),
  fc.uint8Array({ maxLength: 7 }).map(toHex),
);

const proof: fc.Arbitrary<CodeProof> = fc.oneof(
  fc.record({ kind: fc.constant("secp256k1" as const), rs: hexOf(64), recovery: fc.nat(1) }),
  fc.record({ kind: fc.constant("p256" as const), rs: hexOf(64), recovery: fc.nat(3) }),
  fc.record({
    kind: fc.constant("passkey" as const),
    rs: hexOf(64),
    recovery: fc.nat(3),
    flags: fc.nat(255),
    signCount: uint32,
    clientTail,
  }),
);

export const entryCodes: fc.Arbitrary<EntryCode> = fc.record({
  status: fc.constant("parsed" as const),
  eventTag: hexOf(4),
  serial: uint32,
  count: fc.integer({ min: 1, max: 8 }),
  issuedAt: uint32,
  challenge: fc.oneof(fc.constant("0x0000000000000000" as const), hexOf(8)),
  proof,
});
