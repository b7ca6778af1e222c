/** An import during which the office is killed again and again, checked against the chain. */

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
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

/** Runs it, and fails unless each good row is granted once and each bad one is named with its line. */
export async function killedImport(
  stage: OfficeStage,
  of: { rows: number; bad: number; kills: number },
): Promise<KilledImport> {
  const { show } = stage;
  const folder = await officeFolder(stage);
  const { text, holders, badLines } = ordersCsv(of.rows, of.bad, folder);

  let office = await OfficeProgram.start(folder, OFFICE_ENV);
  let manager = await managerOf(office, folder);
  const { body: taken } = await manager.upload<Import>(`/api/imports?eventId=${show.eventId}`, text);
  assert.deepEqual({ state: taken.state, bad: taken.bad }, { state: "checked", bad: of.bad });
  const start = performance.now();
  await manager.post(`/api/imports/${taken.id}/start`);
  let kills = 0;
  while (kills < of.kills) {
    await sleep(40 + 160 * (kills % 4));
    await office.kill();
    kills++;
    office = await OfficeProgram.start(folder, OFFICE_ENV);
  }
  manager = await managerOf(office, folder);
  const ended = await endOf(manager, taken.id);
  const ms = performance.now() - start;
  assert.deepEqual(
    { state: ended.state, granted: ended.granted, bad: ended.bad, refused: ended.refused },
    { state: "done", granted: holders.length, bad: of.bad, refused: 0 },
  );
  const { body } = await manager.get<{ refusals: RefusedLine[] }>(`/api/imports/${taken.id}/refusals`);
  assert.deepEqual(
    body.refusals.map(({ line }) => line),
    badLines,
  );
  await assertGrantedOnce(stage, holders);
  assert.equal(await office.stop(), 0, "the office ends in order");
  await rm(folder, { recursive: true });
  return { kills, ms, granted: ended.granted, bad: ended.bad };
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

async function assertGrantedOnce({ show }: OfficeStage, holders: readonly string[]): Promise<void> {
  const index = await followSuite(show.organizer);
  await index.catchUp();
  const counts = holders.map((holder) => rightsOf(index.state, { holder }).length);
  assert.deepEqual(
    counts.filter((count) => count !== 1),
    [],
    "each good row is granted once",
  );
}
