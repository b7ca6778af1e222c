import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { openStorage, type Storage } from "../src/storage/openStorage.ts";
import { StorageError } from "../src/storage/StorageError.ts";

const AGENT = { chainId: 31_337, rightsRegistry: `0x${"ab".repeat(20)}` as `0x${string}`, agentId: 3 };

describe("the database of an office", () => {
  let folder: string;
  const opened: Storage[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "doorkey-office-db-"));
  });
  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
    rmSync(folder, { recursive: true });
  });

  function open(agent = AGENT): Storage {
    const storage = openStorage({ folder, agent });
    opened.push(storage);
    return storage;
  }

  function refusal(agent = AGENT): string {
    try {
      open(agent);
      return "opened";
    } catch (error) {
      if (error instanceof StorageError) return error.code;
      throw error;
    }
  }

  const put = (storage: Storage, value: string) =>
    storage.write((db) => db.prepare("insert into meta values ('test', ?)").run(value));
  const read = ({ db }: Storage) => db.prepare("select value from meta where key = 'test'").get()?.value;

  it("keeps what was written, and nothing of a work that failed", () => {
    const first = open();
    expect(() =>
      first.write((db) => {
        db.prepare("insert into meta values ('test', 'lost')").run();
        throw new Error("no");
      }),
    ).to.throw("no");
    expect(read(first)).to.equal(undefined);
    put(first, "kept");
    first.close();
    expect(read(open())).to.equal("kept");
  });

  it("lets one process have it", () => {
    open();
    expect(refusal()).to.equal("STORE_TAKEN");
  });

  it("refuses the database of another agent, registry or chain", () => {
    open().close();
    expect(refusal({ ...AGENT, agentId: 4 })).to.equal("STORE_OTHER_AGENT");
    expect(refusal({ ...AGENT, chainId: 1 })).to.equal("STORE_OTHER_AGENT");
    expect(refusal({ ...AGENT, rightsRegistry: `0x${"AB".repeat(20)}` })).to.equal("opened");
  });

  it("refuses a file that is no database of an office", () => {
    writeFileSync(join(folder, "office.db"), "hello, this is a text and no database at all");
    expect(refusal()).to.equal("STORE_FOREIGN");
    rmSync(join(folder, "office.db"));
    const other = new DatabaseSync(join(folder, "office.db"));
    other.exec("create table t(a)");
    other.close();
    expect(refusal()).to.equal("STORE_FOREIGN");
  });

  it("refuses the database of a newer version", () => {
    open().close();
    const db = new DatabaseSync(join(folder, "office.db"));
    db.exec("pragma user_version = 99");
    db.close();
    expect(refusal()).to.equal("STORE_NEWER");
  });

  it("refuses a folder that takes no file", () => {
    writeFileSync(join(folder, "file"), "");
    folder = join(folder, "file");
    expect(refusal()).to.equal("STORE_UNWRITABLE");
    folder = join(folder, "..");
  });
});
