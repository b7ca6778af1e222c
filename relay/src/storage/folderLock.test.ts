import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir, uptime } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { until } from "../../test/helpers/processes.ts";
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

  const dead = { pid: 2 ** 22 + 1, host: hostname(), since };
  /** Another process left this lock, so many seconds ago. */
  async function left(holder: object, secondsAgo = 0): Promise<void> {
    await writeFile(`${folder}.lock`, JSON.stringify(holder));
    const when = Date.now() / 1_000 - secondsAgo;
    await utimes(`${folder}.lock`, when, when);
  }
  const refusal = async () => String(await lockFolder(folder).catch((thrown: unknown) => thrown));
  const secondsSinceBeat = async (path: string) => (Date.now() - (await stat(path)).mtimeMs) / 1_000;

  it("names its process, excludes this one too, and is gone after its release", async () => {
    for (const _ of [1, 2]) {
      const lock = await lockFolder(folder);
      const { since: start, ...holder } = JSON.parse(await readFile(`${folder}.lock`, "utf8"));
      expect(holder).to.deep.equal({ pid: process.pid, host: hostname() });
      expect(Date.parse(start)).to.be.within(Date.parse(since), Date.now());
      expect(await refusal())
        .to.contain("this process")
        .and.contain(`${folder}.lock`);
      await lock.release();
      expect(await readdir(parent)).to.deep.equal([]);
    }
  });

  it("is kept while its process runs, and taken over when it does not", async () => {
    await left({ pid: process.ppid, host: hostname(), since });
    expect(await refusal()).to.contain(`process ${process.ppid} on ${hostname()}`);
    // Neither a process that is gone, nor this one's own pid from an earlier life, nor one of before the machine started.
    for (const [holder, secondsAgo] of [
      [dead, 0],
      [{ ...dead, pid: process.pid }, 0],
      [{ ...dead, pid: process.ppid }, uptime() + 60],
    ] as const) {
      await left(holder, secondsAgo);
      const lock = await lockFolder(folder);
      expect(JSON.parse(await readFile(`${folder}.lock`, "utf8"))).to.include({ pid: process.pid });
      expect(await readdir(parent)).to.deep.equal(["data.lock"]);
      await lock.release();
    }
  });

  it("is kept while its process runs as another user, of which this one may learn no more", async () => {
    await left(dead);
    const { kill } = process;
    process.kill = () => {
      throw Object.assign(new Error("not permitted"), { code: "EPERM" });
    };
    try {
      const error = await lockFolder(folder).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "STORAGE_FOLDER_TAKEN" });
    } finally {
      process.kill = kill;
    }
    await (await lockFolder(folder)).release();
  });

  it("of another machine is kept for a minute after its last sign of life", async () => {
    const foreigner = { ...dead, host: "another-machine" };
    await left(foreigner, 50);
    expect(await refusal()).to.contain(`process ${foreigner.pid} on another-machine`);
    await left(foreigner, 61);
    await (await lockFolder(folder)).release();
  });

  it("is released also if an operator removed it", async () => {
    const lock = await lockFolder(folder);
    await rm(`${folder}.lock`);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it("leaves a folder free that could not be locked", async () => {
    const deep = join(folder, "deeper");
    expect(await lockFolder(deep).catch(({ code }) => code)).to.equal("ENOENT");
    await mkdir(folder);
    await (await lockFolder(deep)).release();
  });

  it("is given back if another process took it over at the same time", async function () {
    if (process.platform === "win32") this.skip();
    const path = `${folder}.lock`;
    // A pipe says something else each time that it is read: first a dead process, after it was moved a living one.
    execFileSync("mkfifo", [path]);
    await link(path, join(parent, "pipe"));
    const refused = refusal();
    await writeFile(path, JSON.stringify(dead));
    await until("it is moved", () => !existsSync(path));
    await writeFile(join(parent, "pipe"), JSON.stringify({ ...dead, pid: process.ppid }));
    expect(await refused).to.contain("a process that started at the same time");
    expect((await readdir(parent)).sort()).to.deep.equal(["data.lock", "pipe"]);
  });

  it("shows a sign of life every few seconds, until its release", async () => {
    const other = await lockFolder(`${folder}-other`);
    await other.release();
    const lock = await lockFolder(folder);
    for (const path of [`${folder}-other.lock`, `${folder}.lock`]) {
      await writeFile(path, "{}");
      await utimes(path, 0, 0);
    }
    await until("it shows one", async () => (await secondsSinceBeat(`${folder}.lock`)) < 60);
    expect(await secondsSinceBeat(`${folder}-other.lock`)).to.be.above(60);
    await lock.release();
  });
});
