/** What is done in a sale to plant a fraud. */

import { signedRound } from "doorkey-test-support/beacon";
import { tagAt } from "doorkey-test-support/drawStage";
import { admit, giveBack, grantTo, offered, rebindTo } from "doorkey-test-support/sale/acts";
import { evidenceOf, keyOf } from "doorkey-test-support/sale/people";
import { ENTRANTS, later } from "doorkey-test-support/sale/runSale";
import { CLASS, type Place, type Sale } from "doorkey-test-support/sale/Sale";
import { encodeBytes32String, type JsonRpcApiProvider, toBeHex } from "ethers";
import { contractAt } from "../../src/abi/contracts.ts";
import { delegateQuota } from "../../src/agent/index.ts";
import { acceptPlaces, appeal, readDraw } from "../../src/ballot/index.ts";
import type { Address } from "../../src/core/Hex.ts";
import {
  dismissAgent,
  nameRight,
  pauseSales,
  raiseSupply,
  rebindRight,
  reopenPlaces,
  resumeSales,
  revokeRights,
  setSaleHook,
} from "../../src/organizer/index.ts";
import { onForeignChain, withForeignBeacon, withForeignDomain, withNames, withoutRightsOf } from "./brokenRules.ts";

const HOUR = 3_600;

export async function raiseCrew({ organizer, eventId }: Sale): Promise<void> {
  for (const supply of [7, 8]) await raiseSupply(organizer, { eventId, className: CLASS.crew, supply });
}

/** The hook lets everyone buy: its code is STOP. */
export async function sellByOwnHook({ organizer, eventId }: Sale): Promise<void> {
  const saleHook = toBeHex(0xfeed, 20);
  await (organizer.provider as JsonRpcApiProvider).send("hardhat_setCode", [saleHook, "0x00"]);
  await setSaleHook(organizer, { eventId, className: CLASS.standing, saleHook });
}

export async function delegateAgain({ tickets, ticketsId: from, kioskId: to, eventId }: Sale): Promise<void> {
  await delegateQuota(tickets, { eventId, className: CLASS.standing, from, to, quota: 40 });
}

export async function sellBackToFriend(sale: Sale): Promise<void> {
  const { organizer, eventId, places } = sale;
  await giveBack(sale, places.standing.pop() as Place);
  await reopenPlaces(organizer, { eventId, className: CLASS.standing, places: 1 });
  await grantTo(sale, "standing", [181]);
}

export async function takeAway({ organizer, places }: Sale): Promise<void> {
  const { rightId } = places.standing.pop() as Place;
  await rebindRight(organizer, { rightId, newHolder: keyOf(301).address });
}

/** A member of the crew moves twice to a new phone, with evidence. */
export async function moveCrewTwice(sale: Sale): Promise<void> {
  const { rightId, person } = sale.places.crew.at(-1) as Place;
  for (const phone of [306, 307]) {
    await later(sale, HOUR);
    const holder = keyOf(phone).address;
    const proof = await evidenceOf(sale, person, { holder, rightId });
    await rebindRight(sale.tickets, { rightId, newHolder: holder, proof });
  }
}

export async function moveThree(sale: Sale): Promise<void> {
  for (const person of [302, 303, 304]) await rebindTo(sale, sale.places.standing[person - 280] as Place, person);
}

export async function revokeWinner({ organizer, places }: Sale): Promise<void> {
  await revokeRights(organizer, { rightIds: [(places.floor.pop() as Place).rightId], reason: "double booking" });
}

export async function appealOfOne(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId } = sale;
  const evidence = await evidenceOf(sale, 50);
  const holder = keyOf(50).address as Address;
  await appeal(kiosk, { eventId, className: CLASS.floor, agentId: ticketsId, holder, evidence });
}

export async function acceptOnly(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId: agentId } = sale;
  for (const person of await offered(sale, ENTRANTS)) {
    const acceptance = { agentId, holder: keyOf(person).address as Address, evidence: await evidenceOf(sale, person) };
    await acceptPlaces(kiosk, { eventId, className: CLASS.floor, acceptances: [acceptance] });
  }
}

export async function pauseForAnHour({ organizer, chain, eventId }: Sale): Promise<void> {
  await pauseSales(organizer, { eventId });
  await later({ chain }, HOUR);
  await resumeSales(organizer, { eventId });
}

/** The only agent of the draw can no longer grant what its winners keep. */
export async function dismissTickets({ organizer, eventId, ticketsId: agentId }: Sale): Promise<void> {
  await dismissAgent(organizer, { eventId, className: CLASS.floor, agentId });
}

/** The last two rights of the crew get the first one's person, who may have two. */
export async function giveThree(sale: Sale): Promise<void> {
  const { organizer, places } = sale;
  const { person } = places.crew[0] as Place;
  const [third, fourth] = places.crew.slice(2) as [Place, Place];
  const nameToo = async ({ rightId, key: { address: holder } }: Place) => {
    const evidence = await evidenceOf(sale, person, { holder, rightId });
    await nameRight(organizer, { rightId, holder, evidence });
  };
  await nameToo(third);
  await withoutRightsOf(sale, tagAt(person), () => nameToo(fourth));
}

/** The desk lets in a member of the crew who has no name. */
export async function admitNameless(sale: Sale): Promise<void> {
  const { desk, places, doorsOpenAt, eventId } = sale;
  const place = places.crew.at(-1) as Place;
  const rights = contractAt("EntryRightRegistry", desk.rightsRegistry, desk.signer);
  const reason = encodeBytes32String("no time to ask");
  await withNames(sale, place, async () => {
    await (await rights.admitByHand(eventId, [place.rightId], doorsOpenAt + 900, reason)).wait();
  });
}

export async function enterTwice(sale: Sale): Promise<void> {
  const { doorsOpenAt, gates, places } = sale;
  const scan = { ...(places.standing[60] as Place), scannedAt: doorsOpenAt + 900 };
  await admit(sale, gates[0], [{ ...scan, lane: 1, challenge: "0x1111111111111111" }]);
  await admit(sale, gates[1], [{ ...scan, lane: 2, scannedAt: scan.scannedAt + 60, challenge: "0x2222222222222222" }]);
}

export async function buyFiveTimes(sale: Sale): Promise<void> {
  const holder = keyOf(400).address;
  for (let order = 0; order < 5; order++) await grantTo(sale, "standing", [400], { holder, again: true });
}

export async function returnUnsigned(sale: Sale): Promise<void> {
  const place = sale.places.standing.pop() as Place;
  await withForeignDomain(sale, "EntryRightRegistry", () => giveBack(onForeignChain(sale), place));
}

export async function moveUnsigned(sale: Sale): Promise<void> {
  const place = sale.places.standing[40] as Place;
  await withForeignDomain(sale, "EntryRightRegistry", async () => {
    sale.places.standing[40] = await rebindTo(onForeignChain(sale), place, 305);
  });
}

export async function enterUnsigned(sale: Sale): Promise<void> {
  const { doorsOpenAt, gates, places } = sale;
  const scan = { ...(places.standing[60] as Place), scannedAt: doorsOpenAt + 900, lane: 1 };
  await withForeignDomain(sale, "EntryRightRegistry", () => admit(onForeignChain(sale), gates[0], [scan]));
}

export async function signRoundAlone(sale: Sale): Promise<void> {
  const { kiosk, chain, eventId } = sale;
  const { round, roundAt } = await readDraw(kiosk, { eventId, className: CLASS.floor });
  await chain.clock.travelTo(roundAt + 3);
  const { address } = kiosk.deployment.contracts.DrandBeacon;
  const { signature } = signedRound(BigInt(round));
  await withForeignBeacon(sale, () => contractAt("DrandBeacon", address, kiosk.signer).prove(round, signature));
}
