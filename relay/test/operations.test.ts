import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { sql } from "kysely";
import { startRetention } from "../src/startRelay/startRetention.ts";
import { openSession } from "../src/storage/adminSessions.ts";
import {
  auditRows,
  dropOldRows,
  enqueue,
  migrate,
  openStorage,
  type RequestSearch,
  recordAct,
  StorageError,
  searchRequests,
  takeNonce,
  transact,
} from "../src/storage/index.ts";
import { onEachStorage } from "./helpers/stage.ts";
import { openTestStorage, storageKinds } from "./helpers/storages.ts";
import { engineOn, queue, requestFor, target as targetAbi } from "./helpers/world.ts";

const DAYS = 10;

onEachStorage("what operators keep and find", (stage) => {
  const age = (table: string, column: string, days: number) =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} = clock_timestamp() - ${days} * interval '1 day'`.execute(
      stage.db,
    );
  const count = async (table: string) =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(stage.db)).rows[0]?.n ?? 0;

  it("is a log of acts that takes new rows and refuses every change", async () => {
    const { db } = stage;
    const before = await count("audit_log");
    for (const act of ["pause", "resume"]) await recordAct(db, { actor: "key", act, target: "all" });
    const [newest, second] = await auditRows(db, { limit: 2 });
    expect(newest).to.include({ act: "resume", actor: "key", target: "all", detail: "" });
    expect(await auditRows(db, { limit: 1, before: newest?.id ?? 0 })).to.deep.equal([second]);
    for (const change of [
      sql`update audit_log set act = 'nothing'`,
      sql`delete from audit_log`,
      sql`truncate audit_log`,
      sql`update audit_log set at = clock_timestamp() where id = ${newest?.id}`,
    ]) {
      const error = await change.execute(db).catch((thrown: unknown) => thrown);
      expect(String(error)).to.match(/audit_log takes new rows only/);
    }
    expect(await count("audit_log")).to.equal(before + 2);
    // An act that is rolled back leaves no row.
    await transact(db, async (tx) => {
      await recordAct(tx, { actor: "key", act: "drain", target: "intake" });
      throw new Error("the act failed");
    }).catch(() => {});
    expect(await count("audit_log")).to.equal(before + 2);
  });

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
    for (const [table, column] of [
      ["requests", "updated_at"],
      ["status_events", "created_at"],
      ["webhook_deliveries", "created_at"],
      ["transactions", "created_at"],
      ["attempts", "created_at"],
      ["prepared_nonces", "used_at"],
      ["replicas", "seen_at"],
    ] as const) {
      await age(table, column, DAYS - 0.01);
    }
    expect(await dropOldRows(db, DAYS)).to.deep.equal({ budgets: 4 });
    for (const [table, column] of [
      ["requests", "updated_at"],
      ["status_events", "created_at"],
      ["webhook_deliveries", "created_at"],
      ["transactions", "created_at"],
      ["attempts", "created_at"],
      ["prepared_nonces", "used_at"],
      ["replicas", "seen_at"],
    ] as const) {
      await age(table, column, DAYS + 0.01);
    }
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

  it("is no session of an operator that has ended", async () => {
    const { db } = stage;
    for (const [idHash, seconds] of [
      ["open", 3_600],
      ["ended", -1],
    ] as const) {
      await transact(db, (tx) => openSession(tx, { idHash, csrf: "csrf", keyHash: "key", seconds }));
    }
    expect(await dropOldRows(db, DAYS)).to.deep.equal({ admin_sessions: 1 });
    expect(await db.selectFrom("admin_sessions").select("id_hash").execute()).to.deep.equal([{ id_hash: "open" }]);
  });

  it("keeps a final request whose deadline has not passed that long ago", async () => {
    const { db, node, target } = stage;
    const [digest] = await queue(db, node, target, 1);
    await sql`update status_events set fanned_out_at = clock_timestamp()`.execute(db);
    await sql`update requests set state = 'rejected', deadline = extract(epoch from clock_timestamp())`.execute(db);
    await age("requests", "updated_at", DAYS + 1);
    await age("status_events", "created_at", DAYS + 1);
    await dropOldRows(db, DAYS);
    expect(await db.selectFrom("requests").select("digest").execute()).to.deep.equal([{ digest }]);
  });

  it("is dropped by a job that follows the configuration", async () => {
    const { db, node, target } = stage;
    await queue(db, node, target, 2);
    await sql`update status_events set fanned_out_at = clock_timestamp()`.execute(db);
    await sql`update requests set state = 'cancelled', deadline = 1`.execute(db);
    await age("requests", "updated_at", DAYS + 1);
    await age("status_events", "created_at", DAYS + 1);
    let days: number | undefined;
    const rounds: object[] = [];
    const troubles: unknown[] = [];
    const job = startRetention({
      db,
      config: () => ({ retention: days === undefined ? {} : { days } }),
      onDropped: (dropped) => rounds.push(dropped),
      onTrouble: (error) => troubles.push(error),
    });
    await job.round();
    expect(await count("requests")).to.equal(2);
    days = DAYS;
    await job.round();
    expect(await count("requests")).to.equal(0);
    expect(rounds).to.deep.equal([{ status_events: 2, requests: 2 }]);
    expect(troubles).to.deep.equal([]);
    await job.stop();
  });

  it("is found by sender, event, state, sponsor and time, page by page", async () => {
    const { db, node, target } = stage;
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        requestFor(node, target, walletOf(`client ${i % 2}`), { sponsor: i < 3 ? "acme" : "zepp" }),
      ),
    );
    await enqueue(
      db,
      made.map(({ item }, i) => ({ ...item, events: i === 4 ? [7, 9] : i === 3 ? [9] : [] })),
    );
    // The same moment for all but one, so that pages need more than a time.
    const moment = "2026-11-29T12:00:00.123456Z";
    await sql`update requests set received_at = ${moment}::timestamptz`.execute(db);
    const last = made[4]?.digest as Hex;
    await sql`update requests set received_at = ${moment}::timestamptz + interval '1 microsecond', state = 'expired'
      where digest = ${last}`.execute(db);
    const find = async (search: Omit<RequestSearch, "limit">) =>
      (await searchRequests(db, { ...search, limit: 100 })).map(({ digest }) => digest).sort();
    const digests = (...indexes: number[]) => indexes.map((i) => made[i]?.digest).sort();
    expect(await find({ from: walletOf("client 1").address as Address })).to.deep.equal(digests(1, 3));
    expect(await find({ event: 9 })).to.deep.equal(digests(3, 4));
    expect(await find({ event: 8 })).to.deep.equal([]);
    expect(await find({ state: "expired" })).to.deep.equal(digests(4));
    expect(await find({ sponsor: "zepp", state: "queued" })).to.deep.equal(digests(3));
    expect(await find({ digest: last.toUpperCase().replace("0X", "0x") as Hex })).to.deep.equal(digests(4));
    const noon = new Date("2026-11-29T12:00:00Z");
    expect(await find({ since: noon })).to.have.length(5);
    expect(await find({ until: noon })).to.deep.equal([]);
    expect(await find({ since: new Date(noon.getTime() + 124) })).to.deep.equal([]);

    const pages: Hex[] = [];
    for (let after: RequestSearch["after"]; ; ) {
      const page = await searchRequests(db, { limit: 2, ...(after !== undefined && { after }) });
      pages.push(...page.map(({ digest }) => digest));
      const end = page.at(-1);
      if (end === undefined) break;
      after = { receivedAt: end.cursor, digest: end.digest };
    }
    expect(pages[0]).to.equal(last);
    expect([...pages].sort()).to.deep.equal(digests(0, 1, 2, 3, 4));
  });

  it("is found with its outcome, and listed apart if a node does not answer about it", async () => {
    const { db, node, target } = stage;
    const [plain, held, past, done, odd] = await queue(db, node, target, 5);
    const within = (minutes: number) => sql<Date>`clock_timestamp() + ${minutes} * interval '1 minute'`;
    const soon = within(10);
    const change = (digest: Hex | undefined, values: object) =>
      db
        .updateTable("requests")
        .set(values)
        .where("digest", "=", digest ?? "0x")
        .execute();
    await change(plain, { hold_until: soon });
    await change(held, { troubles: 2, trouble: "no answer", hold_until: soon });
    await change(past, { troubles: 2, hold_until: within(-1) });
    // The relay lets no request wait for so long, so the database's clock was set back since.
    await change(odd, { troubles: 2, hold_until: within(12) });
    await change(done, {
      state: "mined",
      troubles: 2,
      hold_until: soon,
      outcome: "failed",
      reason_code: "CALL_REVERTED",
    });
    await change(done, { reason_detail: "The call reverted.", transaction_hash: "0x12" });

    const [found, ...others] = await searchRequests(db, { quarantined: true, limit: 10 });
    expect(others).to.deep.equal([]);
    expect(found).to.deep.include({
      ...{ digest: held, kind: "request", state: "queued", sponsor: "acme", troubles: 2, trouble: "no answer" },
      ...{
        to_address: target.toLowerCase(),
        selector: targetAbi.getFunction("record")?.selector,
        outcome: null,
        reason_code: null,
        transaction_hash: null,
      },
    });
    expect(found?.hold_until).to.be.instanceOf(Date);
    const [mined] = await searchRequests(db, { state: "mined", limit: 10 });
    expect(mined).to.deep.include({
      ...{ digest: done, outcome: "failed", reason_code: "CALL_REVERTED", reason_detail: "The call reverted." },
      ...{ transaction_hash: "0x12", event_ids: [], from_address: walletOf("client 3").address.toLowerCase() },
    });
  });
});

for (const kind of storageKinds) {
  describe(`migrations (${kind})`, () => {
    it("say why they ran, and refuse tables of a newer version by name", async () => {
      const storage = await openTestStorage(kind);
      try {
        expect(await migrate(storage.db)).to.deep.equal([]);
        await sql`insert into kysely_migration (name, timestamp) values ('0099_later', 'now')`.execute(storage.db);
        const error = await migrate(storage.db).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(StorageError).and.include({ code: "STORAGE_NEWER" });
        expect(String(error)).to.contain("0099_later").and.contain("no way down");
      } finally {
        await storage.remove();
      }
    });
  });
}

describe("a migration", () => {
  it("that fails names itself and the database's own words, and changes nothing", async () => {
    const parent = await mkdtemp(join(tmpdir(), "doorkey-migrations-"));
    const storage = await openStorage({ kind: "embedded", folder: join(parent, "data") });
    try {
      await sql`create table webhook_deliveries (x integer)`.execute(storage.db);
      const error = await migrate(storage.db).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "STORAGE_MIGRATION_FAILED" });
      expect(String(error)).to.match(/0002_webhooks failed\. The database says: .*webhook_deliveries.*already exists/);
      await sql`drop table webhook_deliveries`.execute(storage.db);
      const ran = await migrate(storage.db);
      expect(ran.map(({ migration }) => migration)).to.include.members(["0002_webhooks", "0006_operations"]);
      for (const { cause } of ran) expect(cause).to.match(/^[A-Z].*\.$/);
    } finally {
      await storage.close();
      await rm(parent, { recursive: true, force: true });
    }
  });
});
