import { expect } from "chai";
import {
  DRAWN,
  type DrawStage,
  drawNow,
  evidenceFor,
  holderAt,
  openDrawStage,
  tagAt,
} from "doorkey-test-support/drawStage";
import { encodeBytes32String } from "ethers";
import { act, grant } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf } from "../../../test/helpers/auditPart.ts";
import { setAttester } from "../../attester/setAttester.ts";
import { acceptPlaces } from "../../ballot/acceptPlaces.ts";
import { advanceDraw } from "../../ballot/advanceDraw.ts";
import { appeal } from "../../ballot/appeal.ts";
import { holdDraw } from "../../ballot/holdDraw.ts";
import { listEntrants } from "../../ballot/listEntrants.ts";
import { readDraw } from "../../ballot/readDraw.ts";
import { restorePlace } from "../../ballot/restorePlace.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import type { RightId } from "../../core/RightId.ts";
import type { Entrant } from "../../draw/Entrant.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import { raiseSupply } from "../../organizer/raiseSupply.ts";
import { resumeSales } from "../../organizer/resumeSales.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { ballot } from "./ballot.ts";
import { draw } from "./draw.ts";

const HOUR = 3_600;
const PEOPLE = 20;
const ACTS = 70;

/** By default a draw by key, one with a restored place, and one that ends in open sale. */
const DEEP = Number(process.env.DOORKEY_FUZZ ?? 0) / 1_000;
const SEEDS = DEEP < 1 ? [5, 6, 10] : Array.from({ length: Math.min(100, DEEP) }, (_, seed) => seed);

/** Numbers below `below` that follow from the seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Walk = {
  readonly stage: DrawStage;
  readonly random: (below: number) => number;
  readonly byHolder: boolean;
  readonly rights: RightId[];
  /** Most hours from one act to the next. */
  readonly hours: number;
  supply: number;
};

const acts: readonly ((walk: Walk) => Promise<unknown>)[] = [
  buy,
  buy,
  buy,
  buyOffered,
  buyOffered,
  accept,
  accept,
  ({ stage }) => advanceDraw(stage.agent, stage.place),
  ({ stage }) => advanceDraw(stage.agent, stage.place),
  ({ stage }) => holdDraw(stage.agent, stage.place),
  ({ stage }) => pauseSales(stage.organizer, stage.place),
  ({ stage }) => resumeSales(stage.organizer, stage.place),
  ({ stage }) => resumeSales(stage.organizer, stage.place),
  revoke,
  revoke,
  ({ stage, random }) => restorePlace(stage.organizer, { ...stage.place, entry: entryOf(stage, random(PEOPLE)) }),
  ({ stage, random }) => trust(stage, random(4) > 0),
  async (walk) => {
    if (walk.random(4) > 0) return;
    await raiseSupply(walk.stage.organizer, { ...walk.stage.place, supply: walk.supply + 2 });
    walk.supply += 2;
  },
  wait,
  wait,
];

async function wait({ stage, random, hours }: Walk): Promise<void> {
  await stage.chain.clock.travelTo((await stage.chain.clock.now()) + (1 + random(hours)) * HOUR);
}

function entryOf(stage: DrawStage, n: number) {
  return isByHolder(stage) ? holderAt(n) : tagAt(n);
}

function isByHolder({ terms }: DrawStage): boolean {
  return terms.policy.identityVerifier === undefined;
}

async function trust({ organizer, eventId, attester }: DrawStage, trusted: boolean): Promise<void> {
  await setAttester(organizer, { scopeEventId: eventId, attester: attester.address, trusted });
}

async function buy(walk: Walk): Promise<void> {
  const count = 1 + walk.random(2);
  await grantTo(
    walk,
    Array.from({ length: count }, () => walk.random(PEOPLE + 1)),
  );
}

/** Tries everyone, so that places are taken. */
async function buyOffered(walk: Walk): Promise<void> {
  const from = walk.random(PEOPLE);
  for (let i = 0; i < PEOPLE / 2; i++) await unlessReverted(() => grantTo(walk, [(from + i) % PEOPLE]));
}

async function grantTo({ stage, byHolder, rights }: Walk, people: readonly number[]): Promise<void> {
  const evidence = byHolder ? [] : await Promise.all(people.map((n) => evidenceFor(stage, n)));
  const first = await grant(stage, people.map(holderAt), { evidence });
  for (const i of people.keys()) rights.push(first + BigInt(i));
}

async function accept({ stage, random, byHolder }: Walk): Promise<void> {
  if (byHolder) return;
  for (let i = 0; i < 4; i++) {
    const n = random(PEOPLE);
    const acceptances = [{ agentId: stage.agentId, holder: holderAt(n), evidence: await evidenceFor(stage, n) }];
    await acceptPlaces(stage.agent, { ...stage.place, acceptances });
  }
}

async function revoke({ stage, random, rights }: Walk): Promise<void> {
  const right = rights[random(rights.length)];
  if (right === undefined) return;
  await act(stage.agent, "EntryRightRegistry", "revoke", [[right], encodeBytes32String("walk")]);
}

/** Whether the contracts took the act. */
async function unlessReverted(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isDoorkeyError(error, "CALL_REVERTED")) return false;
    throw error;
  }
}

/** Persons alone and in parties, or keys that ask for up to four places. */
function entrantsOf(byHolder: boolean, random: Walk["random"]): Entrant[] {
  let leader = 0;
  return Array.from({ length: PEOPLE - 2 }, (_, n): Entrant => {
    const common = { order: `A-${n}`, entry: byHolder ? holderAt(n) : tagAt(n) };
    if (byHolder) return { ...common, places: 1 + random(4) };
    if (random(2) === 0 || n - leader >= 4) leader = n;
    return leader === n ? common : { ...common, leader: `A-${leader}` };
  });
}

describe("an audit of a draw that went through random acts", function () {
  this.timeout(600_000);

  let chain: TestChain;
  beforeEach(async () => {
    chain = await startTestChain();
  });
  afterEach(() => chain.close());

  for (const seed of SEEDS) {
    it(`finds nothing false, walk ${seed}`, async () => {
      const random = randomFrom(seed);
      const byHolder = seed % 3 === 2;
      const options = { supply: 6 + random(14), thenOpen: seed % 2 === 0 };
      const stage = await openDrawStage(chain, "direct", { by: byHolder ? "key" : "person", ...options });
      await listEntrants(stage.organizer, { ...stage.place, entrants: entrantsOf(byHolder, random) });
      await chain.clock.travelTo(stage.listUntil);
      if (!byHolder) {
        const evidence = await evidenceFor(stage, PEOPLE - 1);
        await appeal(stage.agent, { ...stage.place, agentId: stage.agentId, holder: holderAt(PEOPLE - 1), evidence });
      }
      await drawNow(stage);
      const walk: Walk = {
        stage,
        random,
        byHolder,
        rights: [],
        hours: seed % 2 === 0 ? 60 : 20,
        supply: options.supply,
      };
      let taken = 0;
      for (let i = 0; i < ACTS; i++) {
        const next = acts[random(acts.length)] ?? wait;
        if (await unlessReverted(() => next(walk))) taken++;
      }
      const found = {
        ...(await auditPart(draw, stage.agent, stage.eventId)),
        ...(await auditPart(ballot, stage.agent, stage.eventId)),
      };
      const { wave, stage: at } = await readDraw(stage.agent, stage.place);
      const told = `${taken} acts, ${walk.rights.length} rights, wave ${wave}, ${at}, class ${DRAWN}`;
      for (const id of ["draw.list", "draw.seed", "draw.round", "ballot.waves", "ballot.grants"]) {
        expect(notesOf(found[id]), `${id}: ${told}`).to.deep.equal([]);
      }
      expect(found["ballot.waves"]?.figures.waves, told).to.equal(wave);
      expect(walk.rights.length, told).to.be.greaterThan(0);
    });
  }
});
