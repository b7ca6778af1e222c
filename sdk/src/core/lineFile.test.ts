import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openLineFile, openLockedFile } from "./lineFile.ts";

type Name = "appendFile" | "datasync" | "sync" | "truncate";

describe("a file of lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-lines-"));
  let files = 0;
  const fresh = () => join(folder, `${files++}.jsonl`);
  let handles: FileHandle;
  let genuine: Pick<FileHandle, Name>;
  /** What was asked of the disk, in its order, each when it was done. */
  let done: string[];

  before(async () => {
    const handle = await open(fresh(), "a");
    handles = Object.getPrototypeOf(handle) as FileHandle;
    const { appendFile, datasync, sync, truncate } = handles;
    genuine = { appendFile, datasync, sync, truncate };
    await handle.close();
  });
  beforeEach(() => {
    done = [];
    for (const name of ["datasync", "sync"] as const) {
      handles[name] = async function (this: FileHandle) {
        await genuine[name].call(this);
        done.push(`${(await this.stat()).isDirectory() ? "folder" : "file"} ${name}`);
      };
    }
  });
  afterEach(() => {
    Object.assign(handles, genuine);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is on the disk with its folder's entry before the first line, and with each line when its append resolves", async () => {
    const file = await openLineFile(fresh());
    expect(done).to.deep.equal(["file sync", "folder sync"]);
    await file.append("one");
    expect(done.slice(2)).to.deep.equal(["file datasync"]);
    await file.append("two", "three");
    expect(done.slice(3)).to.deep.equal(["file datasync"]);
    await file.close();
  });

  it("takes nothing more after an append that failed half way, and loses no whole line", async () => {
    const path = fresh();
    const file = await openLineFile(path);
    await file.append("one");
    handles.appendFile = async function (this: FileHandle, data) {
      await genuine.appendFile.call(this, String(data).slice(0, 4));
      throw new Error("no space left on device");
    };
    const failures = [file.append("second"), file.append("third")];
    for (const failure of failures) expect(await messageOf(failure)).to.equal("no space left on device");
    Object.assign(handles, genuine);
    expect(await messageOf(file.append("fourth"))).to.equal("no space left on device");
    await file.close();
    expect(readFileSync(path, "utf8")).to.equal("one\nseco");
    const again = await openLineFile(path);
    expect(await again.read()).to.deep.equal(["one"]);
    await again.append("second");
    expect(await again.read()).to.deep.equal(["one", "second"]);
    await again.close();
  });

  it("does not resolve an append that the disk did not confirm", async () => {
    const file = await openLineFile(fresh());
    handles.datasync = async () => {
      throw new Error("the disk is gone");
    };
    expect(await messageOf(file.append("one"))).to.equal("the disk is gone");
    await file.close();
  });

  it("cuts a torn line off before it takes new ones", async () => {
    const path = fresh();
    appendFileSync(path, '{"a":1}\n{"b":');
    const file = await openLineFile(path);
    await file.append('{"c":2}');
    expect(await file.read()).to.deep.equal(['{"a":1}', '{"c":2}']);
    await file.close();
    const empty = await openLineFile(path, { empty: true });
    expect(await empty.read()).to.deep.equal([]);
    await empty.close();
  });

  it("writes lines in the order of the calls", async () => {
    const file = await openLineFile(fresh());
    const lines = Array.from({ length: 50 }, (_, i) => `${i}`);
    await Promise.all(lines.map((line) => file.append(line)));
    expect(await file.read()).to.deep.equal(lines);
    await file.close();
  });

  it("is free for another process after it was closed, and after it could not be opened", async () => {
    const path = fresh();
    const file = await openLockedFile(path);
    expect(await messageOf(openLockedFile(path))).to.contain(path);
    await file.close();
    handles.truncate = async () => {
      throw new Error("the disk is gone");
    };
    expect(await messageOf(openLockedFile(path))).to.equal("the disk is gone");
    Object.assign(handles, genuine);
    await (await openLockedFile(path)).close();
  });
});

function messageOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error.message,
  );
}
