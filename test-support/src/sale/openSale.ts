/** Publishes the event of a sale, with its agents, attester, gates and draw. */

import { delegateQuota, registerAgent } from "../../../sdk/src/agent/index.ts";
import { setAttester } from "../../../sdk/src/attester/index.ts";
import { openDraw } from "../../../sdk/src/ballot/index.ts";
import type { Address } from "../../../sdk/src/index.ts";
import { designateAgent, setGate } from "../../../sdk/src/organizer/index.ts";
import { walletOf } from "../keys.ts";
import { publishShow } from "../show.ts";
import { join } from "../transports.ts";
import { CLASS, type Sale, type SaleChain, type SalePlan } from "./Sale.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A quota that no returned place uses up. */
const UNLIMITED = 2 ** 32 - 1;

export async function openSale(chain: SaleChain, plan: SalePlan): Promise<Sale> {
  const published = await publish(chain, plan);
  const { organizer, eventId } = published;
  const [tickets, kiosk] = [await join(chain, "relay"), await join(chain, "direct")];
  const { agentId: ticketsId } = await registerAgent(tickets, { name: "Tickets & Co", uri: "https://tickets.example" });
  const { agentId: kioskId } = await registerAgent(kiosk, { name: "Corner Kiosk", uri: "https://kiosk.example" });
  for (const className of Object.values(CLASS)) {
    await designateAgent(organizer, { eventId, className, agentId: ticketsId, quota: UNLIMITED });
  }
  await delegateQuota(tickets, { eventId, className: CLASS.standing, from: ticketsId, to: kioskId, quota: 40 });
  const [one, two, desk] = [await join(chain, "direct"), await join(chain, "direct"), await join(chain, "direct")];
  for (const gate of [one, two]) await setGate(organizer, { eventId, gate: addressOf(gate), kind: "scanner" });
  await setGate(organizer, { eventId, gate: addressOf(desk), kind: "desk", byHandLimit: 20 });
  const attester = walletOf("the attester of a sale");
  await setAttester(organizer, { scopeEventId: eventId, attester: attester.address, trusted: true });
  await openDraw(organizer, {
    eventId,
    className: CLASS.floor,
    attester: attester.address as Address,
    document: published.terms,
  });
  return {
    ...published,
    ...{ chain, plan, tickets, ticketsId, kiosk, kioskId, attester, desk },
    gates: [one, two],
    places: { standing: [], floor: [], crew: [] },
  };
}

async function publish(chain: SaleChain, { name, documentUri, listFor }: SalePlan) {
  const now = await chain.clock.now();
  const listUntil = now + listFor;
  const doors = now + 30 * DAY;
  const ballot = {
    listUntil: iso(listUntil),
    sealAt: iso(listUntil + DAY),
    keepUntil: iso(now + 20 * DAY),
    firstWindowHours: 48,
    laterWindowHours: 24,
    by: "person",
    thenOpen: false,
  };
  const published = await publishShow(chain, {
    transport: "relay",
    name,
    documentUri,
    schedule: {
      salesOpenAt: now + 5 * DAY,
      salesCloseAt: doors - DAY,
      returnUntil: doors - 3 * DAY,
      rebindUntil: doors - 2 * DAY,
      nameBy: doors - 5 * DAY,
    },
    policy: { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 2, minPublicBps: 9_000 },
    classes: {
      [CLASS.standing]: { supply: 190 },
      [CLASS.floor]: { supply: 6, named: true, sale: "ballot", ballot },
      [CLASS.crew]: { supply: 6, reserved: true, named: true },
    },
  });
  return { ...published, listUntil };
}

function iso(seconds: number): string {
  return new Date(1_000 * seconds).toISOString();
}

function addressOf({ signer }: Sale["desk"]): Address {
  return signer.address as Address;
}
