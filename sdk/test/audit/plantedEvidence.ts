/** Evidence that an attester signed for another chain, and that the contracts take for a moment. */

import { tagAt } from "doorkey-test-support/drawStage";
import { grantTo, offered } from "doorkey-test-support/sale/acts";
import { keyOf } from "doorkey-test-support/sale/people";
import { ENTRANTS } from "doorkey-test-support/sale/runSale";
import { CLASS, type Place, type Sale } from "doorkey-test-support/sale/Sale";
import { attest, identityDomain, scopeOf } from "doorkey-test-support/statements";
import { acceptPlaces, appeal } from "../../src/ballot/index.ts";
import type { Address, Hex } from "../../src/core/Hex.ts";
import { nameRight } from "../../src/organizer/index.ts";
import { FOREIGN_CHAIN, withForeignDomain } from "./brokenRules.ts";

const HOUR = 3_600;

/** A member of the crew is named on it. */
export async function nameOnForeignEvidence(sale: Sale): Promise<void> {
  const { rightId, key, person } = sale.places.crew.at(-1) as Place;
  const evidence = await foreignEvidence(sale, person, rightId);
  await withForeignDomain(sale, "AttesterIdentityVerifier", async () => {
    await nameRight(sale.organizer, { rightId, holder: key.address, evidence });
  });
}

/** The last winner of the wave keeps a place on it, and is then granted the place as everybody. */
export async function acceptOnForeignEvidence(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId: agentId } = sale;
  const [person] = (await offered(sale, ENTRANTS)) as [number];
  const evidence = await foreignEvidence(sale, person);
  const acceptances = [{ agentId, holder: keyOf(person).address as Address, evidence }];
  await withForeignDomain(sale, "AttesterIdentityVerifier", async () => {
    await acceptPlaces(kiosk, { eventId, className: CLASS.floor, acceptances });
  });
  await grantTo(sale, "floor", [person]);
}

/** An entrant whom the list left out enters on it. */
export async function appealOnForeignEvidence(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId: agentId } = sale;
  const evidence = await foreignEvidence(sale, 50);
  const holder = keyOf(50).address as Address;
  await withForeignDomain(sale, "AttesterIdentityVerifier", async () => {
    await appeal(kiosk, { eventId, className: CLASS.floor, agentId, holder, evidence });
  });
}

async function foreignEvidence(sale: Sale, person: number, rightId = 0n): Promise<Hex> {
  const { organizer, attester, chain, eventId, ticketsId: agentId } = sale;
  const issuedAt = await chain.clock.now();
  const { address } = organizer.deployment.contracts.AttesterIdentityVerifier;
  const scope = scopeOf(BigInt(organizer.chainId), organizer.rightsRegistry, eventId);
  const about = { scope, personTag: tagAt(person), holder: keyOf(person).address, agentId, rightId };
  const terms = { ...about, issuedAt, expiresAt: issuedAt + HOUR };
  return (await attest(identityDomain(BigInt(FOREIGN_CHAIN), address), attester, terms)) as Hex;
}
