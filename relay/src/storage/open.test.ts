import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sql } from "kysely";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { openStorage } from "./index.ts";

describe("the embedded database", () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "doorkey-embedded-"));
    folder = join(parent, "deep", "data");
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  it("has its folder alone until it closes", async () => {
    const storage = await openStorage({ kind: "embedded", folder });
    try {
      expect(storage.warning).to.contain("serves one process only");
      // No other process can queue anything.
      const stop = await storage.listen(() => expect.fail("heard something"));
      await stop();
      const error = await openStorage({ kind: "embedded", folder }).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: "STORAGE_FOLDER_TAKEN" });
      const { rows } = await sql`select 9007199254740991::bigint as number, 3::numeric(78) as wei`.execute(storage.db);
      expect(rows).to.deep.equal([{ number: Number.MAX_SAFE_INTEGER, wei: 3n }]);
      expect(existsSync(`${folder}.lock`)).to.equal(true);
    } finally {
      await storage.close();
    }
    expect(existsSync(`${folder}.lock`)).to.equal(false);
  });

  it("leaves a folder free that it could not open", async () => {
    await mkdir(join(parent, "deep"));
    await writeFile(folder, "no folder");
    const outcome = await openStorage({ kind: "embedded", folder }).then(
      () => "opened",
      () => "failed",
    );
    expect(outcome).to.equal("failed");
    expect(existsSync(`${folder}.lock`)).to.equal(false);
  });
});

describe("the database of a relay", () => {
  const storage = useStorage();

  it("has numbers for whole numbers, and bigints for wei", async () => {
    const { rows } =
      await sql`select 9007199254740991::bigint as number, 3::numeric(78) as wei, 4::int as small`.execute(storage.db);
    expect(rows).to.deep.equal([{ number: Number.MAX_SAFE_INTEGER, wei: 3n, small: 4 }]);
  });
});
