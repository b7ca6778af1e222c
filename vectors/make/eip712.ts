/** EIP-712 by hand, without a library that the contracts or the SDK use for it. */
import { bytes, concat, hex, keccak, number, utf8, word } from "./keys.ts";

export type Field = { name: string; type: string };
export type Domain = { name: string; version: string; chainId: string; verifyingContract: string };
export type Message = Record<string, string>;

const DOMAIN_FIELDS: Field[] = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
];

/** The type as EIP-712 hashes it, of a struct without structs inside. */
const encodeType = (name: string, fields: readonly Field[]) =>
  `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`;

function encodeValue(type: string, value: string): Uint8Array {
  if (type === "string") return keccak(utf8(value));
  if (type === "bytes") return keccak(bytes(value));
  const size = Number(/\d+$/.exec(type)?.[0]);
  if (type.startsWith("bytes")) {
    const content = bytes(value);
    if (content.length !== size) throw new Error(`${value} is not of type ${type}`);
    return concat(content, new Uint8Array(32 - size));
  }
  const integer = type === "address" ? number(bytes(value)) : BigInt(value);
  if (integer >= 1n << BigInt(type === "address" ? 160 : size)) throw new Error(`${value} is not of type ${type}`);
  return word(integer);
}

function hashStruct(name: string, fields: readonly Field[], message: Message): Uint8Array {
  const values = fields.map((field) => encodeValue(field.type, message[field.name] as string));
  return keccak(concat(typehash(name, fields), ...values));
}

const typehash = (name: string, fields: readonly Field[]) => keccak(utf8(encodeType(name, fields)));

const domainSeparator = (domain: Domain) => hashStruct("EIP712Domain", DOMAIN_FIELDS, domain);

const digest = (domain: Domain, structHash: Uint8Array) =>
  keccak(concat(Uint8Array.of(0x19, 0x01), domainSeparator(domain), structHash));

/** Every step from a message to its digest. */
export function typedData(name: string, domain: Domain, primaryType: string, fields: Field[], message: Message) {
  const structHash = hashStruct(primaryType, fields, message);
  return {
    name,
    domain,
    primaryType,
    fields,
    message,
    encodeType: encodeType(primaryType, fields),
    typehash: hex(typehash(primaryType, fields)),
    domainSeparator: hex(domainSeparator(domain)),
    structHash: hex(structHash),
    digest: hex(digest(domain, structHash)),
  };
}
