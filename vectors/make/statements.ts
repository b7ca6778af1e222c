/** What holders, teams and attesters sign, each with everyday values and with those at the edges. */
import { type Domain, type Field, type Message, typedData } from "./eip712.ts";

const fieldsOf = (list: string): Field[] =>
  list.split(",").map((field) => {
    const [type, name] = field.split(" ") as [string, string];
    return { name, type };
  });

const STATEMENTS: Record<string, { domain: string; fields: Field[] }> = {
  EntryProof: {
    domain: "Doorkey",
    fields: fieldsOf("uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge"),
  },
  Return: {
    domain: "Doorkey",
    fields: fieldsOf("uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt"),
  },
  Rebind: {
    domain: "Doorkey",
    fields: fieldsOf("uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt"),
  },
  PurchaseClaim: {
    domain: "Doorkey",
    fields: fieldsOf(
      "uint32 eventId,uint8 classId,uint32 agentId,bytes32 purchaseKey,uint8 quantity,address holder,uint64 expiresAt",
    ),
  },
  ForwardRequest: {
    domain: "Doorkey Forwarder",
    fields: fieldsOf("address from,address to,uint256 gas,uint256 nonce,uint48 deadline,address relayer,bytes data"),
  },
  IdentityAttestation: {
    domain: "Doorkey Identity",
    fields: fieldsOf(
      "bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt",
    ),
  },
};

const CHAINS = [
  { chain: "hardhat", chainId: "31337", verifyingContract: "0x5FbDB2315678afecb367f032d93F642f64180aa3" },
  { chain: "mainnet", chainId: "1", verifyingContract: "0x00000000000000000000000000000000d00abe1e" },
  { chain: "greatest chain id", chainId: (2n ** 256n - 1n).toString(), verifyingContract: `0x${"ff".repeat(20)}` },
];

const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
/** Right 3 of batch 2 of event 1, as ids.json has it. */
const RIGHT = ((1n << 32n) | (2n << 11n) | 3n).toString();
const DAY = "1790000000";

const EVERYDAY: Record<string, Message[]> = {
  EntryProof: [
    { rightId: RIGHT, count: "1", holder: ALICE, issuedAt: DAY, challenge: "0x0000000000000000" },
    { rightId: RIGHT, count: "4", holder: ALICE, issuedAt: DAY, challenge: "0xfedcba9876543210" },
    { rightId: RIGHT, count: "8", holder: BOB, issuedAt: DAY, challenge: "0x0000000000000001" },
  ],
  Return: [
    { rightId: RIGHT, count: "1", holder: ALICE, rebinds: "0", expiresAt: DAY },
    { rightId: RIGHT, count: "8", holder: BOB, rebinds: "2", expiresAt: DAY },
  ],
  Rebind: [
    { rightId: RIGHT, holder: ALICE, newHolder: BOB, rebinds: "0", expiresAt: DAY },
    { rightId: RIGHT, holder: BOB, newHolder: ALICE, rebinds: "1", expiresAt: DAY },
  ],
  PurchaseClaim: [
    {
      eventId: "1",
      classId: "0",
      agentId: "7",
      purchaseKey: `0x${"a1".repeat(32)}`,
      quantity: "2",
      holder: ALICE,
      expiresAt: DAY,
    },
  ],
  ForwardRequest: [
    { from: ALICE, to: BOB, gas: "150000", nonce: "0", deadline: DAY, relayer: BOB, data: "0xdeadbeef" },
    { from: ALICE, to: BOB, gas: "150000", nonce: "256", deadline: DAY, relayer: `0x${"00".repeat(20)}`, data: "0x" },
    { from: BOB, to: ALICE, gas: "9000000", nonce: "1", deadline: DAY, relayer: ALICE, data: `0x${"c3".repeat(1000)}` },
  ],
  IdentityAttestation: [
    {
      scope: `0x${"5c".repeat(32)}`,
      personTag: `0x${"7a".repeat(32)}`,
      holder: ALICE,
      agentId: "7",
      rightId: "0",
      issuedAt: DAY,
      expiresAt: "1790003600",
    },
    {
      scope: `0x${"5c".repeat(32)}`,
      personTag: `0x${"7a".repeat(32)}`,
      holder: BOB,
      agentId: "7",
      rightId: RIGHT,
      issuedAt: DAY,
      expiresAt: "1790003600",
    },
  ],
};

/** Each field at its least or greatest value. */
function extreme(fields: readonly Field[], greatest: boolean): Message {
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      const size = Number(/\d+$/.exec(type)?.[0] ?? 160);
      if (type === "bytes") return [name, greatest ? `0x${"ff".repeat(64)}` : "0x"];
      if (type === "address" || type.startsWith("bytes")) {
        return [name, `0x${(greatest ? "ff" : "00").repeat(type === "address" ? 20 : size)}`];
      }
      return [name, greatest ? (2n ** BigInt(size) - 1n).toString() : "0"];
    }),
  );
}

export function statementVectors() {
  return Object.entries(STATEMENTS).flatMap(([primaryType, { domain: domainName, fields }]) =>
    CHAINS.flatMap(({ chain, chainId, verifyingContract }) => {
      const domain: Domain = { name: domainName, version: "1", chainId, verifyingContract };
      const messages: [string, Message][] = [
        ...(EVERYDAY[primaryType] as Message[]).map((message, i): [string, Message] => [`everyday ${i + 1}`, message]),
        ["all zero", extreme(fields, false)],
        ["all greatest", extreme(fields, true)],
      ];
      return messages.map(([what, message]) =>
        typedData(`${primaryType}, ${what}, ${chain}`, domain, primaryType, fields, message),
      );
    }),
  );
}
