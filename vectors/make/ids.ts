/** Values that are packed into one word by arithmetic: the sum of each part times its place. */
import { bytes, concat, hex, keccak, number, word } from "./keys.ts";

/** Names and bits of the parts, most significant first. */
type Layout = Record<string, number>;
type Values<L extends Layout> = Record<keyof L, bigint>;

const RIGHT_ID = { eventId: 32, batch: 21, index: 11 };
const ENTRY = { rightId: 64, count: 8, issuedAt: 64, challenge: 64, scannedAt: 40, lane: 16 };
const BATCH_HEAD = { store: 160, agentId: 32, classId: 8, count: 16, flags: 8, tail: 32 };

const pack = <L extends Layout>(layout: L, values: Values<L>): bigint =>
  Object.entries(layout).reduce((packed, [name, bits]) => packed * 2n ** BigInt(bits) + values[name as keyof L], 0n);

const mapped = <L extends Layout>(layout: L, value: (name: keyof L, bits: number) => bigint) =>
  Object.fromEntries(Object.entries(layout).map(([name, bits]) => [name, value(name, bits)])) as Values<L>;

/** All zero, all greatest, and each part alone at its greatest, which shows a part that spills into its neighbours. */
function edges<L extends Layout>(layout: L): Values<L>[] {
  const greatest = (bits: number) => 2n ** BigInt(bits) - 1n;
  return [
    mapped(layout, () => 0n),
    mapped(layout, (_, bits) => greatest(bits)),
    ...Object.keys(layout).map((alone) => mapped(layout, (name, bits) => (name === alone ? greatest(bits) : 0n))),
  ];
}

const strings = <T extends Record<string, bigint>>(values: T) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toString()])) as Record<
    keyof T,
    string
  >;

const STORE = 0x70997970c51812dc3a010c7d01b50e0d17dc79c8n;
const DAY = 1_790_000_000n;

function rightIds() {
  const everyday = [
    { eventId: 1n, batch: 0n, index: 0n },
    { eventId: 1n, batch: 2n, index: 3n },
    { eventId: 77n, batch: 65_536n, index: 1_227n },
  ];
  return [...everyday, ...edges(RIGHT_ID)].map((parts) => {
    const rightId = pack(RIGHT_ID, parts);
    return { ...strings(parts), rightId: rightId.toString(), batchKey: (rightId / 2n ** 11n).toString() };
  });
}

function entries() {
  const rightId = pack(RIGHT_ID, { eventId: 1n, batch: 2n, index: 3n });
  const everyday = [
    { rightId, count: 1n, issuedAt: DAY, challenge: 0n, scannedAt: DAY + 4n, lane: 3n },
    { rightId, count: 8n, issuedAt: DAY, challenge: 0xfedcba9876543210n, scannedAt: DAY, lane: 0n },
  ];
  return [...everyday, ...edges(ENTRY)].map((parts) => ({
    ...strings(parts),
    challenge: hex(word(parts.challenge).slice(24)),
    entry: hex(word(pack(ENTRY, parts))),
  }));
}

function batchHeads() {
  const everyday = [
    // One holder, seated, seats from 513 on; the second of three rights is admitted.
    { store: STORE, agentId: 7n, classId: 2n, count: 3n, flags: 3n, tail: 513n * 256n + 0b00_10_00n },
    // Many holders, tagged, of a named class; statuses in words of their own.
    { store: STORE, agentId: 7n, classId: 0n, count: 1_228n, flags: 12n, tail: 0n },
  ];
  return [...everyday, ...edges(BATCH_HEAD)].map((parts) => ({
    ...strings(parts),
    store: hex(word(parts.store).slice(12)),
    firstSeat: (parts.tail / 256n).toString(),
    head: hex(word(pack(BATCH_HEAD, parts))),
  }));
}

/** Scopes of AttesterIdentityVerifier. */
function scopes() {
  const registries = ["0x5FbDB2315678afecb367f032d93F642f64180aa3", `0x${"ff".repeat(20)}`];
  return ["31337", "1"].flatMap((chainId) =>
    registries.flatMap((entryRights) =>
      ["1", "4294967295"].map((scopeEvent) => ({
        chainId,
        entryRights,
        scopeEvent,
        scope: hex(keccak(concat(word(BigInt(chainId)), word(number(bytes(entryRights))), word(BigInt(scopeEvent))))),
      })),
    ),
  );
}

export const idVectors = () => ({
  rightIds: rightIds(),
  entries: entries(),
  batchHeads: batchHeads(),
  scopes: scopes(),
});
