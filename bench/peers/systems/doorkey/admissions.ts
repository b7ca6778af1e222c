import { openContractShow } from "doorkey-test-support/contracts";
import { type HolderKey, holderKeys, type KeyKind } from "doorkey-test-support/keys";
import { packEntry, packRecords, packRightId, packSignatures, signEntry } from "doorkey-test-support/statements";
import { type Bench, SCHEDULE } from "../../../chain.ts";
import type { Lab } from "../../lab.ts";
import type { Act } from "./Act.ts";

const ISSUED_AT = SCHEDULE.doorsOpenAt + 60;
/** The number of lone rights that come together, and the number of batches with one holder that comes. */
const CROWD = 100;
/** One right more than a batch head has status bits for, so that the statuses are in a word of their own. */
const LARGER_BATCH = 17;
/** Seeds that differ from the keys of the other rights. */
const SEEDS = { fresh: 20_000, used: 40_000 } as const;

type Held = { readonly key: HolderKey; readonly rightId: bigint };

type Doors = {
  readonly eventId: bigint;
  readonly sizes: readonly number[];
  /** For each kind of key: the rights of one batch, and rights that were granted one by one. */
  readonly held: Readonly<Record<KeyKind, { readonly batch: readonly Held[]; readonly lone: readonly Held[] }>>;
  /** One right from each of many batches. In `fresh` no right of the batch was admitted before; in `used` one was. */
  readonly scattered: { readonly fresh: readonly Held[]; readonly used: readonly Held[] };
};

/** Grants rights under keys of every kind and moves the clock to one minute after doors open. */
export async function openDoors(bench: Bench, lab: Lab): Promise<Doors> {
  const { rights, roles } = bench;
  const { agentId, eventId } = await openContractShow(bench, { schedule: SCHEDULE });
  let batches = 0;
  const grant = async (keys: readonly HolderKey[]): Promise<Held[]> => {
    const records = packRecords(keys.map(({ address }) => ({ holder: address })));
    const call = await rights.grant.populateTransaction(eventId, 1, agentId, records, [], "0x", keys.length);
    await lab.send({ ...call, from: roles.agentMember });
    const batch = batches++;
    return keys.map((key, i) => ({ key, rightId: packRightId(eventId, batch, i) }));
  };

  const largest = Math.max(...lab.sizes);
  const crowd = Math.min(CROWD, largest);
  const hold = async (kind: KeyKind) => {
    const batch = await grant(holderKeys(kind, largest));
    const lone: Held[] = [];
    for (const key of holderKeys(kind, crowd, largest)) lone.push(...(await grant([key])));
    return { batch, lone };
  };
  const scatter = async (seed: number) => {
    const granted: Held[][] = [];
    for (let i = 0; i < crowd; i++) {
      granted.push(await grant(holderKeys("secp256k1", LARGER_BATCH, seed + i * LARGER_BATCH)));
    }
    return {
      firsts: granted.flatMap((batch) => batch.slice(0, 1)),
      seconds: granted.flatMap((batch) => batch.slice(1, 2)),
    };
  };
  const held = { secp256k1: await hold("secp256k1"), p256: await hold("p256"), passkey: await hold("passkey") };
  const [fresh, used] = [await scatter(SEEDS.fresh), await scatter(SEEDS.used)];

  await bench.at(ISSUED_AT);
  const { call, signer } = await admission(bench, eventId, "", used.firsts);
  await lab.send({ ...call, from: signer });
  return { eventId, sizes: lab.sizes, held, scattered: { fresh: fresh.firsts, used: used.seconds } };
}

/** Admissions on proofs of one kind of key. One right is a lone one, several are of one batch. */
export async function admissions(bench: Bench, doors: Doors, kind: KeyKind): Promise<Act[]> {
  const { batch, lone } = doors.held[kind];
  const admit = (how: string, held: readonly Held[]) => admission(bench, doors.eventId, `admit ${kind}${how}`, held);
  const acts: Act[] = [];
  for (const n of doors.sizes) acts.push(await admit("", n === 1 ? lone.slice(0, 1) : batch.slice(0, n)));
  acts.push(await admit(", lone rights", lone));
  if (kind === "secp256k1") {
    acts.push(await admit(", each the first of its batch", doors.scattered.fresh));
    acts.push(await admit(", each of another batch", doors.scattered.used));
  }
  return acts;
}

async function admission(bench: Bench, eventId: bigint, operation: string, held: readonly Held[]): Promise<Act> {
  const { rights, roles, domains } = bench;
  const proven = held.map(({ key, rightId }) => {
    const entry = { rightId, issuedAt: ISSUED_AT, scannedAt: ISSUED_AT + 5, lane: 3 };
    return { word: packEntry(entry), signature: signEntry(domains.statements, key, entry) };
  });
  const signatures = packSignatures(proven.map(({ signature }) => signature));
  return {
    operation,
    n: held.length,
    signer: roles.gate,
    call: await rights.admit.populateTransaction(
      eventId,
      proven.map(({ word }) => word),
      signatures,
    ),
    emits: ["Admitted", held.length],
  };
}
