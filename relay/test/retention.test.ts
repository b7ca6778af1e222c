import { expect } from "chai";
import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { sql } from "kysely";
import { dropOldRows, takeNonce } from "../src/storage/index.ts";
import { onEachStorage } from "./helpers/stage.ts";
import { engineOn, queue } from "./helpers/world.ts";

const DAYS = 10;

/** The time of each row that is kept for so long. */
const TIMES = [
  ["requests", "updated_at"],
  ["status_events", "created_at"],
  ["webhook_deliveries", "created_at"],
  ["transactions", "created_at"],
  ["attempts", "created_at"],
  ["prepared_nonces", "used_at"],
  ["replicas", "seen_at"],
] as const;

onEachStorage("what operators keep", (stage) => {
  const age = (table: string, column: string, days: number) =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} = clock_timestamp() - ${days} * interval '1 day'`.execute(
      stage.db,
    );
  const ageAll = async (days: number) => {
    for (const [table, column] of TIMES) await age(table, column, days);
  };
  const count = async (table: string) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(stage.db)).rows[0]?.n ?? 0;

  it("is nothing of before the retention, in any table, and everything since", async () => {
    const { db, node, target } = stage;
    const engine = engineOn(db, node);
    const [done] = await queue(db, node, target, 1);
    await engine.tick();
    await node.mine(5);
    await engine.tick();
    await engine.tick();
    const states = await db.selectFrom("requests").select("state").execute();
    expect(states).to.deep.equal([{ state: "confirmed" }]);
    await queue(db, node, target, 1);
    await takeNonce(db, walletOf("someone").address as Address);
    await sql`insert into budgets (sponsor, period) values ('acme', '2020-01-01'), ('acme', '2020-01'),
      ('acme', '2020-01-01/keyless'), ('acme', '2020-01/keyless'),
      ('acme', to_char(now(), 'YYYY-MM'))`.execute(db);
    await sql`update status_events set fanned_out_at = clock_timestamp()`.execute(db);
    await sql`insert into webhook_deliveries (endpoint, seq, state)
      select 'one', seq, case when digest = ${done} then 'delivered' else 'waiting' end from status_events`.execute(db);
    await sql`update requests set deadline = 1`.execute(db);
    await ageAll(DAYS - 0.01);
    expect(await dropOldRows(db, DAYS)).to.deep.equal({ budgets: 4 });
    await ageAll(DAYS + 0.01);
    const dropped = await dropOldRows(db, DAYS);
    expect(Object.keys(dropped).sort()).to.deep.equal([
      "attempts",
      "prepared_nonces",
      "replicas",
      "requests",
      "status_events",
      "transactions",
      "webhook_deliveries",
    ]);
    // The queued request stays with its event and the delivery that waits; so do signers and the present budget.
    expect(await db.selectFrom("requests").select("state").execute()).to.deep.equal([{ state: "queued" }]);
    const left = ["status_events", "webhook_deliveries", "transactions", "attempts", "prepared_nonces", "budgets"];
    expect(await Promise.all(left.map(count))).to.deep.equal([1, 1, 0, 0, 0, 1]);
    expect(await count("signers")).to.equal(1);
    expect(await dropOldRows(db, DAYS)).to.deep.equal({});
  });
});
