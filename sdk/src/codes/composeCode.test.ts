import { expect } from "chai";
import { PLAIN_TAIL, softPasskey } from "../../test/helpers/softPasskey.ts";
import { EVENT, keyOf } from "../../test/helpers/venue.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { composeCode } from "./composeCode.ts";
import { qrModules } from "./qr.ts";

const proofOf = (key: DeviceKey, change = {}) => ({
  rightId: (7n << 32n) | 0xffffffffn,
  count: 1,
  holder: key.address,
  issuedAt: 1_900_000_000,
  challenge: NO_CHALLENGE,
  ...change,
});

const compose = async (key: DeviceKey, change = {}) => {
  const proof = proofOf(key, change);
  return composeCode(EVENT, proof, await key.sign(entryProofDigest(EVENT, proof)));
};

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "nothing was thrown",
    (error: { code: string }) => error.code,
  );

describe("composeCode", () => {
  for (const kind of ["secp256k1", "p256", "passkey"] as const) {
    for (const challenge of [NO_CHALLENGE, "0xffffffffffffffff"] as const) {
      it(`stays within QR version 8: ${kind}, ${challenge === NO_CHALLENGE ? "time" : "challenge"} mode`, async () => {
        const text = await compose(await keyOf(kind), { challenge });
        expect((qrModules(text).length - 8 - 17) / 4).to.be.at.most(8);
      });
    }
  }

  it("refuses proofs that a code cannot carry", async () => {
    const key = await keyOf("p256");
    for (const change of [{ count: 0 }, { count: 9 }, { count: 1.5 }, { issuedAt: 2 ** 32 }, { rightId: 8n << 32n }]) {
      expect(await codeOf(compose(key, change)), JSON.stringify(Object.keys(change))).to.equal("VALUE_INVALID");
    }
    for (const change of [{ count: 1 }, { count: 8 }, { issuedAt: 0 }, { issuedAt: 2 ** 32 - 1 }]) {
      expect(await codeOf(compose(key, change)), JSON.stringify(change)).to.equal("nothing was thrown");
    }
  });

  it("says what a code cannot carry", async () => {
    const key = await keyOf("p256");
    const signature = `0x${"00".repeat(65)}` as const;
    const told = (change: object) => () => composeCode(EVENT, proofOf(key, change), signature);
    expect(told({ count: 9 })).to.throw("count must be 1 to 8, not 9.");
    expect(told({ rightId: 8n << 32n })).to.throw("The right belongs to event 8, not 7.");
    expect(told({})).to.throw("The holder did not sign this.");
    expect(() => composeCode(EVENT, undefined as never, signature)).to.throw("proof must be an object");
    expect(() => composeCode({ ...EVENT, chainId: -1 }, proofOf(key), signature)).to.throw("chainId must be");
    expect(() => composeCode(undefined as never, proofOf(key), signature))
      .to.throw()
      .with.property("code", "VALUE_INVALID");
  });

  it("refuses a signature of another key", async () => {
    const [key, other] = [await keyOf("p256"), await keyOf("p256")];
    expect(await codeOf(compose({ ...key, sign: other.sign }))).to.equal("SIGNING_FAILED");
  });

  it("refuses a passkey's extensions, which the chain would accept", async () => {
    const key = softPasskey(EVENT, { extensions: new Uint8Array([0xa0]), flags: 0x85 });
    expect(await codeOf(compose(key))).to.equal("PASSKEY_FORM_UNSUPPORTED");
  });

  it("refuses client data without the end of its origin", async () => {
    expect(await codeOf(compose(softPasskey(EVENT, { rest: "https://x" })))).to.equal("PASSKEY_FORM_UNSUPPORTED");
  });

  it("refuses odd tails that would need version 9", async () => {
    const odd = (length: number) => softPasskey(EVENT, { tail: `,"${"x".repeat(length - 6)}":1}` });
    expect(await codeOf(compose(odd(19)))).to.equal("nothing was thrown");
    expect(await codeOf(compose(odd(20)))).to.equal("CODE_TOO_LONG");
    const challenge = "0xffffffffffffffff";
    expect(await codeOf(compose(odd(11), { challenge }))).to.equal("nothing was thrown");
    expect(await codeOf(compose(odd(12), { challenge }))).to.equal("CODE_TOO_LONG");
    expect(await codeOf(compose(softPasskey(EVENT, { tail: PLAIN_TAIL }), { challenge }))).to.equal(
      "nothing was thrown",
    );
  });
});
