import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { computeAddress, verifyMessage, Wallet } from "ethers";
import fc from "fast-check";
import { hexOf } from "../../test/helpers/arbitraries.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { softPasskey } from "../../test/helpers/softPasskey.ts";
import { EVENT, keyOf } from "../../test/helpers/venue.ts";
import { bigEndian, concat, fromHex, toBigInt, toHex, utf8 } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { holderAddress } from "./holderAddress.ts";
import { isSignedBy, recoverHolder } from "./holderSignature.ts";

const DIGEST = `0x${"c3".repeat(32)}` as const;
const KINDS = ["secp256k1", "p256", "passkey"] as const;
const ORDERS = { secp256k1: secp256k1.Point.Fn.ORDER, p256: p256.Point.Fn.ORDER, passkey: p256.Point.Fn.ORDER };

const edit = (signature: Hex, change: (bytes: Uint8Array) => Uint8Array) => toHex(change(fromHex(signature)));
const setByte = (signature: Hex, i: number, value: number) => edit(signature, (bytes) => bytes.with(i, value));
const setWord = (signature: Hex, i: number, value: bigint) =>
  edit(signature, (bytes) => concat(bytes.subarray(0, i), bigEndian(value, 32), bytes.subarray(i + 32)));

describe("holder signatures", () => {
  for (const kind of KINDS) {
    describe(`of ${kind}`, () => {
      let signature: Hex;
      let holder: Hex;
      before(async () => {
        const key = await keyOf(kind);
        signature = await key.sign(DIGEST);
        holder = key.address;
      });

      it("recover to their holder only", () => {
        expect(recoverHolder(DIGEST, signature)).to.equal(holder);
        expect(isSignedBy(DIGEST, signature, holder.toLowerCase() as Hex)).to.equal(true);
        expect(isSignedBy(DIGEST, signature, `0x${"11".repeat(20)}`)).to.equal(false);
        expect(isSignedBy(`0x${"c4".repeat(32)}`, signature, holder)).to.equal(false);
      });

      it("need s in the lower half", () => {
        const s = toBigInt(fromHex(signature).subarray(33, 65));
        const other = setWord(signature, 33, ORDERS[kind] - s);
        // With the recovery bit flipped too, the same key would be recovered.
        expect(
          recoverHolder(DIGEST, kind === "secp256k1" ? setByte(other, 65, 55 - (fromHex(other)[65] as number)) : other),
        ).to.equal(undefined);
      });

      it("need r and s within the order of the curve", () => {
        for (const place of [1, 33]) {
          for (const value of [0n, ORDERS[kind], 2n ** 256n - 1n]) {
            expect(recoverHolder(DIGEST, setWord(signature, place, value))).to.equal(undefined);
          }
        }
      });

      it("need their exact length", () => {
        expect(
          recoverHolder(
            DIGEST,
            edit(signature, (bytes) => bytes.slice(0, -1)),
          ),
        ).to.equal(undefined);
        expect(
          recoverHolder(
            DIGEST,
            edit(signature, (bytes) => concat(bytes, new Uint8Array(1))),
          ),
        ).to.equal(undefined);
      });

      it("recover to no key under another kind", () => {
        for (const other of [0, 1, 2, 3, 255].filter((byte) => byte !== fromHex(signature)[0])) {
          expect(recoverHolder(DIGEST, setByte(signature, 0, other))).to.equal(undefined);
        }
      });

      it("do not recover to the holder with a changed byte", () => {
        fc.assert(
          fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, flip) => {
            const changed = edit(signature, (bytes) => {
              const i = place % bytes.length;
              return bytes.with(i, (bytes[i] as number) ^ flip);
            });
            expect(isSignedBy(DIGEST, changed, holder)).to.equal(false);
          }),
          { numRuns: 150 },
        );
      });
    });
  }

  it("of secp256k1 take v 27 and 28 only", async () => {
    const key = await keyOf("secp256k1");
    const signature = await key.sign(DIGEST);
    for (const v of [0, 1, 26, 29, 30]) expect(recoverHolder(DIGEST, setByte(signature, 65, v))).to.equal(undefined);
  });

  it("of p256 need a point of the curve", async () => {
    const signature = await (await keyOf("p256")).sign(DIGEST);
    for (const place of [65, 97]) {
      for (const value of [0n, 5n, p256.Point.Fp.ORDER, 2n ** 256n - 1n]) {
        expect(recoverHolder(DIGEST, setWord(signature, place, value))).to.equal(undefined);
      }
    }
  });

  it("of passkeys need flags that say present and verified, and no impossible backup", async () => {
    const holderWith = async (flags: number) => {
      const key = softPasskey(EVENT, { flags });
      return recoverHolder(DIGEST, await key.sign(DIGEST)) === key.address;
    };
    const answers = await Promise.all([0x05, 0x0d, 0x1d, 0x45, 0x01, 0x04, 0x00, 0x15].map(holderWith));
    expect(answers).to.deep.equal([true, true, true, true, false, false, false, false]);
  });

  it("of passkeys may carry extensions and any tail, up to 512 bytes", async () => {
    const answered = async (answer: Parameters<typeof softPasskey>[1]) => {
      const key = softPasskey(EVENT, answer);
      return recoverHolder(DIGEST, await key.sign(DIGEST)) === key.address;
    };
    expect(await answered({ extensions: utf8("extension") })).to.equal(true);
    // 133 bytes around 37 of authenticatorData and 91 + origin + '"' + tail of clientDataJSON.
    const room = 512 - 133 - 37 - 91 - "https://tickets.example".length - 1;
    expect(await answered({ tail: "x".repeat(room) })).to.equal(true);
    expect(await answered({ tail: "x".repeat(room + 1) })).to.equal(false);
  });

  it("of passkeys need client data that answers the digest, in WebAuthn's order", async () => {
    const key = softPasskey(EVENT);
    const signature = await key.sign(DIGEST);
    const text = new TextDecoder("latin1").decode(fromHex(signature));
    for (const letters of ["webauthn.get", '"challenge"', "w8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8M", '"origin"']) {
      expect(recoverHolder(DIGEST, setByte(signature, text.indexOf(letters), 0x78)), letters).to.equal(undefined);
    }
  });

  it("are read from any bytes without an error", () => {
    const lengths = fc.constantFrom(0, 1, 65, 66, 67, 128, 129, 130, 261, 300, 512, 513);
    const bytes = fc
      .tuple(fc.nat(3), lengths)
      .chain(([kind, size]) => hexOf(size).map((hex): Hex => (size === 0 ? hex : setByte(hex, 0, kind))));
    fc.assert(
      fc.property(hexOf(32), bytes, (digest, signature) => {
        const holder = recoverHolder(digest, signature);
        // Random r and s may recover to some secp256k1 key, never to a P-256 key.
        expect(holder === undefined || signature.startsWith("0x00")).to.equal(true);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("holder addresses", () => {
  it("of secp256k1 keys are their accounts", () => {
    const wallet = Wallet.createRandom();
    const publicKey = toHex(secp256k1.Point.fromHex(wallet.publicKey.slice(2)).toBytes(false).subarray(1));
    expect(holderAddress("secp256k1", publicKey)).to.equal(computeAddress(wallet.publicKey));
    expect(verifyMessage("", wallet.signMessageSync(""))).to.equal(holderAddress("secp256k1", publicKey));
  });

  it("differ by kind for the same point", () => {
    const publicKey = toHex(p256.getPublicKey(p256.utils.randomSecretKey(), false).subarray(1));
    const holders = KINDS.map((kind) => holderAddress(kind, publicKey));
    expect(new Set(holders).size).to.equal(3);
  });

  it("need 64 bytes", () => {
    expect(() => holderAddress("p256", "0x04")).to.throw("publicKey must be 64 hex bytes");
  });
});
