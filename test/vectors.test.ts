import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import {
  computeAddress,
  concat,
  dataSlice,
  getAddress,
  getBytes,
  id,
  keccak256,
  sha256,
  TypedDataEncoder,
  ZeroAddress,
} from "ethers";
import { network } from "hardhat";
import { goldenVectors } from "../vectors/generate.ts";
import { isGoodForWebCrypto } from "../vectors/make/webcrypto.ts";
import * as vectors from "../vectors/read.ts";

const P256_PRECOMPILE = "0x0000000000000000000000000000000000000100";
const HOLDER_TYPES = { 1: "P256Holder(uint256 x,uint256 y)", 2: "WebAuthnHolder(uint256 x,uint256 y)" };
const YES = `0x${"00".repeat(31)}01`;

describe("golden vectors", () => {
  describe("files", () => {
    for (const [name, text] of Object.entries(goldenVectors(vectors.webCrypto()))) {
      it(`${name} is what the generator makes`, () => {
        expect(vectors.textOf(name)).to.equal(text);
      });
    }

    it("names every signature differently", () => {
      const names = vectors.signatures().map(({ name }) => name);
      expect(new Set(names).size).to.equal(names.length);
    });

    it("has signatures of WebCrypto that WebCrypto accepts, with low and high s", async () => {
      const samples = vectors.webCrypto();
      for (const sample of samples) expect(await isGoodForWebCrypto(sample)).to.equal(true);
      const isHigh = samples.map(({ signature }) => p256.Point.Fn.ORDER / 2n < BigInt(`0x${signature.slice(66)}`));
      expect(isHigh).to.include(true).and.to.include(false);
    });
  });

  describe("signatures.json", () => {
    it("has the holders that HolderSignatures returns", async () => {
      const { ethers } = await network.create();
      const harness = await ethers.deployContract("HolderSignaturesHarness");
      for (const { name, digest, signature, holder } of vectors.signatures()) {
        expect(await harness.signerOf(digest, signature), name).to.equal(holder);
      }
    });

    for (const kind of [0, 1, 2]) {
      it(`has good and bad ones of kind ${kind}`, () => {
        const holders = vectors.signatures().flatMap((vector) => (vector.kind === kind ? [vector.holder] : []));
        expect(holders.filter((holder) => holder === ZeroAddress)).to.have.length.above(20);
        expect(holders.filter((holder) => holder !== ZeroAddress)).to.have.length.above(4);
      });
    }
  });

  describe("codes.json", () => {
    it("has codes whose signatures HolderSignatures accepts from their holders", async () => {
      const { ethers } = await network.create();
      const harness = await ethers.deployContract("HolderSignaturesHarness");
      for (const { name, digest, signature, holder } of vectors.codes().good) {
        expect(await harness.signerOf(digest, signature), name).to.equal(holder);
      }
    });
  });

  describe("addresses.json", () => {
    for (const { name, kind, privateKey, x, y, holder } of vectors.addresses()) {
      it(`kind ${kind}: holder of ${name}`, () => {
        const key = concat(["0x04", x, y]);
        const curve = kind === 0 ? secp256k1 : p256;
        expect(curve.getPublicKey(getBytes(privateKey), false)).to.deep.equal(getBytes(key));
        if (kind === 0) expect(computeAddress(key)).to.equal(holder);
        else expect(lastTwenty(id(HOLDER_TYPES[kind as 1 | 2]), x, y)).to.equal(holder);
      });
    }
  });

  describe("statements.json", () => {
    for (const vector of vectors.statements()) {
      it(vector.name, () => {
        const { domain, primaryType, fields, message } = vector;
        const types = { [primaryType]: fields };
        const encoder = TypedDataEncoder.from(types);
        expect(encoder.encodeType(primaryType)).to.equal(vector.encodeType);
        expect(TypedDataEncoder.hashDomain(domain)).to.equal(vector.domainSeparator);
        expect(TypedDataEncoder.hashStruct(primaryType, types, message)).to.equal(vector.structHash);
        expect(TypedDataEncoder.hash(domain, types, message)).to.equal(vector.digest);
      });
    }

    it("has the hashes of Statements", async () => {
      const harness = await deployHarness();
      for (const { name, primaryType, message, structHash, digest, domainSeparator } of vectors.statements()) {
        const values = Object.values(message) as [string, string, string, string, string];
        const [rightId, count, holder, issuedAt, challenge] = values;
        const hash = {
          Return: () => harness.returnOf(...values),
          Rebind: () => harness.rebind(...values),
        }[primaryType];
        if (hash !== undefined) expect(await hash(), name).to.equal(structHash);
        if (primaryType !== "EntryProof") continue;
        const entry = await harness.packEntry(rightId, count, issuedAt, challenge, 9, 9);
        expect(await harness.entryProofDigest(entry, holder, domainSeparator), name).to.equal(digest);
      }
    });

    it("has the digests of GasRelayForwarder", async () => {
      const { ethers, networkHelpers } = await network.create();
      const forwarder = await ethers.deployContract("GasRelayForwarder");
      const code = await ethers.provider.getCode(forwarder);
      const requests = vectors
        .statements()
        .filter(({ primaryType, domain }) => primaryType === "ForwardRequest" && domain.chainId === "31337");
      expect(requests).to.have.length.above(4);
      for (const { name, domain, message, digest } of requests) {
        await networkHelpers.setCode(domain.verifyingContract, code);
        expect(await forwarder.attach(domain.verifyingContract).getFunction("hashOf")(message), name).to.equal(digest);
      }
    });
  });

  describe("ids.json", () => {
    it("packs and unpacks right ids", async () => {
      const harness = await deployHarness();
      for (const { eventId, batch, index, rightId, batchKey } of vectors.ids().rightIds) {
        expect(await harness.packRightId(eventId, batch, index)).to.equal(BigInt(rightId));
        expect(await harness.partsOfRightId(rightId)).to.deep.equal([eventId, batch, index, batchKey].map(BigInt));
      }
    });

    it("packs and unpacks entries", async () => {
      const harness = await deployHarness();
      for (const { rightId, count, issuedAt, challenge, scannedAt, lane, entry } of vectors.ids().entries) {
        expect(await harness.packEntry(rightId, count, issuedAt, challenge, scannedAt, lane)).to.equal(BigInt(entry));
        const [right, rights, issued, ...rest] = await harness.partsOfEntry(entry);
        expect([right, rights, issued]).to.deep.equal([rightId, count, issuedAt].map(BigInt));
        expect(rest).to.deep.equal([challenge, BigInt(scannedAt), BigInt(lane)]);
      }
    });

    it("packs and unpacks batch heads", async () => {
      const harness = await deployHarness();
      for (const { store, agentId, classId, count, flags, tail, firstSeat, head } of vectors.ids().batchHeads) {
        expect(await harness.packBatchHead(store, agentId, classId, count, flags, tail)).to.equal(BigInt(head));
        const [address, ...rest] = await harness.partsOfBatchHead(head);
        expect(address.toLowerCase()).to.equal(store);
        expect(rest).to.deep.equal([agentId, classId, count, flags, firstSeat].map(BigInt));
      }
    });

    it("has the scopes of AttesterIdentityVerifier", async () => {
      const { ethers } = await network.create();
      const scopes = vectors.ids().scopes.filter(({ chainId }) => chainId === "31337");
      expect(scopes).to.have.length(4);
      for (const { entryRights, scopeEvent, scope } of scopes) {
        const verifier = await ethers.deployContract("AttesterIdentityVerifier", [
          ZeroAddress,
          entryRights,
          ZeroAddress,
        ]);
        expect(await verifier.scopeOf(scopeEvent)).to.equal(scope);
      }
    });
  });

  describe("published.json", () => {
    it("P-256: the precompile and @noble/curves agree with the published results", async () => {
      const { ethers } = await network.create();
      for (const { source, message, r, s, x, y, good } of vectors.published().p256) {
        const hash = sha256(message);
        const answer = await ethers.provider.call({ to: P256_PRECOMPILE, data: concat([hash, r, s, x, y]) });
        expect(answer, source).to.equal(good ? YES : "0x");
        expect(verifiesByNoble(hash, concat([r, s]), concat(["0x04", x, y])), source).to.equal(good);
      }
    });

    it("secp256k1: HolderSignatures returns the published signers", async () => {
      const { ethers } = await network.create();
      const harness = await ethers.deployContract("HolderSignaturesHarness");
      for (const { source, digest, signature, holder } of vectors.published().secp256k1) {
        expect(await harness.signerOf(digest, signature), source).to.equal(holder);
      }
    });
  });

  describe("a chain without the P-256 precompile", () => {
    it("is distinguished from one that has it", async () => {
      for (const [hardfork, works] of [
        ["osaka", true],
        ["prague", false],
      ] as const) {
        const { ethers } = await network.create({ network: "default", override: { hardfork } });
        const harness = await ethers.deployContract("HolderSignaturesHarness");
        expect(await harness.p256Works(), hardfork).to.equal(works);
      }
    });

    // Code at the precompile's address, by its answer to every call.
    const IMPOSTORS = {
      "a word that is 1": "0x60015f5260205ff3",
      "a word that is 0": "0x60205ff3",
      "a word that is 2": "0x60025f5260205ff3",
      "two words, the first of them 1": "0x60015f5260405ff3",
    };
    for (const [answer, code] of Object.entries(IMPOSTORS)) {
      it(`is detected when it answers ${answer}`, async () => {
        const { ethers, networkHelpers } = await network.create({
          network: "default",
          override: { hardfork: "prague" },
        });
        await networkHelpers.setCode(P256_PRECOMPILE, code);
        const harness = await ethers.deployContract("HolderSignaturesHarness");
        expect(await harness.p256Works()).to.equal(false);

        const good = vectors.signatures().filter(({ kind, holder }) => kind !== 0 && holder !== ZeroAddress);
        for (const { name, digest, signature, holder } of good) {
          const expected = answer === "a word that is 1" ? holder : ZeroAddress;
          expect(await harness.signerOf(digest, signature), name).to.equal(expected);
        }
      });
    }

    it("reverts when the precompile fails, as it does without gas", async () => {
      const { ethers, networkHelpers } = await network.create({ network: "default", override: { hardfork: "prague" } });
      await networkHelpers.setCode(P256_PRECOMPILE, "0x5f5ffd");
      const harness = await ethers.deployContract("HolderSignaturesHarness");
      const good = vectors.signatures().filter(({ kind, holder }) => kind !== 0 && holder !== ZeroAddress);
      for (const { digest, signature } of good) {
        await expect(harness.signerOf(digest, signature)).to.be.revertedWithoutReason(ethers);
      }
    });

    it("accepts no P-256 signature, and secp256k1 ones as usual", async () => {
      const { ethers } = await network.create({ network: "default", override: { hardfork: "prague" } });
      const harness = await ethers.deployContract("HolderSignaturesHarness");
      for (const { name, kind, digest, signature, holder } of vectors.signatures()) {
        const expected = kind === 0 ? holder : ZeroAddress;
        expect(await harness.signerOf(digest, signature), name).to.equal(expected);
      }
    });
  });
});

async function deployHarness() {
  const { ethers } = await network.create();
  return ethers.deployContract("VectorsHarness");
}

/** The address in the last bytes of a hash of words. */
const lastTwenty = (...words: string[]) => getAddress(dataSlice(keccak256(concat(words)), 12));

/** The verdict of @noble/curves. It throws for numbers out of range. */
function verifiesByNoble(hash: string, signature: string, key: string): boolean {
  try {
    return p256.verify(getBytes(signature), getBytes(hash), getBytes(key), { prehash: false, lowS: false });
  } catch {
    return false;
  }
}
