import { signedRound } from "doorkey-test-support/beacon";
import { classTerms, DAY, HOUR, openContractShow, schedule } from "doorkey-test-support/contracts";
import { attest, packRecords, packRightId, scopeOf } from "doorkey-test-support/statements";
import { concat, id, toBeHex, ZeroHash } from "ethers";
import type { Hex } from "../sdk/src/core/Hex.ts";
import { ranksOf } from "../sdk/src/draw/rankIn.ts";
import type { EntrantsHarness } from "../types/ethers-contracts/index.js";
import { type Bench, GAS, holders, openBench, type Row, T0 } from "./chain.ts";

const ENTRANTS = 61_000;
const PLACES = 10_000;
/** Rows of one store, and of a call with two. */
const STORE = 1_228;
const CALL = 2 * STORE;

/** A list of five stores, for acts of one entrant. */
const FEW = 5 * STORE;

const [DRAWN, OPEN, SMALL] = [1, 2, 3];
const TERMS = {
  listUntil: T0 + DAY,
  sealAt: T0 + 2 * DAY,
  keepUntil: T0 + 20 * DAY,
  firstWindow: DAY,
  laterWindow: HOUR,
  byHolder: false,
  thenOpen: false,
};

type Person = { readonly tag: string; readonly holder: string };

/** Gas of a draw of 61,000 for 10,000 places, and what it adds to grants. */
export async function ballotRows(): Promise<Row[]> {
  const bench = await openBench();
  const { ballot, beacon, rights, verifier, roles } = bench;
  const saleHook = await ballot.getAddress();
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2 };
  const classes = [
    classTerms({ named: true, supply: PLACES, saleHook }),
    classTerms({ name: "without a hook", named: true, supply: PLACES }),
    classTerms({ name: "small", named: true, supply: PLACES / 10, saleHook }),
  ];
  const { agentId, eventId } = await openContractShow(bench, { schedule: schedule(T0), policy }, classes);
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
  const asOrganizer = ballot.connect(roles.organizer);
  const asAnyone = ballot.connect(roles.stranger);
  const terms = { ...TERMS, attester: roles.attester.address };
  const evidenceFor = await attesting(bench, eventId, agentId);

  const rows: Row[] = [];
  const alone = async (name: string, goal: number, send: Parameters<Bench["row"]>[0]["send"], event: string) =>
    rows.push(await bench.row({ name, items: 1, goal, send, emits: [event, 1] }));

  const open = () => asOrganizer.open(eventId, DRAWN, terms, GAS);
  await alone("open a draw", 138_000, open, "DrawOpened");
  await open();

  const persons = people(ENTRANTS);
  let largest = 0;
  for (let start = 0; start < ENTRANTS; start += CALL) {
    const sent = await asOrganizer.list(eventId, DRAWN, rowsOf(persons.slice(start, start + CALL)), GAS);
    const gas = Number((await sent.wait())?.gasUsed);
    if (start === CALL) rows.push({ name: `list entrants, N = ${CALL}`, items: CALL, gas, goal: 4_800 });
    largest = Math.max(largest, gas);
  }
  rows.push({ name: `list ${ENTRANTS} entrants, the largest call`, items: 1, gas: largest, goal: 12_000_000 });

  await asOrganizer.open(eventId, SMALL, terms);
  const few = people(FEW);
  for (let start = 0; start < FEW; start += CALL) {
    await asOrganizer.list(eventId, SMALL, rowsOf(few.slice(start, start + CALL)), GAS);
  }

  await bench.at(TERMS.listUntil);
  const missing = { tag: bench.ethers.id("missing"), holder: holders(1, ENTRANTS)[0] as string };
  const appealed = await evidenceFor(missing);
  const appeal = () => asAnyone.appeal(eventId, SMALL, agentId, missing.holder, appealed, GAS);
  await alone(`appeal against a list of ${FEW}`, 92_000, appeal, "EntrantAppealed");
  // In a long list a key is in a store that no other call has read, and its neighbour is read too if a guess misses.
  const appealToMany = () => asAnyone.appeal(eventId, DRAWN, agentId, missing.holder, appealed, GAS);
  rows.push(
    await bench.row({
      name: `appeal against a list of ${ENTRANTS}`,
      items: 1,
      send: appealToMany,
      emits: ["EntrantAppealed", 1],
    }),
  );

  await bench.at(TERMS.sealAt + HOUR + 3);
  const { round } = await ballot.drawOf(eventId, DRAWN);
  const prove = () => beacon.connect(roles.stranger).prove(round, signedRound(round).signature, GAS);
  await alone("prove a round", 175_000, prove, "RoundProven");
  await prove();
  const settle = () => asAnyone.settle(eventId, DRAWN, GAS);
  await alone("settle a draw", 132_000, settle, "WaveOpened");
  await settle();
  await asAnyone.settle(eventId, SMALL);

  const { seed } = await ballot.drawOf(eventId, DRAWN);
  const inOrder = ranked(seed, persons);
  const grant = async (classId: number, to: readonly Person[]) => {
    const evidence = await Promise.all(to.map(evidenceFor));
    const records = packRecords(to.map(({ holder }) => ({ holder })));
    return rights.connect(roles.agentMember).grant(eventId, classId, agentId, records, evidence, "0x", to.length, GAS);
  };
  // The counters of both classes are warm, as in the other rows of grants.
  await grant(DRAWN, inOrder.slice(0, 1));
  await grant(OPEN, inOrder.slice(1, 2));
  for (const [count, goal] of [
    [1, 58_000],
    [10, 40_000],
    [100, 13_500],
  ] as const) {
    // From a word of marks that is fresh.
    const to = inOrder.slice(3_200, 3_200 + count);
    const measure = (classId: number, name: string) =>
      bench.row({ name, items: count, send: () => grant(classId, to), emits: ["RightsGranted", 1] });
    const without = await measure(OPEN, "without a hook");
    const drawn = await measure(DRAWN, `grant by a draw of ${ENTRANTS}, N = ${count}`);
    const more = { name: `a draw of ${ENTRANTS} more, N = ${count}`, items: count, gas: drawn.gas - without.gas, goal };
    rows.push(drawn, more);
  }

  const fewInOrder = ranked((await ballot.drawOf(eventId, SMALL)).seed, few);
  for (const { classId, count, keepers, goal } of [
    { classId: SMALL, count: FEW, keepers: fewInOrder.slice(0, 20), goal: { goal: 28_000 } },
    { classId: DRAWN, count: ENTRANTS, keepers: inOrder.slice(3_200, 3_220), goal: {} },
  ]) {
    const items = await Promise.all(
      keepers.map(async (person) => ({ agentId, holder: person.holder, evidence: await evidenceFor(person) })),
    );
    const accept = () => asAnyone.accept(eventId, classId, items, GAS);
    const accepted = { name: `accept in a draw of ${count}, N = 20`, items: 20, ...goal };
    rows.push(await bench.row({ ...accepted, send: accept, emits: ["PlaceAccepted", 20] }));
  }
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, false);
  const hold = () => asAnyone.hold(eventId, DRAWN, GAS);
  await alone("hold a wave whose attester is not trusted", 53_000, hold, "WaveHeld");
  await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
  await bench.events.connect(roles.organizer).pauseSales(eventId);
  rows.push(
    await bench.row({ name: "hold a wave while sales are paused", items: 1, send: hold, emits: ["WaveHeld", 1] }),
  );
  await bench.events.connect(roles.organizer).resumeSales(eventId);

  await rights.connect(roles.organizer).revoke([packRightId(eventId, 0n, 0)], ZeroHash);
  await bench.at(Number((await ballot.drawOf(eventId, DRAWN)).deadline));
  const advance = () => asAnyone.advance(eventId, DRAWN, [], GAS);
  await alone("advance with a freed place", 114_000, advance, "WaveOpened");
  return rows;
}

/** Gas to find an entrant where the organizer made the keys uneven. */
export async function lookUpRows(): Promise<Row[]> {
  const { ethers } = await openBench();
  const harness = (await ethers.deployContract("EntrantsHarness")) as unknown as EntrantsHarness;
  const ghosts = Array.from({ length: 100 * STORE }, (_, i) => `${toBeHex(i + 1, 16)}00000001`);
  const honest = people(5 * STORE).map(({ tag }) => tag.slice(0, 34));
  const rows = [...ghosts, ...honest.map((key) => `${key}00000001`)];
  for (let start = 0; start < rows.length; start += STORE)
    await harness.append(concat(rows.slice(start, start + STORE)), GAS);
  let most = 0;
  for (let i = 0; i < honest.length; i += 61) {
    const { link, gas } = await harness.find(rows.length, honest[i] as string);
    if (link === 0n) throw new Error(`entrant ${i} is not found`);
    most = Math.max(most, Number(gas));
  }
  return [{ name: `find an entrant of ${rows.length}, most of them ghosts`, items: 1, gas: most, goal: 31_000 }];
}

function rowsOf(persons: readonly Person[]): string {
  return concat(persons.map(({ tag }) => `${tag.slice(0, 34)}00000001`));
}

/** The persons of a list in the order of the draw. */
function ranked(seed: string, persons: readonly Person[]): Person[] {
  const inOrder: Person[] = [];
  ranksOf(seed as Hex, 1, persons.length).forEach((rank, number) => {
    inOrder[rank] = persons[number] as Person;
  });
  return inOrder;
}

/** Persons in the order of their tags. */
function people(count: number): Person[] {
  return holders(count)
    .map((holder, i) => ({ tag: id(`person ${i}`), holder }))
    .sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

async function attesting({ ethers, rights, roles, domains }: Bench, eventId: bigint, agentId: bigint) {
  const { chainId } = await ethers.provider.getNetwork();
  const scope = scopeOf(chainId, await rights.getAddress(), eventId);
  return ({ tag, holder }: Person) =>
    attest(domains.identity, roles.attester, {
      scope,
      personTag: tag,
      holder,
      agentId,
      issuedAt: T0,
      expiresAt: T0 + 1_000 * HOUR,
    });
}
