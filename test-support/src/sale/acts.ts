/** What happens to the places of a sale. Each act adds what it grants to the sale's places. */

import { grantMany } from "../../../sdk/src/agent/index.ts";
import { offers, proveRound, readDraw, settleDraw, signRound } from "../../../sdk/src/ballot/index.ts";
import { fromHex } from "../../../sdk/src/core/bytes.ts";
import { LOCAL_BEACON } from "../../../sdk/src/deployment/localBeacon.ts";
import type { Hex } from "../../../sdk/src/index.ts";
import { deliverReturns, nameRight, rebindRight } from "../../../sdk/src/organizer/index.ts";
import { tagAt } from "../drawStage.ts";
import { packEntry, packSignatures, signEntry, signRebind, signReturn } from "../statements.ts";
import type { Member } from "../transports.ts";
import { domainOf, evidenceOf, keyOf } from "./people.ts";
import { CLASS, type Place, type Sale } from "./Sale.ts";

const HOUR = 3_600;

/** Grants a right of a class to each person, in one call if the class has no names. */
export async function grantTo(
  sale: Sale,
  class_: keyof typeof CLASS,
  people: readonly number[],
  options: grantTo.Options = {},
): Promise<void> {
  const { by = "tickets", holder, again = false } = options;
  const [agent, agentId] = by === "tickets" ? [sale.tickets, sale.ticketsId] : [sale.kiosk, sale.kioskId];
  const rows = [];
  for (const person of people) {
    const evidence = class_ === "floor" ? { evidence: [await evidenceOf(sale, person)] } : {};
    rows.push({ order: `A-${person}`, className: CLASS[class_], holder: holder ?? keyOf(person).address, ...evidence });
  }
  const { results } = await grantMany(agent, { agentId, eventId: sale.eventId, rows, document: sale.terms, again });
  for (const [i, result] of results.entries()) {
    if (result.status !== "granted") throw new Error(`row ${i}: ${JSON.stringify(result)}`);
    const person = people[i] as number;
    sale.places[class_].push({ rightId: result.rightIds[0] as bigint, key: keyOf(person), person });
  }
}

export declare namespace grantTo {
  type Options = { readonly by?: "tickets" | "kiosk"; readonly holder?: string; readonly again?: boolean };
}

/** Moves the clock past the round of the draw, proves it, and settles the draw. */
export async function settle(sale: Sale): Promise<void> {
  const place = { eventId: sale.eventId, className: CLASS.floor };
  const { round, roundAt, randomness } = await readDraw(sale.organizer, place);
  await sale.chain.clock.travelTo(roundAt + 3);
  const beaconRound = signRound(fromHex(LOCAL_BEACON.secretKey), round);
  if (randomness === undefined) await proveRound(sale.kiosk, { ...place, beaconRound });
  await settleDraw(sale.kiosk, place);
}

/** The people whom the draw offers a place now, by rank, without those who accepted theirs. */
export async function offered(sale: Sale, people: readonly number[]): Promise<number[]> {
  const entries = people.map(tagAt);
  const all = await offers(sale.organizer, { eventId: sale.eventId, className: CLASS.floor, entries });
  return all.filter(({ status }) => status !== "kept").map(({ entry }) => people[entries.indexOf(entry)] as number);
}

/** The holder gives a right back. */
export async function giveBack(sale: Sale, { rightId, key }: Place): Promise<void> {
  const expiresAt = (await sale.chain.clock.now()) + HOUR;
  const { signature, ...wish } = signReturn(domainOf(sale), key, { rightId, expiresAt });
  const signed = { ...wish, rightId: String(rightId), expiresAt: String(expiresAt), signature: signature as Hex };
  await deliverReturns(sale.kiosk, { returns: [signed] });
}

/** The tickets' site moves a right to another key, as its holder agreed. Its holder is then person `to`. */
export async function rebindTo(sale: Sale, place: Place, to: number): Promise<Place> {
  const expiresAt = (await sale.chain.clock.now()) + HOUR;
  const key = keyOf(to);
  const proof = signRebind(domainOf(sale), place.key, {
    rightId: place.rightId,
    newHolder: key.address,
    expiresAt,
  });
  await rebindRight(sale.tickets, { rightId: place.rightId, newHolder: key.address, proof: proof as Hex });
  return { ...place, key };
}

/** The organizer names a right of the crew. */
export async function nameCrew(sale: Sale, { rightId, key, person }: Place): Promise<void> {
  const evidence = await evidenceOf(sale, person, { rightId });
  await nameRight(sale.organizer, { rightId, holder: key.address, evidence });
}

export type Scan = Place & { readonly scannedAt: number; readonly lane: number; readonly challenge?: string };

/** A gate lets people in, in one call. Each signed five seconds before the scan. */
export async function admit(sale: Sale, gate: Member, scans: readonly Scan[]): Promise<void> {
  const entries = scans.map(({ scannedAt, key: _, person: __, ...scan }) => ({
    ...scan,
    scannedAt,
    issuedAt: scannedAt - 5,
  }));
  const signatures = entries.map((entry, i) => signEntry(domainOf(sale), (scans[i] as Scan).key, entry));
  const rights = gate.contracts.rights.connect(gate.signer) as typeof gate.contracts.rights;
  await (await rights.admit(sale.eventId, entries.map(packEntry), packSignatures(signatures))).wait();
}
