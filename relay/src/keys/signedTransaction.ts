import type { Hex } from "doorkey/buyer";
import { keccak256, type SigningKey } from "ethers";
import type { UnsignedTransaction } from "../engine/EngineContext.ts";

/** Type 2 of EIP-1559. */
const TYPE = "02";

/** A transaction's raw bytes, signed with a key. As text, because calls of 60 KB take general encoders a tenth of a second. */
export function signedTransaction(transaction: UnsignedTransaction, key: SigningKey): Hex {
  const { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to, value, data } = transaction;
  const numbers = [chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit].map(digitsOf);
  const fields = [...numbers, to.slice(2).toLowerCase(), digitsOf(value), data.slice(2)].map(item);
  const unsigned = [...fields, list([])];
  const { yParity, r, s } = key.sign(keccak256(Buffer.from(`${TYPE}${list(unsigned)}`, "hex")));
  const signature = [yParity, BigInt(r), BigInt(s)].map(digitsOf).map(item);
  return `0x${TYPE}${list([...unsigned, ...signature])}`;
}

/** A number in whole bytes without leading zeros; nothing for 0. */
function digitsOf(value: number | bigint): string {
  const digits = BigInt(value) === 0n ? "" : value.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}

/* RLP */

function item(digits: string): string {
  if (digits.length === 2 && Number.parseInt(digits, 16) < 0x80) return digits;
  return lengthOf(digits, 0x80) + digits;
}

function list(items: readonly string[]): string {
  const all = items.join("");
  return lengthOf(all, 0xc0) + all;
}

function lengthOf(digits: string, base: number): string {
  const bytes = digits.length / 2;
  if (bytes <= 55) return (base + bytes).toString(16);
  const length = digitsOf(bytes);
  return (base + 55 + length.length / 2).toString(16) + length;
}
