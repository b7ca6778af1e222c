import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readiness } from "../src/startGate/readiness.ts";
import { openStorage, type Storage } from "../src/storage/openStorage.ts";

const EVENT = { chainId: 31_337, rightsRegistry: `0x${"11".repeat(20)}`, eventId: 1 } as const;

describe("readiness", () => {
  let folder: string;
  let storage: Storage;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "doorkey-ready-"));
    storage = openStorage({ folder, event: EVENT });
  });
  afterEach(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  it("is red while the disk is full or read-only, and green again afterwards", async () => {
    let now = 0;
    const unready = readiness({ storage, now: () => ++now });
    expect(await unready()).to.deep.equal([]);
    storage.db.exec("pragma query_only = on");
    expect(await unready()).to.deep.equal(["the disk does not take writes"]);
    storage.db.exec("pragma query_only = off");
    expect(await unready()).to.deep.equal([]);
  });

  it("asks the disk once a second, however often it is asked", async () => {
    let now = 0;
    let writes = 0;
    const write: Storage["write"] = (work) => {
      writes++;
      return storage.write(work);
    };
    const unready = readiness({ storage: { ...storage, write }, now: () => now });
    await Promise.all([unready(), unready(), unready()]);
    expect(writes).to.equal(1);
    now = 1;
    await unready();
    expect(writes).to.equal(2);
  });
});
