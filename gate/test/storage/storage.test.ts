import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { openStorage } from "../../src/storage/openStorage.ts";
import { StorageError } from "../../src/storage/StorageError.ts";
import { expectProblem } from "../helpers/expectProblem.ts";
import { codeOf, EVENT, newDevice, newScanId, openVenue, showOfStrangers } from "../helpers/venue.ts";

describe("the database of a hub", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "doorkey-gate-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const path = () => join(folder, "gate.db");
  const open = () => openStorage({ folder, event: EVENT });
  function expectRefusal(code: StorageError["code"], event = EVENT as typeof EVENT | { eventId: number }): void {
    let error: unknown;
    try {
      openStorage({ folder, event: { ...EVENT, ...event } });
    } catch (reason) {
      error = reason;
    }
    expect(error).to.be.instanceOf(StorageError);
    expect(error).to.include({ code });
    expect(error instanceof Error && error.message).to.match(/^[A-Z].*\.$/s);
  }
  const change = (sql: string) => {
    const db = new DatabaseSync(path());
    db.exec(sql);
    db.close();
  };

  it("keeps its name, and waits for the disk with each commit", async () => {
    const first = open();
    const { db, hubId } = first;
    expect(db.prepare("pragma journal_mode").get()).to.deep.include({ journal_mode: "wal" });
    expect(db.prepare("pragma synchronous").get()).to.deep.include({ synchronous: 2 });
    await first.close();
    const second = open();
    expect(second.hubId).to.equal(hubId);
    await second.close();
  });

  it("is open to one process alone", async () => {
    const storage = open();
    expectRefusal("STORE_TAKEN");
    await storage.close();
    await open().close();
  });

  it("refuses a file of another program, a newer one, and one of another event", async () => {
    writeFileSync(path(), "not a database, but long enough to be taken for one ".repeat(20));
    expectRefusal("STORE_FOREIGN");
    rmSync(path());
    change("create table other(x)");
    expectRefusal("STORE_FOREIGN");
    rmSync(path());
    await open().close();
    expectRefusal("STORE_OTHER_EVENT", { eventId: 8 });
    change("pragma user_version = 99");
    expectRefusal("STORE_NEWER");
  });

  it("refuses a damaged file, and a folder that is none", async () => {
    const storage = open();
    await storage.write((db) => {
      const add = db.prepare("insert into scan values(?, 'd', 1, x'00', ?, null)");
      for (let i = 0; i < 2_000; i++) add.run(`${i}`, "answer ".repeat(20));
    });
    await storage.close();
    const bytes = readFileSync(path());
    bytes.fill(0xa5, 8_192, 65_536);
    writeFileSync(path(), bytes);
    expectRefusal("STORE_DAMAGED");
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file");
    expectRefusal("STORE_UNWRITABLE");
  });

  it("commits what waits together, in its order, and takes back only the work that throws", async () => {
    const storage = open();
    const memory: string[] = [];
    const add = (key: string, fails = false) =>
      storage.write((db, undo) => {
        memory.push(key);
        undo(() => void memory.splice(memory.indexOf(key), 1));
        db.prepare("insert into meta values(?, ?)").run(key, String(memory.length));
        if (fails) throw new RangeError(key);
        return key;
      });
    const results = await Promise.allSettled([add("a"), add("b", true), add("c")]);
    expect(results.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected", "fulfilled"]);
    expect(memory).to.deep.equal(["a", "c"]);
    const rows = storage.db.prepare("select key from meta where key in ('a', 'b', 'c') order by key").all();
    expect(rows.map(({ key }) => key)).to.deep.equal(["a", "c"]);
    await storage.close();
  });

  it("refuses scans while the disk is full, forgets what it could not write, and works again afterwards", async () => {
    const show = showOfStrangers(40);
    const venue = openVenue(show, { folder });
    const gate = await newDevice(1);
    const { db } = venue.storage;
    const scan = (index: number, scanId = newScanId()) =>
      venue.scans.scan(gate, { scanId, text: codeOf(show, index, venue.time), mode: "enter" });
    await scan(0);
    const pages = Number(db.prepare("pragma page_count").get()?.page_count);
    db.exec(`pragma max_page_count = ${pages}`);
    const ids = Array.from({ length: 30 }, () => newScanId());
    const results = await Promise.allSettled(ids.map((id, i) => scan(i + 1, id)));
    expect(results.some(({ status }) => status === "rejected")).to.equal(true);
    for (const [i, result] of results.entries()) {
      if (result.status === "fulfilled") continue;
      await expectProblem(Promise.reject(result.reason), "STORE_UNAVAILABLE");
      expect(venue.scans.book.holders.has(i + 1)).to.equal(false);
    }
    expect(venue.storage.fault()).to.match(/full/);
    db.exec("pragma max_page_count = 1000000");
    for (const [i, id] of ids.entries()) expect((await scan(i + 1, id)).verdict.reason).to.equal("valid");
    expect(venue.storage.fault()).to.equal(undefined);
    const again = await venue.restart();
    expect(again.scans.figures().entered).to.equal(31);
    await again.close();
  });

  it("refuses scans while the file is read-only", async () => {
    const show = showOfStrangers(2);
    const venue = openVenue(show, { folder });
    const gate = await newDevice(1);
    venue.storage.db.exec("pragma query_only = 1");
    const message = { scanId: newScanId(), text: codeOf(show, 0, venue.time), mode: "enter" } as const;
    await expectProblem(venue.scans.scan(gate, message), "STORE_UNAVAILABLE");
    expect(venue.scans.book.holders.size).to.equal(0);
    venue.storage.db.exec("pragma query_only = 0");
    expect((await venue.scans.scan(gate, message)).verdict.reason).to.equal("valid");
    await venue.close();
  });
});
