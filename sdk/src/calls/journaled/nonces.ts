import { hexlify, randomBytes, type Signer } from "ethers";
import type { JournaledRequest } from "./JournaledRequest.ts";

const NONCES_A_WORD = 256n;

type Word = { readonly first: bigint; used: bigint };

const words = new WeakMap<Signer, Word>();

/**
 * A nonce that nothing else uses. The forwarder keeps nonces in words of 256 bits: each process draws words of its own
 * at random, so neither another process nor one that died before its request was seen can have the same; and only the
 * first request of a word pays for a fresh slot.
 */
export function freshNonce(signer: Signer): bigint {
  const known = words.get(signer);
  const word = known === undefined || known.used === NONCES_A_WORD ? drawWord() : known;
  words.set(signer, word);
  return word.first + word.used++;
}

/** Two requests have the same when at most one of them can happen: each signer has nonces of its own. */
export function nonceId({ signed: { request } }: JournaledRequest): string {
  return `${request.from.toLowerCase()} ${request.nonce}`;
}

function drawWord(): Word {
  return { first: BigInt(hexlify(randomBytes(31))) * NONCES_A_WORD, used: 0n };
}
