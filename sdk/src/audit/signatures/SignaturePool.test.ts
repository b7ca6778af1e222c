import { expect } from "chai";
import { SigningKey, Wallet } from "ethers";
import { softPasskey } from "../../../test/helpers/softPasskey.ts";
import { toHex } from "../../core/bytes.ts";
import type { Hex } from "../../core/Hex.ts";
import { keccakText } from "../../core/keccak.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import type { SignatureJob } from "./SignatureJob.ts";
import { openSignaturePool } from "./SignaturePool.ts";

const event = { chainId: 31_337, rightsRegistry: "0x00000000000000000000000000000000000000a1", eventId: 7 } as const;
const digestOf = (n: number): Hex => toHex(keccakText(`statement ${n}`));

/** 150 jobs of every kind of key, each third with a signature that is not of its digest or of no form. */
async function manyJobs() {
  const store = memoryKeys();
  const keys = [
    await createDeviceKey({ kind: "secp256k1", event, store }),
    await createDeviceKey({ kind: "p256", event, store }),
    await softPasskey(event),
  ];
  const jobs: SignatureJob[] = [];
  const signers: (string | undefined)[] = [];
  for (let n = 0; n < 150; n++) {
    const key = keys[n % 3] as (typeof keys)[number];
    const signature = n % 5 === 4 ? (`0x${"ff".repeat(n)}` as Hex) : await key.sign(digestOf(n));
    jobs.push({ digest: digestOf(n), signature });
    signers.push(n % 5 === 4 ? undefined : key.address.toLowerCase());
  }
  return { jobs, signers };
}

for (const threads of [0, 1, 3]) {
  describe(`a signature pool with ${threads} threads`, () => {
    it("finds each signer in the order of the jobs, and counts what is done", async () => {
      const { jobs, signers } = await manyJobs();
      const pool = await openSignaturePool(threads);
      try {
        expect(pool.threads).to.equal(threads);
        let done = 0;
        const found = await pool.signersOf(jobs, (more) => {
          done += more;
        });
        expect(found).to.deep.equal(signers);
        expect(done).to.equal(jobs.length);
        expect(await pool.signersOf([])).to.deep.equal([]);
        const [one, two] = await Promise.all([pool.signersOf(jobs.slice(0, 60)), pool.signersOf(jobs.slice(60))]);
        expect([...one, ...two]).to.deep.equal(signers);
      } finally {
        await pool.close();
      }
    });
  });
}

describe("a signature pool", () => {
  it("checks by itself what an ended thread leaves", async () => {
    const { jobs, signers } = await manyJobs();
    const pool = await openSignaturePool(2);
    await pool.close();
    expect(await pool.signersOf(jobs)).to.deep.equal(signers);
  });

  it("refuses the second signature of the same key with s in the upper half", async () => {
    const key = new SigningKey(new Wallet(`0x${"a7".repeat(32)}`).privateKey);
    const { r, s, v } = key.sign(digestOf(0));
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = (order - BigInt(s)).toString(16).padStart(64, "0");
    const pool = await openSignaturePool(0);
    const forms = [
      `0x00${r.slice(2)}${s.slice(2)}${v.toString(16)}`,
      `0x00${r.slice(2)}${high}${(55 - v).toString(16)}`,
    ] as Hex[];
    const found = await pool.signersOf(forms.map((signature) => ({ digest: digestOf(0), signature })));
    expect(found).to.deep.equal([new Wallet(key.privateKey).address.toLowerCase(), undefined]);
  });
});
