import type { v1 } from "@google-cloud/kms";
import { KeyError } from "../KeyError.ts";
import { crc32c } from "./crc32c.ts";
import { KMS_TIMEOUT_MS, type Kms } from "./Kms.ts";
import { loadClient } from "./loadClient.ts";

type ClientOptions = NonNullable<ConstructorParameters<typeof v1.KeyManagementServiceClient>[0]>;

/** The one kind of key that signs transactions. Its name speaks of SHA-256; the service signs any 32 bytes. */
const ALGORITHM = "EC_SIGN_SECP256K1_SHA256";

/**
 * A key version in Google Cloud KMS, of the kind `EC_SIGN_SECP256K1_SHA256`. Credentials come from the environment, as
 * the official client reads them.
 *
 * @param options For the client, such as the endpoint of a test.
 * @throws KMS_CLIENT_MISSING
 * @example
 * const signer = await kmsSigner(await googleKms({ key: "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1" }));
 */
export async function googleKms({ key }: { readonly key: string }, options: ClientOptions = {}): Promise<Kms> {
  const { KeyManagementServiceClient } = await loadClient("@google-cloud/kms", () => import("@google-cloud/kms"));
  const client = new KeyManagementServiceClient(options);
  const bounded = { timeout: KMS_TIMEOUT_MS };
  const name = `Google Cloud KMS ${key}`;
  return {
    name,
    publicKey: async () => {
      const [{ algorithm, pem, pemCrc32c, name: answered }] = await client.getPublicKey({ name: key }, bounded);
      if (algorithm !== ALGORITHM) throw new KeyError("KMS_KEY_WRONG", `${name} is not of the kind ${ALGORITHM}.`);
      if (answered !== key || pem == null || !isWhole(Buffer.from(pem), pemCrc32c)) throw damaged(name);
      return Buffer.from(pem.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
    },
    sign: async (digest) => {
      const request = { name: key, digest: { sha256: digest }, digestCrc32c: { value: crc32c(digest) } };
      const [answer] = await client.asymmetricSign(request, bounded);
      const { signature, signatureCrc32c, verifiedDigestCrc32c } = answer;
      const bytes = typeof signature === "string" ? Buffer.from(signature, "base64") : signature;
      if (answer.name !== key || verifiedDigestCrc32c !== true || bytes == null) throw damaged(name);
      if (!isWhole(bytes, signatureCrc32c)) throw damaged(name);
      return bytes;
    },
  };
}

/** A 64-bit number, in one of the forms of the client. */
type Checksum = { readonly value?: { toString(): string } | string | number | null } | null | undefined;

function isWhole(bytes: Uint8Array, checksum: Checksum): boolean {
  return checksum?.value != null && String(checksum.value) === String(crc32c(bytes));
}

function damaged(name: string): KeyError {
  return new KeyError("KMS_UNREACHABLE", `An answer about ${name} was damaged on the way.`);
}
