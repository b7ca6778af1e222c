import { type HolderKey, holderKeys, type KeyKind } from "../../../../test/helpers/keys.ts";
import { packEntry, packRecords, packRightId, packSignatures, signEntry } from "../../../../test/helpers/statements.ts";
import { openShow } from "../../../../test/helpers/suite.ts";
import { type Bench, SCHEDULE } from "../../../chain.ts";
import type { Lab } from "../../lab.ts";
import type { Act } from "../doorkey.ts";

const ISSUED_AT = SCHEDULE.doorsOpenAt + 60;
/** The usual night: everyone bought alone. */
const LONE_RIGHTS = 100;

type Held = { readonly key: HolderKey; readonly rightId: bigint };

type Doors = {
  readonly eventId: bigint;
  readonly sizes: readonly number[];
  /** Of each kind of key: the rights of one batch, and rights that were granted one by one. */
  readonly held: Readonly<Record<KeyKind, { readonly batch: readonly Held[]; readonly lone: readonly Held[] }>>;
};

/** A hall full of rights under keys of every kind, at the minute after its doors opened. */
export async function openDoors(bench: Bench, lab: Lab): Promise<Doors> {
  const { rights, roles } = bench;
  const { agentId, eventId } = await openShow(bench, { schedule: SCHEDULE });
  let batches = 0;
  const grant = async (keys: readonly HolderKey[]): Promise<Held[]> => {
    const records = packRecords(keys.map(({ address }) => ({ holder: address })));
    const call = await rights.grant.populateTransaction(eventId, 1, agentId, records, [], keys.length);
    await lab.send({ ...call, from: roles.agentMember });
    const batch = batches++;
    return keys.map((key, i) => ({ key, rightId: packRightId(eventId, batch, i) }));
  };

  const largest = Math.max(...lab.sizes);
  const hold = async (kind: KeyKind) => {
    const batch = await grant(holderKeys(kind, largest));
    const lone: Held[] = [];
    for (const key of holderKeys(kind, Math.min(LONE_RIGHTS, largest), largest)) lone.push(...(await grant([key])));
    return { batch, lone };
  };
  const held = { secp256k1: await hold("secp256k1"), p256: await hold("p256"), passkey: await hold("passkey") };
  await bench.at(ISSUED_AT);
  return { eventId, sizes: lab.sizes, held };
}

/** What a gate let in on proofs of one kind of key. One right is a lone one, several are of one batch. */
export async function admissions(bench: Bench, { eventId, sizes, held }: Doors, kind: KeyKind): Promise<Act[]> {
  const { rights, roles, domains } = bench;
  const { batch, lone } = held[kind];
  const admit = async (operation: string, whose: readonly Held[]): Promise<Act> => {
    const proven = whose.map(({ key, rightId }) => {
      const entry = { rightId, issuedAt: ISSUED_AT, scannedAt: ISSUED_AT + 5, lane: 3 };
      return { word: packEntry(entry), signature: signEntry(domains.statements, key, entry) };
    });
    const [words, signatures] = [proven.map(({ word }) => word), proven.map(({ signature }) => signature)];
    return {
      operation,
      n: whose.length,
      signer: roles.gate,
      call: await rights.admit.populateTransaction(eventId, words, packSignatures(signatures)),
      emits: ["Admitted", whose.length],
    };
  };

  const acts: Act[] = [];
  for (const n of sizes) acts.push(await admit(`admit ${kind}`, n === 1 ? lone.slice(0, 1) : batch.slice(0, n)));
  acts.push(await admit(`admit ${kind}, lone rights`, lone));
  return acts;
}
