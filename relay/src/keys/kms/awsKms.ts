import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { KeyError } from "../KeyError.ts";
import { KMS_TIMEOUT_MS, type Kms } from "./Kms.ts";
import { loadClient } from "./loadClient.ts";

/**
 * A key in AWS KMS, of the kind `ECC_SECG_P256K1` for signing. Credentials come from the environment, as the official
 * client reads them.
 *
 * @param options For the client, such as the endpoint of a test.
 * @throws KMS_CLIENT_MISSING
 * @example
 * const signer = await kmsSigner(await awsKms({ keyId: "alias/doorkey", region: "eu-central-1" }));
 */
export async function awsKms(
  { keyId, region }: { readonly keyId: string; readonly region?: string | undefined },
  options: KMSClientConfig = {},
): Promise<Kms> {
  const { GetPublicKeyCommand, KMSClient, SignCommand } = await loadClient(
    "@aws-sdk/client-kms",
    () => import("@aws-sdk/client-kms"),
  );
  const client = new KMSClient({ maxAttempts: 3, ...(region !== undefined && { region }), ...options });
  const bounded = () => ({ abortSignal: AbortSignal.timeout(KMS_TIMEOUT_MS) });
  const name = `AWS KMS ${keyId}`;
  return {
    name,
    publicKey: async () => {
      const answer = await client.send(new GetPublicKeyCommand({ KeyId: keyId }), bounded());
      if (answer.KeyUsage !== "SIGN_VERIFY" || answer.PublicKey === undefined) {
        throw new KeyError("KMS_KEY_WRONG", `${name} is not a key for signing.`);
      }
      return answer.PublicKey;
    },
    sign: async (digest) => {
      const { Signature: signature } = await client.send(
        new SignCommand({ KeyId: keyId, Message: digest, MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" }),
        bounded(),
      );
      if (signature === undefined) throw new KeyError("KMS_SIGNATURE_WRONG", `${name} sent none.`);
      return signature;
    },
  };
}
