import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { lockFolder } from "./folderLock.ts";
import { StorageError } from "./StorageError.ts";

describe("the lock of a folder", () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "doorkey-lock-"));
    folder = join(parent, "data");
  });
  afterEach(() => rm(parent, { recursive: true }));

  const since = new Date().toISOString();
  const foreign = [
    "",
    "{",
    "null",
    "[]",
    "{}",
    JSON.stringify({ pid: "1", host: hostname(), since }),
    JSON.stringify({ pid: 1, since }),
  ];
  for (const text of foreign) {
    it(`is kept when it says ${JSON.stringify(text)}`, async () => {
      await writeFile(`${folder}.lock`, text);
      const error = await lockFolder(folder).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(StorageError);
      expect(String(error)).to.contain("a process that its lock does not name").and.contain(`${folder}.lock`);
    });
  }

  it("is kept while its process runs, and taken over when it does not", async () => {
    await writeFile(`${folder}.lock`, JSON.stringify({ pid: process.ppid, host: hostname(), since }));
    expect(String(await lockFolder(folder).catch((thrown: unknown) => thrown))).to.contain(`process ${process.ppid}`);
    await writeFile(`${folder}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since }));
    const lock = await lockFolder(folder);
    expect(String(await lockFolder(folder).catch((thrown: unknown) => thrown))).to.contain("this process");
    await lock.release();
  });
});
