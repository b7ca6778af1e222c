import type { Hex } from "doorkey/code";

/** The part of an entry's word that distinguishes its proof from others of the right. */
export type ProofTime = { readonly issuedAt: number; readonly challenge: Hex };

/** An entry's word as the database keeps it: 32 bytes, most significant first. */
export function wordBlob(entry: bigint): Buffer {
  return Buffer.from(entry.toString(16).padStart(64, "0"), "hex");
}

/** Reads it without arithmetic on large numbers, because a hub that restarts reads all of them. */
export function decodeWord(word: Uint8Array): ProofTime {
  const bytes = Buffer.from(word.buffer, word.byteOffset, word.byteLength);
  return { issuedAt: Number(bytes.readBigUInt64BE(9)), challenge: `0x${bytes.toString("hex", 17, 25)}` };
}

export function hexOfBlob(blob: unknown): Hex {
  return `0x${blob instanceof Uint8Array ? Buffer.from(blob).toString("hex") : ""}`;
}
