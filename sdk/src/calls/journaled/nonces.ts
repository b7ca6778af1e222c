import { hexlify, randomBytes, type Signer } from "ethers";
import type { JournaledRequest } from "./JournaledRequest.ts";

const NONCES_A_WORD = 256n;

type Word = { readonly first: bigint; used: bigint };

const words = new WeakMap<Signer, Word>();

/**
 * A nonce that no other request uses. The forwarder keeps nonces in words of 256 bits, and each process draws its words
 * at random. So no other process has the same nonce, even if one died before its request was seen. Only the first
 * request of a word pays for a fresh slot.
 */
export function freshNonce(signer: Signer): bigint {
  const known = words.get(signer);
  const word = known === undefined || known.used === NONCES_A_WORD ? drawWord() : known;
  words.set(signer, word);
  return word.first + word.used++;
}

/** The signer and nonce of a request. At most one of all requests with the same id can execute. */
export function nonceId({ signed: { request } }: JournaledRequest): string {
  return `${request.from.toLowerCase()} ${request.nonce}`;
}

function drawWord(): Word {
  return { first: BigInt(hexlify(randomBytes(31))) * NONCES_A_WORD, used: 0n };
}
