/**
 * Builds a sale by a draw in which everyone buys and comes in, audits it where it is, and saves the bundle: every place
 * granted to a person with an attestation, every right admitted with its holder's signature.
 */

import { once } from "node:events";
import { rename } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type DrawStage, drawNow, openDrawStage, singles, tagAt } from "doorkey-test-support/drawStage";
import { type HolderKey, holderKey } from "doorkey-test-support/keys";
import { packEntry, packRecords, packSignatures, signEntry, statementDomain } from "doorkey-test-support/statements";
import { join, type Member } from "doorkey-test-support/transports";
import { attestPerson, identityScope } from "../../sdk/src/attester/index.ts";
import { auditEvent } from "../../sdk/src/audit/auditEvent.ts";
import { openAuditBundle } from "../../sdk/src/audit/bundle/AuditBundle.ts";
import { listEntrants, offers } from "../../sdk/src/ballot/index.ts";
import { type Address, type Hex, packRightId } from "../../sdk/src/index.ts";
import { setGate } from "../../sdk/src/organizer/index.ts";
import { startTestChain, type TestChain } from "../../sdk/src/testing/index.ts";

const DAY = 86_400;
const GRANTS = 250;
const ENTRIES = 500;
const LANES = 8;
/** Seconds between two people in a lane. */
const PACE = 1.5;

const [file = "", rights = "0", entrants = "0"] = process.argv.slice(2);
const chain = await startTestChain();
let document = "";
const website = createServer((_, response) => response.end(document));
await once(website.listen(0, "127.0.0.1"), "listening");
const documentUri = `http://127.0.0.1:${(website.address() as AddressInfo).port}/`;
const stage = await openDrawStage(chain, "direct", { supply: Number(rights), documentUri });
document = stage.text;
const gate = await join(chain, "direct");
await setGate(stage.organizer, { eventId: stage.eventId, gate: gate.signer.address as Address, kind: "scanner" });
await listEntrants(stage.organizer, { ...stage.place, entrants: singles(Number(entrants)) });
await drawNow(stage);
const guests = await grantAll(stage, Number(entrants));
await admitAll(stage, chain, gate, guests);
await save(stage);
website.close();
await chain.close();

type Guest = { readonly key: HolderKey; readonly rightId: bigint };

/** Grants every place to whom the draw offers it, in the order of their ranks. */
async function grantAll(stage: DrawStage, entrants: number): Promise<Guest[]> {
  const { agent, agentId, attester, eventId, place } = stage;
  const numbers = new Map(Array.from({ length: entrants }, (_, n) => [tagAt(n), n]));
  const winners = await offers(agent, { ...place, entries: [...numbers.keys()] });
  const scope = await identityScope(agent, { eventId });
  const contract = agent.contracts.rights.connect(agent.signer) as typeof agent.contracts.rights;
  const guests: Guest[] = [];
  for (let start = 0; start < winners.length; start += GRANTS) {
    const part = winners.slice(start, start + GRANTS);
    const keys = part.map(({ entry }) => holderKey("secp256k1", numbers.get(entry) as number));
    const issuedAt = await chain.clock.now();
    const evidence = await Promise.all(
      part.map(({ entry }, i) => {
        const holder = (keys[i] as HolderKey).address;
        const terms = { scope, personTag: entry, holder, agentId, issuedAt, expiresAt: issuedAt + DAY };
        return attestPerson(terms, attester);
      }),
    );
    const records = packRecords(keys.map(({ address: holder }) => ({ holder })));
    await (await contract.grant(eventId, 1, agentId, records, evidence, "0x", part.length)).wait();
    const batch = start / GRANTS;
    guests.push(...keys.map((key, index) => ({ key, rightId: packRightId({ eventId, batch, index }) })));
  }
  return guests;
}

/** Lets everyone in, in eight lanes at a human pace. */
async function admitAll(
  { doorsOpenAt, doorsCloseAt, eventId, agent }: DrawStage,
  { clock }: TestChain,
  gate: Member,
  guests: readonly Guest[],
): Promise<void> {
  const domain = statementDomain(BigInt(agent.chainId), agent.rightsRegistry);
  const contract = gate.contracts.rights.connect(gate.signer) as typeof gate.contracts.rights;
  await clock.travelTo(doorsCloseAt);
  for (let start = 0; start < guests.length; start += ENTRIES) {
    const part = guests.slice(start, start + ENTRIES);
    const entries = part.map(({ rightId }, i) => {
      const scannedAt = doorsOpenAt + 60 + Math.floor(PACE * Math.floor((start + i) / LANES));
      return { rightId, lane: (start + i) % LANES, scannedAt, issuedAt: scannedAt - 5 };
    });
    const signatures = entries.map((entry, i) => signEntry(domain, (part[i] as Guest).key, entry));
    await (await contract.admit(eventId, entries.map(packEntry), packSignatures(signatures) as Hex)).wait();
  }
}

/** Audits the sale and keeps what the audit read, whole or not at all. */
async function save({ eventId, agent }: DrawStage): Promise<void> {
  const draft = `${file}.draft`;
  const bundle = await openAuditBundle(draft);
  for await (const _ of auditEvent(agent, { eventId, bundle, sample: 1 }));
  await bundle.close();
  await rename(draft, file);
}
