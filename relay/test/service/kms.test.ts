import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { concat, getBytes, hexlify, type SigningKey, Transaction, toBeArray, Wallet } from "ethers";
import { KeyError } from "../../src/keys/KeyError.ts";
import { awsKms } from "../../src/keys/kms/awsKms.ts";
import { crc32c } from "../../src/keys/kms/crc32c.ts";
import { parseSignature } from "../../src/keys/kms/der.ts";
import { googleKms } from "../../src/keys/kms/googleKms.ts";
import type { Kms } from "../../src/keys/kms/Kms.ts";
import { kmsSigner } from "../../src/keys/kms/kmsSigner.ts";

const ORDER = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;
const wallet = new Wallet(hexlify(createHash("sha256").update("a key in a service").digest()));
const GOOGLE = "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1";

/** SubjectPublicKeyInfo of secp256k1 in DER, before the point. */
const SPKI = "0x3056301006072a8648ce3d020106052b8104000a034200";
const spkiOf = (key: SigningKey): Buffer => Buffer.from(getBytes(concat([SPKI, key.publicKey])));
const pemOf = (der: Buffer): string =>
  `-----BEGIN PUBLIC KEY-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END PUBLIC KEY-----\n`;

const integer = (value: bigint): Buffer => {
  const bytes = toBeArray(value);
  const padded = (bytes[0] ?? 0) > 127 ? [0, ...bytes] : [...bytes];
  return Buffer.from([2, padded.length, ...padded]);
};

/** An ECDSA signature in DER, with a high `s` if wanted, as services send half of them. */
function derOf(digest: Uint8Array, high: boolean, key = wallet.signingKey): Buffer {
  const { r, s } = key.sign(digest);
  const body = Buffer.concat([integer(BigInt(r)), integer(high ? ORDER - BigInt(s) : BigInt(s))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

const transaction = (nonce: number) =>
  ({
    type: 2,
    chainId: 31337,
    nonce,
    to: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    data: "0x1234",
    gasLimit: 100_000n,
    maxFeePerGas: 10n,
    maxPriorityFeePerGas: 1n,
    value: 0n,
  }) as const;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "nothing thrown";
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return error.code;
  }
}

type Call = {
  readonly url: string;
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
};

/** A local server that speaks a service's protocol. */
async function serve(answer: (call: Call) => { status?: number; body: unknown }) {
  const calls: Call[] = [];
  const server: Server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { url = "", headers } = request;
    const call = {
      url,
      headers,
      target: String(headers["x-amz-target"] ?? ""),
      body: text === "" ? {} : JSON.parse(text),
    };
    calls.push(call);
    const { status = 200, body } = answer(call);
    const type = headers["x-amz-target"] === undefined ? "application/json" : "application/x-amz-json-1.1";
    response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, calls, close: () => void server.close() };
}

/** Signs many transactions, so that both recovery ids and both halves of `s` occur. */
async function expectSigns(kms: Kms): Promise<void> {
  const signer = await kmsSigner(kms);
  expect(signer.address).to.equal(wallet.address);
  const parities = new Set<number>();
  for (let nonce = 0; nonce < 12; nonce++) {
    const signed = Transaction.from(await signer.signTransaction(transaction(nonce)));
    expect(signed.from).to.equal(wallet.address);
    expect(signed.toJSON()).to.deep.include({ nonce, data: "0x1234", gasLimit: "100000", chainId: "31337" });
    expect(BigInt(signed.signature?.s ?? 0) <= ORDER / 2n).to.equal(true);
    parities.add(signed.signature?.yParity ?? 2);
  }
  expect([...parities].sort()).to.deep.equal([0, 1]);
}

describe("keys in AWS KMS", () => {
  let high = false;
  let signingKey = wallet.signingKey;
  let usage = "SIGN_VERIFY";
  let refusal: { status: number; body: unknown } | undefined;
  let server: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    server = await serve(({ target, body }) => {
      if (refusal !== undefined) return refusal;
      if (target === "TrentService.GetPublicKey") {
        return {
          body: { KeyId: body.KeyId, KeyUsage: usage, PublicKey: spkiOf(wallet.signingKey).toString("base64") },
        };
      }
      expect(target).to.equal("TrentService.Sign");
      expect(body).to.include({ KeyId: "alias/relay", MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" });
      high = !high;
      const digest = Buffer.from(String(body.Message), "base64");
      expect(digest).to.have.length(32);
      return { body: { KeyId: body.KeyId, Signature: derOf(digest, high, signingKey).toString("base64") } };
    });
  });
  after(() => server.close());
  beforeEach(() => {
    signingKey = wallet.signingKey;
    usage = "SIGN_VERIFY";
    refusal = undefined;
  });

  const open = () =>
    awsKms(
      { keyId: "alias/relay", region: "eu-central-1" },
      {
        endpoint: `http://127.0.0.1:${server.port}`,
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
      },
    );

  it("sign transactions, with a low s and the recovery id, over the service's own protocol", async () => {
    await expectSigns(await open());
    for (const { headers } of server.calls) {
      expect(headers.authorization).to.match(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/kms/);
      expect(headers["content-type"]).to.equal("application/x-amz-json-1.1");
    }
  });

  it("are refused when they are for something else, or sign with another key", async () => {
    usage = "ENCRYPT_DECRYPT";
    expect(await codeOf(open().then(kmsSigner))).to.equal("KMS_KEY_WRONG");
    usage = "SIGN_VERIFY";
    const signer = await kmsSigner(await open());
    signingKey = Wallet.createRandom().signingKey;
    expect(await codeOf(signer.signTransaction(transaction(1)))).to.equal("KMS_SIGNATURE_WRONG");
  });

  it("say the service's own words when it refuses, and none of the credentials", async () => {
    refusal = {
      status: 400,
      body: { __type: "AccessDeniedException", message: "User is not authorized to perform kms:GetPublicKey" },
    };
    const error = await open()
      .then(kmsSigner)
      .catch((thrown: unknown) => thrown);
    expect(String(error))
      .to.match(/AccessDenied.*not authorized/)
      .and.not.contain("secret");
  });
});

describe("keys in Google Cloud KMS", () => {
  let high = false;
  let damage: Record<string, unknown> = {};
  let algorithm = "EC_SIGN_SECP256K1_SHA256";
  let server: Awaited<ReturnType<typeof serve>>;
  before(async () => {
    server = await serve(({ url, body }) => {
      if (url.startsWith(`/v1/${GOOGLE}/publicKey`)) {
        const pem = pemOf(spkiOf(wallet.signingKey));
        return { body: { pem, algorithm, name: GOOGLE, pemCrc32c: String(crc32c(Buffer.from(pem))), ...damage } };
      }
      expect(url).to.match(/:asymmetricSign(\?|$)/);
      const { sha256 } = body.digest as { sha256: string };
      const digest = Buffer.from(sha256, "base64");
      expect(String(body.digestCrc32c)).to.equal(String(crc32c(digest)));
      high = !high;
      const signature = derOf(digest, high);
      return {
        body: {
          name: GOOGLE,
          signature: signature.toString("base64"),
          signatureCrc32c: String(crc32c(signature)),
          verifiedDigestCrc32c: true,
          ...damage,
        },
      };
    });
  });
  after(() => server.close());
  beforeEach(() => {
    damage = {};
    algorithm = "EC_SIGN_SECP256K1_SHA256";
  });

  /** Stands in for Google's own, which would ask Google for a token. */
  const auth = {
    getRequestHeaders: async () => new Headers({ authorization: "Bearer a-token" }),
    fetch: async (url: string | URL, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set("authorization", "Bearer a-token");
      return fetch(url, { ...init, headers });
    },
  };
  const open = () => {
    const options = { fallback: true, protocol: "http", apiEndpoint: "127.0.0.1", port: server.port, auth };
    return googleKms({ key: GOOGLE }, options as Parameters<typeof googleKms>[1]);
  };

  it("sign transactions, with a low s and the recovery id, over the service's own protocol", async () => {
    await expectSigns(await open());
    expect(server.calls.map(({ headers }) => headers.authorization)).to.include("Bearer a-token");
  });

  it("are refused when they are of another kind, or an answer is damaged", async () => {
    algorithm = "EC_SIGN_P256_SHA256";
    expect(await codeOf(open().then(kmsSigner))).to.equal("KMS_KEY_WRONG");
    algorithm = "EC_SIGN_SECP256K1_SHA256";
    damage = { pemCrc32c: "1" };
    expect(await codeOf(open().then(kmsSigner))).to.equal("KMS_UNREACHABLE");
    damage = {};
    const signer = await kmsSigner(await open());
    for (const one of [
      { signatureCrc32c: "1" },
      { verifiedDigestCrc32c: false },
      { name: GOOGLE.replace("/1", "/2") },
    ]) {
      damage = one;
      expect(await codeOf(signer.signTransaction(transaction(1))), JSON.stringify(one)).to.equal("KMS_UNREACHABLE");
    }
  });
});

describe("an answer of a key service", () => {
  it("is checked with the sum that Google names", () => {
    expect(crc32c(Buffer.from("123456789"))).to.equal(0xe3069283);
    expect(crc32c(new Uint8Array())).to.equal(0);
  });

  it("is a signature in DER and nothing else", () => {
    const digest = createHash("sha256").update("x").digest();
    const der = derOf(digest, true);
    const { r, s } = wallet.signingKey.sign(digest);
    expect(parseSignature(der)).to.deep.equal({ r: BigInt(r), s: ORDER - BigInt(s) });
    const odd = [
      Buffer.alloc(0),
      der.subarray(0, -1),
      Buffer.concat([der, Buffer.from([0])]),
      Buffer.from([0x30, 0]),
      Buffer.from([0x30, 6, 2, 1, 0x80, 2, 1, 1]),
      Buffer.from([0x30, 7, 2, 2, 0, 1, 2, 1, 1]),
      Buffer.from([0x30, 3, 2, 1, 1]),
      Buffer.from([0x31, 6, 2, 1, 1, 2, 1, 1]),
    ];
    for (const bytes of odd) expect(parseSignature(bytes), bytes.toString("hex")).to.equal(undefined);
    expect(parseSignature(Buffer.from([0x30, 6, 2, 1, 1, 2, 1, 1]))).to.deep.equal({ r: 1n, s: 1n });
  });

  it("names a key of another curve", async () => {
    const p256 = Buffer.from(
      "3059301306072a8648ce3d020106082a8648ce3d030107034200046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
      "hex",
    );
    for (const key of [p256, Buffer.from("nothing")]) {
      const kms = { name: "a key", publicKey: async () => key, sign: async () => key };
      expect(await codeOf(kmsSigner(kms))).to.equal("KMS_KEY_WRONG");
    }
  });
});
