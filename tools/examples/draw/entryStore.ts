/** What the ticket site keeps of a draw: one entry for each person, parties, and the table for the organizer. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Address, Hex } from "doorkey";
import { sqliteEntries } from "../../../examples/ticket-site/src/draw/entries.ts";
import { entriesCsv } from "../../../examples/ticket-site/src/draw/entriesCsv.ts";
import type { Checks } from "../Checks.ts";

const holder = (digit: string): Address => `0x${digit.repeat(40)}`;
const tag = (digit: string): Hex => `0x${digit.repeat(64)}`;
const person = (digit: string, leader?: string) =>
  ({ className: "=1+1", holder: holder(digit), entrant: tag(digit), places: 1, evidence: "0x01", leader }) as const;

export async function tryEntryStore(checks: Checks): Promise<void> {
  const open = () => sqliteEntries(new DatabaseSync(":memory:"));
  await checks.that(
    "a person has one entry, whose key and party may change; a leader joins no other party",
    async () => {
      const entries = open();
      const leader = entries.enter(person("a"));
      const friend = entries.enter(person("b"));
      const joined = entries.enter({ ...person("b", leader.name), holder: holder("c") });
      assert.deepEqual([joined.id, joined.holder, joined.leader], [friend.id, holder("c"), leader.name]);
      assert.equal(entries.partySize(leader.name), 2);
      assert.equal(entries.enter(person("a", friend.name)).leader, undefined);
      assert.equal(entries.enter(person("a", leader.name)).leader, undefined);
      assert.equal(entries.ofClass("=1+1").length, 2);
    },
  );
  await checks.that("a key that enters again keeps its entry and its places", async () => {
    const entries = open();
    const key = { className: "standing", holder: holder("a"), entrant: holder("a"), places: 2 };
    const entered = entries.enter(key);
    assert.deepEqual(entries.enter({ ...key, places: 4 }), entered);
  });
  await checks.that("a spreadsheet runs no formula of the table for the organizer", async () => {
    const entries = open();
    const { name } = entries.enter(person("a"));
    assert.equal(entriesCsv("person", entries.ofClass("=1+1")), `order,class,tag,party\n${name},'=1+1,${tag("a")},\n`);
  });
}
