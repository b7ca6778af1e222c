import { expect } from "chai";
import type { Signer } from "ethers";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { freshNonce, nonceId } from "./nonces.ts";

const newSigner = () => ({}) as Signer;

describe("freshNonce", () => {
  it("counts up within a word of 256 nonces, and continues in another word", () => {
    const signer = newSigner();
    const nonces = Array.from({ length: 600 }, () => freshNonce(signer));
    expect(new Set(nonces).size).to.equal(600);
    const words = Map.groupBy(nonces, (nonce) => nonce >> 8n);
    expect([...words.values()].map(({ length }) => length)).to.deep.equal([256, 256, 88]);
    // Another process may have the word behind this one.
    const [first, second] = [...words.keys()] as [bigint, bigint];
    expect(second).not.to.equal(first + 1n);
    for (const [word, used] of words) {
      expect(used).to.deep.equal(Array.from({ length: used.length }, (_, i) => (word << 8n) + BigInt(i)));
    }
  });

  it("gives each signer words of its own, which others cannot guess", () => {
    const words = Array.from({ length: 50 }, () => freshNonce(newSigner()) >> 8n);
    expect(new Set(words).size).to.equal(50);
    for (const word of words) expect(word < 1n << 248n).to.equal(true);
    expect(words.some((word) => word > 1n << 240n)).to.equal(true);
  });
});

describe("nonceId", () => {
  it("is the same for requests of one signer and nonce, and for no others", () => {
    const address = checksummed(strangerAt(0xabc));
    const idOf = (from: string, nonce: string, data = "0x") =>
      nonceId({ signed: { request: { from, nonce, data } } } as unknown as JournaledRequest);
    expect(idOf(address.toLowerCase(), "7", "0x12")).to.equal(idOf(address, "7"));
    expect(idOf(address, "8")).not.to.equal(idOf(address, "7"));
    expect(idOf(strangerAt(1), "7")).not.to.equal(idOf(address, "7"));
  });
});
