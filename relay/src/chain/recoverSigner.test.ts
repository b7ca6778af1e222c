import { expect } from "chai";
import type { Hex } from "doorkey";
import { hexlify, keccak256, randomBytes, recoverAddress, SigningKey, toBeHex, Wallet } from "ethers";
import { recoverSigner } from "./recoverSigner.ts";

const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const sign = (wallet: Wallet, digest: Hex) => new SigningKey(wallet.privateKey).sign(digest).serialized as Hex;

/** The signer that ethers recovers. It also takes high s and short forms, which these cases do not have. */
function oracle(digest: Hex, signature: Hex): string | undefined {
  try {
    return recoverAddress(digest, signature).toLowerCase();
  } catch {
    return undefined;
  }
}

describe("recoverSigner", () => {
  it("agrees with ethers on signatures, and on signatures with one changed byte", () => {
    for (let i = 0; i < 200; i++) {
      const wallet = new Wallet(keccak256(toBeHex(i, 32)));
      const digest = keccak256(toBeHex(i + 1_000, 32)) as Hex;
      const signature = sign(wallet, digest);
      expect(recoverSigner(digest, signature)).to.equal(wallet.address.toLowerCase());

      const at = 2 + 2 * (i % 32);
      const changed = `${signature.slice(0, at)}${signature.slice(at, at + 2) === "5a" ? "a5" : "5a"}${signature.slice(at + 2)}`;
      expect(recoverSigner(digest, changed as Hex)).to.equal(oracle(digest, changed as Hex));
    }
  });

  it("returns undefined for a signature that the forwarder refuses", () => {
    const digest = keccak256("0x01") as Hex;
    const signature = sign(new Wallet(keccak256("0x02")), digest);
    const rs = signature.slice(2, 130);
    const highS = toBeHex(N - BigInt(`0x${rs.slice(64)}`), 32).slice(2);
    const refused: Hex[] = [
      "0x",
      `0x${rs}`,
      `0x${rs}1b00`,
      `0x${rs}00`,
      `0x${rs}1d`,
      `0x${rs.slice(0, 64)}${highS}${signature.slice(130) === "1b" ? "1c" : "1b"}`,
      `0x${"00".repeat(64)}1b`,
      `0x${"ff".repeat(32)}${rs.slice(64)}1b`,
      `0x${rs.slice(0, 64)}${"00".repeat(32)}1b`,
    ];
    for (const one of refused) expect(recoverSigner(digest, one), one).to.equal(undefined);
  });

  it("never throws on bytes of the right length", () => {
    for (let i = 0; i < 200; i++) {
      const signature = `${hexlify(randomBytes(64))}1b` as Hex;
      recoverSigner(keccak256("0x03") as Hex, signature);
    }
  });
});
