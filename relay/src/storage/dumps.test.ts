import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { expect } from "chai";
import { until } from "../../test/helpers/processes.ts";
import { dump, startDumps } from "./dumps.ts";

describe("copies of the embedded database", () => {
  let parent: string;
  let folder: string;
  let copy: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "doorkey-dumps-"));
    folder = join(parent, "data");
    copy = `${folder}.dump.tar.gz`;
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  /** An engine whose folder is this text. */
  const engineOf = (text: () => string) => ({ dumpDataDir: async () => new Blob([text()]) }) as unknown as PGlite;

  it("can be opened, and nothing else is left beside them", async () => {
    const engine = await PGlite.create();
    await engine.exec("create table kept (x integer)");
    await dump(engine, folder);
    await engine.close();
    expect(await readdir(parent)).to.deep.equal(["data.dump.tar.gz"]);
    const opened = await PGlite.create({ loadDataDir: new Blob([await readFile(copy)]) });
    const { rows } = await opened.query("select to_regclass('kept')::text as found");
    await opened.close();
    expect(rows).to.deep.equal([{ found: "kept" }]);
  });

  it("are written one after the other, until they are stopped", async () => {
    let [begun, rounds] = [0, 0];
    const failures: unknown[] = [];
    const slow = {
      dumpDataDir: async () => {
        const own = ++begun;
        await new Promise((resolve) => setTimeout(resolve, 5));
        rounds++;
        // No other one was begun meanwhile.
        expect(begun).to.equal(own);
        return new Blob([`round ${own}`]);
      },
    } as unknown as PGlite;
    const stop = startDumps(slow, folder, 1, (error) => failures.push(error));
    await until("three are written", () => rounds >= 3);
    await stop();
    const last = await readFile(copy, "utf8");
    expect(last).to.equal(`round ${begun}`);
    // Another engine shows that there was time for one more.
    let others = 0;
    const stopOther = startDumps(
      engineOf(() => `${++others}`),
      join(parent, "other"),
      1,
      () => {},
    );
    await until("the other engine has five", () => others >= 5);
    await stopOther();
    expect(await readFile(copy, "utf8")).to.equal(last);
    expect(failures).to.deep.equal([]);
  });

  it("that fail are reported, and do not keep the next one from being written", async () => {
    await mkdir(join(copy, "full"), { recursive: true });
    const failures: unknown[] = [];
    const stop = startDumps(
      engineOf(() => "copy"),
      folder,
      5,
      (error) => failures.push(error),
    );
    await until("one fails", () => failures.length > 0);
    await rm(copy, { recursive: true });
    await until("the next one is written", () => existsSync(copy));
    await stop();
    expect(await readFile(copy, "utf8")).to.equal("copy");
  });
});
