/** A show with a drawn class, real beacon and attester, and the steps of a draw. */

import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { signedRound } from "doorkey-test-support/beacon";
import {
  classTerms,
  DAY,
  deployContracts,
  HOUR,
  now,
  openContractShow,
  type Suite,
} from "doorkey-test-support/contracts";
import { packRecords, signRequest } from "doorkey-test-support/statements";
import { concat, dataSlice, toBeHex } from "ethers";
import type { IBallot } from "../../types/ethers-contracts/interfaces/IBallot.js";
import { addresses, evidenceFor, type Stage, tagOf } from "./stage.ts";

/** Ids of the classes: two with a draw, one without. */
export const DRAWN = 1;
export const DRAWN_TOO = 2;
export const WITHOUT = 3;

export type DrawStage = Stage & {
  readonly supply: number;
  readonly terms: IBallot.TermsStruct & { readonly listUntil: number; readonly sealAt: number };
};

/** The show, before any draw is opened. */
export async function openDrawStage(ethers: HardhatEthers, supply = 4): Promise<DrawStage> {
  const suite: Suite = await deployContracts(ethers);
  const policy = { identityVerifier: await suite.verifier.getAddress(), maxPerPerson: 2 };
  const saleHook = await suite.ballot.getAddress();
  const drawn = classTerms({ named: true, supply, saleHook });
  const classes = [drawn, { ...drawn, name: "balcony" }, classTerms({ name: "open", named: true, supply })];
  const show = await openContractShow(suite, { policy }, classes);
  const { events, verifier, roles } = suite;
  for (const classId of [DRAWN, DRAWN_TOO, WITHOUT]) {
    await events.connect(roles.organizer).designateAgent(show.eventId, classId, show.agentId, 2 ** 32 - 1);
  }
  await verifier.connect(roles.organizer).setAttester(show.eventId, roles.attester, true);
  const t = await now(suite);
  const terms = {
    listUntil: t + DAY,
    sealAt: t + 2 * DAY,
    keepUntil: t + 15 * DAY,
    firstWindow: DAY,
    laterWindow: HOUR,
    byHolder: false,
    thenOpen: false,
    attester: roles.attester.address,
  };
  return { ...suite, ...show, supply, terms };
}

/** The key of a person. */
export const keyOf = (person: string): string => dataSlice(tagOf(person), 0, 16);

/** Rows of parties, each with its leader first, in the order of their keys. */
export function rowsOf(parties: readonly (readonly string[])[]): string {
  const persons = parties
    .flatMap((party) =>
      party.map((person, member) => ({ person, member, leader: party[0] as string, size: party.length })),
    )
    .sort((a, b) => (keyOf(a.person) < keyOf(b.person) ? -1 : 1));
  const rowOf = new Map(persons.map(({ person }, row) => [person, row]));
  return concat(
    persons.flatMap(({ person, member, leader, size }) => {
      const link = member === 0 ? size : 0x8000_0000 + member * 0x2000_0000 + (rowOf.get(leader) as number);
      return [keyOf(person), toBeHex(link, 4)];
    }),
  );
}

/** Opens the draw of a class and lists the parties. */
export async function listDraw(
  stage: DrawStage,
  parties: readonly (readonly string[])[],
  classId = DRAWN,
  change: Partial<IBallot.TermsStruct> = {},
): Promise<void> {
  const asOrganizer = stage.ballot.connect(stage.roles.organizer);
  await asOrganizer.open(stage.eventId, classId, { ...stage.terms, ...change });
  await asOrganizer.list(stage.eventId, classId, rowsOf(parties));
}

/** Proves the round of the draw and settles it. The clock stands at the round. */
export async function settleDraw(stage: DrawStage, classId = DRAWN): Promise<void> {
  const { ballot, beacon, roles, eventId } = stage;
  const { round } = await ballot.drawOf(eventId, classId);
  await beacon.connect(roles.stranger).prove(round, signedRound(round).signature);
  await ballot.connect(roles.stranger).settle(eventId, classId);
}

/** Who has which place in the draw: the persons by rank, for parties of one size. */
export async function inOrder(stage: DrawStage, persons: readonly string[], classId = DRAWN): Promise<string[]> {
  const ordered: string[] = [];
  for (const person of persons) {
    const { rank } = await stage.ballot.placeOf(stage.eventId, classId, keyOf(person));
    ordered[Number(rank)] = person;
  }
  return ordered;
}

export const persons = (count: number): string[] => Array.from({ length: count }, (_, i) => `fan ${i}`);

/** The address that a person buys with. */
export function holderOf(person: string): string {
  return addresses(1, Number(person.replace(/\D/g, "")) + 1)[0] as string;
}

/** Sends a grant of one right to each person. */
export async function buy(
  stage: DrawStage,
  people: readonly string[],
  { classId = DRAWN, by = stage.roles.agentMember }: { classId?: number; by?: HardhatEthersSigner } = {},
) {
  const evidence = await Promise.all(people.map((person) => evidenceFor(stage, { person, holder: holderOf(person) })));
  const records = packRecords(people.map((person) => ({ holder: holderOf(person) })));
  return stage.rights.connect(by).grant(stage.eventId, classId, stage.agentId, records, evidence, "0x", people.length);
}

/** A person's acceptance with the attester's evidence. */
export async function acceptanceOf(stage: DrawStage, person: string): Promise<IBallot.AcceptanceStruct> {
  const holder = holderOf(person);
  return { agentId: stage.agentId, holder, evidence: await evidenceFor(stage, { person, holder }) };
}

let nonce = 0n;

/** Has the relay execute a call of the ballot that `by` signed. Returns whether it succeeded. */
export async function relayBallot(stage: DrawStage, by: HardhatEthersSigner, data: string): Promise<boolean> {
  const { forwarder, domains, roles, ballot } = stage;
  const signed = await signRequest(domains.forwarder, by, {
    to: await ballot.getAddress(),
    gas: 2_000_000n,
    nonce: nonce++,
    deadline: 2n ** 40n,
    relayer: roles.relay.address,
    data,
  });
  const receipt = await (await forwarder.connect(roles.relay).execute([signed], { gasLimit: 3_000_000 })).wait();
  const logs = (receipt?.logs ?? []).map((log) => forwarder.interface.parseLog(log));
  return logs.find((log) => log?.name === "RequestExecuted")?.args.success === true;
}
