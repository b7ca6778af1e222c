import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  DRAWN,
  type DrawStage,
  drawNow,
  evidenceFor,
  holderAt,
  openDrawStage,
  rowFor,
  singles,
} from "doorkey-test-support/drawStage";
import { grantedOf } from "../../../test/helpers/acts.ts";
import { lyingRelay } from "../../../test/helpers/lyingRelay.ts";
import { advanceDraw } from "../../ballot/advanceDraw.ts";
import { listEntrants } from "../../ballot/listEntrants.ts";
import { readDraw } from "../../ballot/readDraw.ts";
import { recomputeDraw } from "../../ballot/recomputeDraw.ts";

import { type Entrant, entrantKey } from "../../draw/Entrant.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { GrantRow } from "./GrantRow.ts";
import { grantJournalFile } from "./grantJournalFile.ts";
import { grantMany } from "./grantMany.ts";

describe("grantMany in a class that sells by a ballot", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  const grant = async ({ agent, agentId, eventId }: DrawStage, rows: readonly GrantRow[]) =>
    (await grantMany(agent, { agentId, eventId, rows, again: true })).results;
  const reasonsOf = (results: grantMany.Result["results"]) =>
    results.map((one) => (one.status === "refused" ? one.reason : one.status));
  const list = ({ organizer, place }: DrawStage, entrants: readonly Entrant[]) =>
    listEntrants(organizer, { ...place, entrants });
  /** The numbers of the entrants in the order of their ranks. */
  const drawn = async (stage: DrawStage, entrants: readonly Entrant[]) => {
    await list(stage, entrants);
    await drawNow(stage);
    const numbers = new Map(entrants.map(({ entry }, n) => [entrantKey(entry), n]));
    return (await recomputeDraw(stage.agent, stage.place)).entries.flatMap(({ key }) => numbers.get(key) ?? []);
  };

  it("grants the persons who are offered a place in the order of their ranks, and refuses the others", async () => {
    const stage = await openDrawStage(chain, "direct", { supply: 3 });
    const [first = 0, second = 0, third = 0, fourth = 0] = await drawn(stage, singles(5));
    const rows = await Promise.all([third, fourth, second, 77, first].map((n) => rowFor(stage, n)));
    const results = await grant(stage, rows);
    expect(reasonsOf(results)).to.deep.equal([
      "granted",
      "ENTRANT_NOT_OFFERED",
      "granted",
      "ENTRANT_NOT_LISTED",
      "granted",
    ]);
    expect(results[1]).to.include({
      sentence: "This person or key is not offered a place now. Its position is 4 of 5: waiting.",
    });
    const rights = [4, 2, 0].flatMap((i) => (results[i]?.status === "granted" ? results[i].rightIds : []));
    expect(rights).to.deep.equal([0n, 1n, 2n].map((i) => (rights[0] ?? 0n) + i));
  });

  it("refuses a row whole if one of its persons is not offered a place, or it names no person", async () => {
    const stage = await openDrawStage(chain, "relay", { supply: 3 });
    const [first = 0, second = 0, third = 0, fourth = 0] = await drawn(stage, singles(5));
    const rowOf = async (...people: readonly number[]): Promise<GrantRow> => ({
      ...{ className: DRAWN, holder: holderAt(first), quantity: Math.max(1, people.length) },
      evidence: await Promise.all(people.map((n) => evidenceFor(stage, n))),
    });
    const results = await grant(stage, [
      await rowOf(first, fourth),
      await rowOf(77, first),
      await rowOf(),
      await rowFor(stage, third),
      await rowFor(stage, second),
    ]);
    expect(reasonsOf(results)).to.deep.equal([
      "ENTRANT_NOT_OFFERED",
      "ENTRANT_NOT_LISTED",
      "ENTRANT_NOT_LISTED",
      "granted",
      "granted",
    ]);
    expect(await grantedOf(stage, 1)).to.equal(2);
  });

  it("tries rows again that a declined request may still grant, with its nonce", async () => {
    const folder = mkdtempSync(join(tmpdir(), "doorkey-ballot-"));
    try {
      const stage = await openDrawStage(chain, "relay", { supply: 2 });
      const [first = 0, second = 0] = await drawn(stage, singles(3));
      const { agent, agentId, eventId } = stage;
      const liar = lyingRelay(chain, "rejects", "after the next", 5);
      const rows = [await rowFor(stage, first)];
      const journal = grantJournalFile(join(folder, "ballot.journal"));
      const run = () => grantMany({ ...agent, relay: liar }, { agentId, eventId, rows, journal });
      expect([(await run()).refused, liar.declined.length]).to.deep.equal([1, 5]);
      expect(reasonsOf((await run()).results)).to.deep.equal(["granted"]);
      await liar.carryKept();
      expect(reasonsOf(await grant(stage, [await rowFor(stage, second)]))).to.deep.equal(["granted"]);
      expect(await grantedOf(stage, 1)).to.equal(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("leaves rows to the contracts until the draw is settled", async () => {
    const stage = await openDrawStage(chain, "direct", { supply: 3 });
    await list(stage, singles(2));
    expect(reasonsOf(await grant(stage, [await rowFor(stage, 0), await rowFor(stage, 77)]))).to.deep.equal([
      "NotDrawn",
      "NotDrawn",
    ]);
  });

  it("leaves rows to the contracts again once the list is used up and the sale is open", async () => {
    const stage = await openDrawStage(chain, "direct", { supply: 3, thenOpen: true });
    await drawn(stage, singles(1));
    await chain.clock.travelTo((await readDraw(stage.agent, stage.place)).deadline + 1);
    await advanceDraw(stage.agent, stage.place);
    expect((await readDraw(stage.agent, stage.place)).stage).to.equal("open sale");
    expect(reasonsOf(await grant(stage, [await rowFor(stage, 77)]))).to.deep.equal(["granted"]);
  });

  it("knows keys by their holders in a draw by key", async () => {
    const stage = await openDrawStage(chain, "direct", { supply: 2, by: "key" });
    const entrants = [0, 1, 2, 3].map((n) => ({ order: `A-${n}`, entry: holderAt(n) }));
    const [first = 0, second = 0, third = 0] = await drawn(stage, entrants);
    const rows = [third, second, 77, first].map((n) => ({ className: DRAWN, holder: holderAt(n) }));
    expect(reasonsOf(await grant(stage, rows))).to.deep.equal([
      "ENTRANT_NOT_OFFERED",
      "granted",
      "ENTRANT_NOT_LISTED",
      "granted",
    ]);
  });
});
