import { encodeRlp, keccak256, stripZerosLeft } from "ethers";
import type { Hex } from "../../core/Hex.ts";
import type { RawHeader } from "./AuditSource.ts";

/** Fields of an Ethereum header in the order of its encoding. Those from `baseFeePerGas` on came with later forks. */
const FIELDS = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "extraData",
  "mixHash",
  "nonce",
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
] as const;

/** Fields that are numbers: encoded without leading zeros. */
const NUMBERS: readonly string[] = [
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "baseFeePerGas",
  "blobGasUsed",
  "excessBlobGas",
];

/** The header's fields out of a block as a node gives it. */
export function headerOf(block: Readonly<Record<string, unknown>>): RawHeader {
  const known = ["hash", ...FIELDS].map((name) => [name, block[name]]).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(known);
}

/** The hash that the fields of a header give. Chains with other fields than Ethereum's give another one. */
export function headerHash(header: RawHeader): Hex {
  const values = FIELDS.flatMap((name) => {
    const value = header[name];
    if (value === undefined) return [];
    return [NUMBERS.includes(name) ? stripZerosLeft(even(value)) : value];
  });
  return keccak256(encodeRlp(values)) as Hex;
}

function even(quantity: Hex): Hex {
  return quantity.length % 2 === 0 ? quantity : `0x0${quantity.slice(2)}`;
}
