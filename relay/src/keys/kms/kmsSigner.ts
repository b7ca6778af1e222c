import { createPublicKey } from "node:crypto";
import type { Address, Hex } from "doorkey/buyer";
import { computeAddress, getBytes, recoverAddress, Signature, Transaction, toBeHex } from "ethers";
import type { RelaySigner } from "../../engine/EngineContext.ts";
import { KeyError } from "../KeyError.ts";
import { parseSignature } from "./der.ts";
import type { Kms } from "./Kms.ts";

/** The order of secp256k1. Ethereum takes only signatures whose `s` is in its lower half (EIP-2). */
const ORDER = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;

/**
 * Makes a signer of a key in a key management service. It asks the service for the public key once, and for each
 * transaction for a signature, whose `s` it makes low and whose recovery id it finds.
 *
 * @throws KMS_UNREACHABLE, KMS_KEY_WRONG
 * @example
 * const signer = await kmsSigner(await awsKms({ keyId: "alias/doorkey", region: "eu-central-1" }));
 */
export async function kmsSigner(kms: Kms): Promise<RelaySigner> {
  const address = addressOf(kms, await answerOf(kms, kms.publicKey()));
  return {
    address,
    signTransaction: async (transaction) => {
      const unsigned = Transaction.from({ ...transaction });
      const digest = unsigned.unsignedHash;
      const signature = await answerOf(kms, kms.sign(getBytes(digest)));
      unsigned.signature = signatureFor(kms, digest, signature, address);
      return unsigned.serialized as Hex;
    },
  };
}

async function answerOf<T>({ name }: Kms, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KeyError) throw error;
    // Clients put requests and credentials into the other fields of their errors.
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new KeyError("KMS_UNREACHABLE", `${name}: ${words}`);
  }
}

function addressOf({ name }: Kms, spki: Uint8Array): Address {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    const { crv, x, y } = key.export({ format: "jwk" });
    if (crv === "secp256k1" && x !== undefined && y !== undefined) {
      const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
      return computeAddress(`0x${point.toString("hex")}`) as Address;
    }
  } catch {
    // Not a key at all, or of a kind that has no such form.
  }
  throw new KeyError("KMS_KEY_WRONG", `${name} is not a key of secp256k1.`);
}

function signatureFor({ name }: Kms, digest: string, der: Uint8Array, address: Address): Signature {
  const { r, s } = parseSignature(der) ?? { r: 0n, s: 0n };
  const valid = (value: bigint) => value > 0n && value < ORDER;
  if (valid(r) && valid(s)) {
    const low = s > ORDER / 2n ? ORDER - s : s;
    for (const yParity of [0, 1] as const) {
      const signature = Signature.from({ r: toBeHex(r, 32), s: toBeHex(low, 32), yParity });
      if (recovers(digest, signature, address)) return signature;
    }
  }
  throw new KeyError("KMS_SIGNATURE_WRONG", `${name} signed with another key, or something else.`);
}

function recovers(digest: string, signature: Signature, address: Address): boolean {
  try {
    return recoverAddress(digest, signature) === address;
  } catch {
    return false; // `r` is no point of the curve
  }
}
