/**
 * Imports 2,000 orders with 50 bad ones through the office, and grants as many with `grantMany` alone, in one run on one
 * chain and through one relay. The office must reach nine tenths of its pace.
 */

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "doorkey";
import { grantJournalFile, grantMany } from "doorkey/agent";
import { walletOf } from "doorkey-test-support/keys";
import type { Import } from "../src/imports/Import.ts";
import { ordersCsv } from "../test/helpers/killedImport.ts";
import { RELAY_KEY } from "../test/helpers/officeRelay.ts";
import { type OfficeStage, startOfficeStage } from "../test/helpers/officeStage.ts";

const [ROWS, BAD, ROUNDS, BUDGET] = [2_000, 50, 3, 0.9];

const stage = await startOfficeStage();
try {
  const office = await stage.start();
  const manager = await stage.staff(office, "manager");
  const through: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await timed(() => grantAlone(stage, `alone ${round}`)));
    const { text } = ordersCsv(ROWS, BAD, `through ${round}`);
    const { body } = await manager.upload<Import>(`/api/imports?eventId=${stage.show.eventId}`, text);
    through.push(
      await timed(async () => {
        await manager.post(`/api/imports/${body.id}/start`);
        for (;;) {
          const { body: now } = await manager.get<Import>(`/api/imports/${body.id}`);
          if (now.state === "done") return;
          assert.equal(now.state, "running", now.problem);
          await sleep(20);
        }
      }),
    );
  }
  const ratio = middle(alone) / middle(through);
  console.log(`${ROWS - BAD} rows, ${ROUNDS} rounds each, medians:`);
  console.log(`  grantMany alone  ${middle(alone).toFixed(0)} ms`);
  console.log(`  the office       ${middle(through).toFixed(0)} ms`);
  console.log(`  ratio            ${ratio.toFixed(2)} (at least ${BUDGET})`);
  process.exitCode = ratio >= BUDGET ? 0 : 1;
} finally {
  await stage.close();
}
process.exit();

async function grantAlone({ node, show, relayUrl, folder }: OfficeStage, seed: string): Promise<void> {
  const connection = await connect({
    rpc: node.url,
    signer: walletOf("agent of the office tests"),
    relay: { url: relayUrl, key: RELAY_KEY },
  });
  const { agentId, eventId } = show;
  const path = join(folder, "alone.journal");
  const rows = ordersCsv(ROWS, BAD, seed).holders.map((holder) => ({ className: "standing", holder }));
  const { granted } = await grantMany(connection, { agentId, eventId, rows, journal: grantJournalFile(path) });
  assert.equal(granted, ROWS - BAD);
  rmSync(path);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
}
