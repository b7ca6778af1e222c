import { expect } from "chai";
import type { Address } from "doorkey";
import { sql } from "kysely";
import { random, upper } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import {
  assertReadable,
  assertWritable,
  clearLeases,
  pausedScopes,
  setPaused,
  signerRows,
  takeNonce,
} from "./index.ts";

describe("what operators and the relay set", () => {
  const storage = useStorage();

  it("pauses by scope, a signer in any case, and resumes", async () => {
    const signer = random(20) as Address;
    const scopes = async () => [...(await pausedScopes(storage.db))].sort();
    for (const _ of [1, 2]) {
      await setPaused(storage.db, `signer:${upper(signer)}`, true);
      await setPaused(storage.db, "sponsor:Acme", true);
      expect(await scopes()).to.deep.equal([`signer:${signer}`, "sponsor:Acme"]);
    }
    await setPaused(storage.db, `signer:${signer}`, false);
    await setPaused(storage.db, "all", false);
    expect(await scopes()).to.deep.equal(["sponsor:Acme"]);
    await setPaused(storage.db, "sponsor:acme", false);
    expect(await scopes()).to.deep.equal(["sponsor:Acme"]);
  });

  it("gives each nonce of a signer once, and leaps ahead when asked", async () => {
    const [one, two] = [random(20) as Address, random(20) as Address];
    expect(await takeNonce(storage.db, one)).to.equal(0n);
    expect(await takeNonce(storage.db, upper(one))).to.equal(1n);
    expect(await takeNonce(storage.db, one, 300n)).to.equal(300n);
    expect(await takeNonce(storage.db, one, 5n)).to.equal(301n);
    expect(await takeNonce(storage.db, two, 7n)).to.equal(7n);
    const many = await Promise.all(Array.from({ length: 9 }, () => takeNonce(storage.db, two)));
    expect(many.sort((a, b) => Number(a - b))).to.deep.equal(Array.from({ length: 9 }, (_, i) => BigInt(8 + i)));
  });

  it("frees every signer of a relay that has the database alone", async () => {
    const address = random(20) as Address;
    await sql`insert into replicas (owner, signers) values ('one', array[${address}])`.execute(storage.db);
    await sql`insert into signers (address, next_nonce, lease_owner, lease_until, epoch)
      values (${address}, 5, 'one', clock_timestamp(), 3)`.execute(storage.db);
    await clearLeases(storage.db);
    const [row, ...others] = await signerRows(storage.db);
    expect(others).to.deep.equal([]);
    expect(row).to.include({ address, next_nonce: 5, lease_owner: null, lease_until: null, epoch: 3 });
    expect(await storage.db.selectFrom("replicas").selectAll().execute()).to.deep.equal([]);
  });

  it("sees whether the database takes writes in time, and answers questions", async () => {
    const { db } = storage;
    await assertWritable(db);
    await assertReadable(db);
    const codeOf = (work: Promise<void>) =>
      work.then(
        () => undefined,
        ({ code }: { code: string }) => code,
      );
    await db.transaction().execute(async (tx) => {
      await sql`lock table write_probe in access exclusive mode`.execute(tx);
      if (storage.kind === "postgres") expect(await codeOf(assertWritable(db, 20))).to.be.oneOf(["55P03", "57014"]);
    });
    await assertWritable(db, 60_000);
    await sql`alter table requests rename to lost`.execute(db);
    expect(await codeOf(assertReadable(db))).to.equal("42P01");
    await sql`alter table lost rename to requests`.execute(db);
  });
});
