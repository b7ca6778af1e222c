import { keccak_256 } from "@noble/hashes/sha3.js";
import { bigEndian, concat, fromHex, utf8 } from "./bytes.ts";
import type { Hex } from "./Hex.ts";

export { keccak_256 as keccak };

/** keccak256 of a text's UTF-8 bytes: EIP-712 type hashes, names and versions. */
export function keccakText(text: string): Uint8Array {
  return keccak_256(utf8(text));
}

/** keccak256 of static values in ABI encoding: one word for each; numbers and addresses are right-aligned. */
export function keccakWords(...words: readonly (bigint | number | Uint8Array)[]): Uint8Array {
  return keccak_256(concat(...words.map((word) => (word instanceof Uint8Array ? word : bigEndian(word, 32)))));
}

/** A short `bytesN` value as an ABI word, left-aligned. */
export function leftAligned(hex: Hex): Uint8Array {
  const word = new Uint8Array(32);
  word.set(fromHex(hex));
  return word;
}
