/** An import during which the office is killed again and again, checked against the chain. */

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { followSuite, rightsOf } from "doorkey/event-index";
import { id as hashOf } from "ethers";
import type { Import, RefusedLine } from "../../src/imports/Import.ts";
import type { Clerk } from "./Clerk.ts";
import { OfficeProgram } from "./OfficeProgram.ts";
import { OFFICE_ENV, officeFolder, operatorTokenIn } from "./officeFolder.ts";
import type { OfficeStage } from "./officeStage.ts";

export type KilledImport = {
  readonly kills: number;
  /** Milliseconds from the start of the import to its end, kills included. */
  readonly ms: number;
  readonly granted: number;
  readonly bad: number;
};

/** A list of orders with one right each, of which every so many-th is bad. */
export function ordersCsv(
  rows: number,
  bad: number,
  seed: string,
): { text: string; holders: string[]; badLines: number[] } {
  const every = Math.floor(rows / bad);
  const holders: string[] = [];
  const badLines: number[] = [];
  const lines = Array.from({ length: rows }, (_, i) => {
    const holder = hashOf(`${seed} ${i}`).slice(0, 42);
    if (i % every !== 0 || badLines.length === bad) {
      holders.push(holder);
      return `order ${i},standing,${holder},1`;
    }
    badLines.push(i + 2);
    return badRow(i, badLines.length, holder);
  });
  return { text: `order,class,holder,quantity\n${lines.join("\n")}\n`, holders, badLines };
}

function badRow(i: number, kind: number, holder: string): string {
  const rows = [
    `order ${i},balcony,${holder},1`,
    `order ${i},standing,${holder.slice(0, 40)},1`,
    `order ${i},standing,${holder},9`,
    `=HYPERLINK("x"),standing,${holder},1`,
    `order ${i},standing,${holder}`,
    `,standing,${holder},1`,
    `order ${i},standing,0x${"0".repeat(40)},1`,
  ];
  return rows[kind % rows.length] ?? "";
}

/**
 * Runs it, and fails unless each good row is granted once and each bad one is named with its line. No block is mined
 * before the last kill, so that each of them hits a running import: before a call is signed, before it is sent, or on its
 * way. The last office finds the calls in the chain that the ones before it sent.
 */
export async function killedImport(
  stage: OfficeStage,
  of: { rows: number; bad: number; kills: number },
): Promise<KilledImport> {
  const folder = await officeFolder(stage);
  let office = await OfficeProgram.start(folder, OFFICE_ENV);
  try {
    const { text, holders, badLines } = ordersCsv(of.rows, of.bad, folder);
    const manager = await managerOf(office, folder);
    const { body: taken } = await manager.upload<Import>(`/api/imports?eventId=${stage.show.eventId}`, text);
    assert.deepEqual({ state: taken.state, bad: taken.bad }, { state: "checked", bad: of.bad }, JSON.stringify(taken));
    await stage.node.automine(false);
    const start = performance.now();
    await manager.post(`/api/imports/${taken.id}/start`);
    for (let kill = 1; kill <= of.kills; kill++) {
      await sleep(30 + 250 * (kill % 5));
      await office.kill();
      assert.equal(stateIn(folder, taken.id), "running", `kill ${kill} came too late`);
      if (kill === of.kills) {
        await stage.node.mine();
        await stage.node.automine(true);
      }
      office = await OfficeProgram.start(folder, OFFICE_ENV);
    }
    const ended = await endOf(await managerOf(office, folder), taken.id);
    const ms = performance.now() - start;
    const { state, granted, bad, refused } = ended;
    assert.deepEqual(
      { state, granted, bad, refused },
      { state: "done", granted: holders.length, bad: of.bad, refused: 0 },
    );
    await assertNamed(await managerOf(office, folder), taken.id, badLines);
    await assertGrantedOnce(stage, holders);
    return { kills: of.kills, ms, granted, bad };
  } finally {
    await stage.node.automine(true);
    assert.equal(await office.stop(), 0, "the office ends in order");
    await rm(folder, { recursive: true });
  }
}

/** The state of an import on the disk of an office that is dead. */
function stateIn(folder: string, id: string): unknown {
  const db = new DatabaseSync(join(folder, "data", "office.db"));
  try {
    return db.prepare("select state from import where id = ?").get(id)?.state;
  } finally {
    db.close();
  }
}

async function assertNamed(manager: Clerk, id: string, lines: readonly number[]): Promise<void> {
  const { body } = await manager.get<{ refusals: RefusedLine[] }>(`/api/imports/${id}/refusals`);
  assert.deepEqual(
    body.refusals.map(({ line }) => line),
    lines,
    "each bad row is named with its line",
  );
}

async function managerOf(office: OfficeProgram, folder: string): Promise<Clerk> {
  return office.manager(await operatorTokenIn(folder));
}

async function endOf(manager: Clerk, id: string): Promise<Import> {
  for (;;) {
    const { body } = await manager.get<Import>(`/api/imports/${id}`);
    if (body.state !== "running") return body;
    await sleep(50);
  }
}

/** Fails unless each of the holders has one right on the chain. */
export async function assertGrantedOnce(
  { show }: Pick<OfficeStage, "show">,
  holders: readonly string[],
): Promise<void> {
  const index = await followSuite(show.organizer);
  await index.catchUp();
  const counts = holders.map((holder) => rightsOf(index.state, { holder }).length);
  assert.deepEqual(
    counts.filter((count) => count !== 1),
    [],
    "each good row is granted once",
  );
}
