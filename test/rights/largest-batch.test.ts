/** The largest batch of every kind fits one transaction, in the dearest case: a new event, and holders without zero bytes. */

import { expect } from "chai";
import { classTerms, openContractShow } from "doorkey-test-support/contracts";
import { type Grantee, packRecords } from "doorkey-test-support/statements";
import { concat, toBeHex } from "ethers";
import { network } from "hardhat";
import { GAS, holders } from "../../bench/chain.ts";
import { type Batch, cutBatches } from "../../sdk/src/agent/grants/cutBatches.ts";
import type { Address } from "../../sdk/src/core/Hex.ts";
import { evidenceForAll, logsOf, openStage, type Stage } from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();

const MOST_STANDING = 1_228;
const MOST_SEATED = 1_068;
const MOST_TAGGED = 200;
/** A word of the seat map has the states of so many seats. */
const SEATS_IN_WORD = 128;
const CLASSES = { standing: 1, seated: 2 } as const;

/** A verifier that burns all of its 600,000 gas but 3,000, and then answers that the holder is the person. */
const BURNING_VERIFIER = concat([
  "0x5b5f1960030a50", // 3 to the power of 2^256 - 1, which takes 1,600 gas,
  "0x610bb85a115f57", // again while more than 3,000 is left
  "0x6044355f526001602052", // the holder, and 1 as the time of issue,
  "0x60405ff3", // are the answer
]);
const VERIFIER_AT = ethers.getAddress(toBeHex(0xb0b0n << 144n, 20));

async function fixture(): Promise<Stage> {
  const suite = await openStage(ethers);
  return openNew(suite, await suite.verifier.getAddress());
}

async function burningFixture(): Promise<Stage> {
  const suite = await openStage(ethers);
  await networkHelpers.setCode(VERIFIER_AT, BURNING_VERIFIER);
  return openNew(suite, VERIFIER_AT);
}

async function openNew(suite: Stage, identityVerifier: string): Promise<Stage> {
  const policy = { identityVerifier, maxPerPerson: 1 };
  const classes = [classTerms(), classTerms({ seated: true, supply: 2 ** 24 })];
  const show = await openContractShow(suite, { policy }, classes);
  if (identityVerifier !== VERIFIER_AT) {
    await suite.verifier.connect(suite.roles.organizer).setAttester(show.eventId, suite.roles.attester, true);
  }
  return { ...suite, ...show };
}

/** Grants with all the gas that a transaction may have. */
function grantAll(stage: Stage, classId: number, records: readonly Grantee[], evidence: readonly string[] = []) {
  const { rights, roles, eventId, agentId } = stage;
  return rights
    .connect(roles.agentMember)
    .grant(eventId, classId, agentId, packRecords(records), [...evidence], "0x", 1, GAS);
}

/** Expects that the batch is made, with `refused` of its rights refused. */
async function expectFits(stage: Stage, sent: ReturnType<typeof grantAll>, refused = 0): Promise<void> {
  const names = (await logsOf(stage.rights, sent)).map(([name]) => name);
  expect(names.filter((name) => name === "RightsGranted")).to.have.length(1);
  expect(names.filter((name) => name === "GrantRefused")).to.have.length(refused);
  expect((await (await sent).wait())?.gasUsed).to.be.below(GAS.gasLimit);
}

const standing = (count: number): Grantee[] => holders(count).map((holder) => ({ holder }));
/** Seats from 0 on, `apart` of each other. */
const seated = (count: number, apart: number): Grantee[] =>
  holders(count).map((holder, i) => ({ holder, seat: i * apart }));

describe("the largest batch", () => {
  it(`of standing places: ${MOST_STANDING} rights`, async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    await expectFits(stage, grantAll(stage, CLASSES.standing, standing(MOST_STANDING)));
  });

  it(`of seats in a row: ${MOST_SEATED} rights`, async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    await expectFits(stage, grantAll(stage, CLASSES.seated, seated(MOST_SEATED, 1)));
  });

  it("of seats that are all taken but one", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    await grantAll(stage, CLASSES.seated, seated(MOST_SEATED - 1, 1));
    await expectFits(stage, grantAll(stage, CLASSES.seated, seated(MOST_SEATED, 1)), MOST_SEATED - 1);
  });

  it("of seats in any order, as the SDK cuts them, with one seat in each word of the seat map", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const items = seated(MOST_SEATED, SEATS_IN_WORD).map(({ holder, seat = 0 }) => {
      return { classId: CLASSES.seated, holder: holder as Address, quantity: 1, seats: [seat], evidence: [] };
    });
    const shuffled = items.map((_, i) => items[(i * 601) % items.length] ?? items[0]).flatMap((item) => item ?? []);
    const batches: Batch<(typeof items)[number]>[] = cutBatches(shuffled);
    expect(batches.flatMap((batch) => batch.items)).to.have.length(items.length);
    for (const batch of batches) {
      const records = batch.items.map(({ holder, seats: [seat = 0] }) => ({ holder, seat }));
      await expectFits(stage, grantAll(stage, CLASSES.seated, records));
    }
  });

  for (const [what, classId, records] of [
    ["standing", CLASSES.standing, standing(MOST_TAGGED)],
    ["seated in different words of the seat map", CLASSES.seated, seated(MOST_TAGGED, SEATS_IN_WORD)],
  ] as const) {
    it(`with a person to each right, ${what}: ${MOST_TAGGED} rights`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const evidence = await evidenceForAll(
        stage,
        records.map(({ holder }) => holder),
        [],
      );
      await expectFits(stage, grantAll(stage, classId, records, evidence));
    });
  }

  it("with a verifier that burns all of its gas, of 26 rights and not 27", async () => {
    const stage = await networkHelpers.loadFixture(burningFixture);
    const evidence = (count: number) => Array<string>(count).fill("0x");
    await expect(grantAll(stage, CLASSES.standing, standing(27), evidence(27))).to.be.revertedWithCustomError(
      stage.rights,
      "GasTooLow",
    );
    await expectFits(stage, grantAll(stage, CLASSES.standing, standing(26), evidence(26)));
  });
});
