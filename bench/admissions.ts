import { openContractShow } from "doorkey-test-support/contracts";
import { type HolderKey, holderKeys, type KeyKind } from "doorkey-test-support/keys";
import {
  type EntryFields,
  packEntry,
  packRecords,
  packRightId,
  packSignatures,
  signEntry,
} from "doorkey-test-support/statements";
import { GAS, openBench, type Row, SCHEDULE } from "./chain.ts";

const ISSUED_AT = SCHEDULE.doorsOpenAt + 60;

type Held = { readonly key: HolderKey; readonly rightId: bigint };

type Goals = {
  readonly lone: number;
  readonly freshWord: number;
  readonly hundred: number;
  readonly loneHundred: number;
};

type Plan = {
  readonly kind: KeyKind;
  /** Sizes of admissions from one batch. */
  readonly sizes: readonly number[];
  readonly goals?: Goals;
};

const plans: readonly Plan[] = [
  {
    kind: "secp256k1",
    sizes: [10, 100, 1_000],
    goals: { lone: 48_000, freshWord: 69_000, hundred: 9_000, loneHundred: 14_500 },
  },
  {
    kind: "p256",
    // 800 is about what fits into the 128 KiB that nodes take as one transaction.
    sizes: [10, 100, 800],
    goals: { lone: 53_000, freshWord: 74_000, hundred: 15_000, loneHundred: 19_500 },
  },
  { kind: "passkey", sizes: [10, 100] },
];

/** Gas to settle a gate's admissions, by kind of key. */
export async function admissionRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const plan of plans) rows.push(...(await rowsOf(plan)));
  return rows;
}

async function rowsOf({ kind, sizes, goals }: Plan): Promise<Row[]> {
  const bench = await openBench();
  const { rights, roles, domains } = bench;
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE });
  const asAgent = rights.connect(roles.agentMember);
  const grant = async (keys: readonly HolderKey[]): Promise<Held[]> => {
    const batch = await rights.batchesOf(eventId);
    const records = packRecords(keys.map(({ address }) => ({ holder: address })));
    await asAgent.grant(eventId, 1, agentId, records, [], "0x", keys.length, GAS);
    return keys.map((key, i) => ({ key, rightId: packRightId(eventId, batch, i) }));
  };

  const largest = Math.max(...sizes);
  const batch = await grant(holderKeys(kind, largest));
  const lone: Held[] = [];
  for (const key of holderKeys(kind, 100, largest)) lone.push(...(await grant([key])));
  await bench.at(ISSUED_AT);

  const admit = (name: string, held: readonly Held[], goal?: number) => {
    const entries = held.map(({ rightId }) => ({ rightId, issuedAt: ISSUED_AT, scannedAt: ISSUED_AT + 5, lane: 3 }));
    const signatures = packSignatures(
      held.map(({ key }, i) => signEntry(domains.statements, key, entries[i] as EntryFields)),
    );
    return bench.row({
      name: `admit ${kind}, ${name}`,
      items: held.length,
      ...(goal === undefined ? {} : { goal }),
      send: () => rights.connect(roles.gate).admit(eventId, entries.map(packEntry), signatures, GAS),
      emits: ["Admitted", held.length],
    });
  };

  const rows = [
    await admit("lone right, N = 1", lone.slice(0, 1), goals?.lone),
    await admit("fresh status word, N = 1", batch.slice(50, 51), goals?.freshWord),
  ];
  for (const size of sizes) {
    rows.push(await admit(`same batch, N = ${size}`, batch.slice(0, size), size === 100 ? goals?.hundred : undefined));
  }
  rows.push(await admit("lone rights, N = 100", lone, goals?.loneHundred));
  return rows;
}
