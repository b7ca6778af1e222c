import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { migrate, openStorage, StorageError, type StorageOptions } from "../../src/storage/index.ts";
import {
  attemptsOf,
  expectNoTrouble,
  expectOnceEach,
  nextNonceOf,
  transactionsOf,
  typesOf,
} from "../helpers/checks.ts";
import { startReplica, until } from "../helpers/processes.ts";
import type { ReplicaSetup } from "../helpers/replica.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { storageKinds } from "../helpers/storages.ts";
import { deployMock, suiteOf } from "../helpers/suite.ts";
import { engineOn, queue, statesOf } from "../helpers/world.ts";

const relay = walletOf("relay 0");

for (const kind of storageKinds) {
  describe(`crashes of processes (${kind})`, () => {
    let node: ServedChain;
    let target: Address;
    let folder: string;
    let postgres: TestPostgres | undefined;
    let options: StorageOptions;

    before(async () => {
      node = await startServedChain();
      target = await deployMock(node, "TrustingTarget");
    });
    beforeEach(async () => {
      await node.fund(relay.address);
      await node.automine(false);
      folder = await mkdtemp(join(tmpdir(), "doorkey-crash-"));
      postgres = kind === "postgres" ? await startPostgres() : undefined;
      options =
        postgres === undefined
          ? { kind: "embedded", folder: join(folder, "data") }
          : { kind: "postgres", url: postgres.url };
      await node.send("hardhat_setNonce", relay.address, "0x0").catch(() => {});
    });
    afterEach(async () => {
      await postgres?.remove();
      await rm(folder, { recursive: true, force: true });
    });
    after(() => node.close());

    const setup = (): ReplicaSetup => ({
      owner: "the one that dies",
      storage: options,
      urls: [node.url],
      suite: suiteOf(node),
      signers: ["relay 0"],
      options: { confirmations: 3, maxWaitMs: 0, leaseMs: 1_500, pollMs: 50 },
    });

    for (const [row, failpoint, attempts] of [
      ["F1 recovers from a crash after the nonce is allocated, before signing", "assigned", 0],
      ["F1 recovers from a crash after signing, before the attempt is stored", "signed", 0],
      ["F2 recovers from a crash after the attempt is stored, before it is sent", "stored", 1],
      ["F2 recovers from a crash after the attempt was sent", "broadcast", 1],
    ] as const) {
      it(row, async () => {
        const start = await node.provider.getTransactionCount(relay.address);
        const before = await openStorage(options);
        await migrate(before.db);
        const digests = await queue(before.db, node, target, 4);
        await before.close();

        const replica = startReplica(setup(), failpoint);
        await replica.ended;
        expect(replica.process.signalCode, replica.output()).to.equal("SIGKILL");

        const after = await openStorage(options);
        try {
          const { db } = after;
          expect(await statesOf(db, digests)).to.deep.equal(Array(4).fill("assigned"));
          const stored = await attemptsOf(db);
          expect(stored).to.have.length(attempts);
          await until("the dead replica's lease ended", async () => {
            const { leased } = await db
              .selectFrom("signers")
              .select((select) => select("lease_until", ">", select.fn<Date>("clock_timestamp")).as("leased"))
              .executeTakeFirstOrThrow();
            return leased === false;
          });
          const engine = engineOn(db, node, { owner: "the heir" });
          // The dead replica counts as live until its last announcement is as old as a lease.
          await db.deleteFrom("replicas").where("owner", "=", "the one that dies").execute();
          await engine.tick();
          await node.mine();
          await engine.tick();
          await node.mine(3);
          await engine.tick();
          expect(await statesOf(db, digests)).to.deep.equal(Array(4).fill("confirmed"));
          const sent = await attemptsOf(db);
          expect(sent).to.have.length(1);
          if (attempts === 1) expect(sent[0]?.hash).to.equal(stored[0]?.hash);
          expect(await nextNonceOf(db, relay.address)).to.equal(await node.provider.getTransactionCount(relay.address));
          expect(await node.provider.getTransactionCount(relay.address)).to.equal(start + 1);
          await expectOnceEach(node, digests);
          expectNoTrouble(engine);
        } finally {
          await after.close();
        }
      });
    }

    if (kind === "postgres") {
      it("F4 fences a replica that was stopped for longer than its lease", async () => {
        const storage = await openStorage(options);
        const { db } = storage;
        await migrate(db);
        const digests = await queue(db, node, target, 3);
        const zombie = startReplica({ ...setup(), owner: "zombie" }, "signed:SIGSTOP");
        await until("it has a nonce and stopped", async () => (await transactionsOf(db)).length === 1);
        const engine = engineOn(db, node, { owner: "heir", options: { leaseMs: 1_500 } });
        await until("its lease ended and another replica sent for the signer", async () => {
          await engine.tick();
          return (await attemptsOf(db)).length === 1;
        });
        const [attempt] = await attemptsOf(db);
        zombie.kill("SIGCONT");
        await until("it noticed", () => zombie.output().includes("fenced"));
        await node.mine();
        await engine.tick();
        zombie.kill("SIGKILL");
        await zombie.ended;
        expect((await attemptsOf(db)).map(({ hash }) => hash)).to.deep.equal([attempt?.hash]);
        await expectOnceEach(node, digests);
        await storage.close();
      });
    } else {
      it("F25 refuses a second process on the folder of an embedded database", async () => {
        const first = startReplica(setup());
        await until("it runs", () => first.output().includes("running"));
        const refusal = await openStorage(options).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(refusal).to.be.instanceOf(StorageError);
        expect((refusal as StorageError).code).to.equal("STORAGE_FOLDER_TAKEN");

        const second = startReplica(setup());
        await second.ended;
        expect(second.process.exitCode).to.equal(1);
        expect(second.output()).to.contain("STORAGE_FOLDER_TAKEN");

        // A process takes over a lock whose process is dead, but not its own.
        first.kill("SIGKILL");
        await first.ended;
        const storage = await openStorage(options);
        const again = await openStorage(options).catch((error: unknown) => error);
        expect(again).to.be.instanceOf(StorageError);
        await storage.close();
        expect((await readdir(folder)).filter((name) => name.includes("lock"))).to.deep.equal([]);
      });
    }
  });
}

onEachStorage("zombies", (stage) => {
  it("F4 fences a replica that signs while another one takes its lease", async () => {
    const { node, db, target } = stage;
    const heir = engineOn(db, node);
    const zombie = engineOn(db, node, {
      failpoint: async (at) => {
        if (at !== "signed") return;
        // Its lease ends, it counts as dead, and another replica sends.
        await db
          .updateTable("signers")
          .set({ lease_until: new Date(0) })
          .execute();
        await db
          .updateTable("replicas")
          .set({ seen_at: new Date(0) })
          .execute();
        await heir.tick();
      },
    });
    const digests = await queue(db, node, target, 3);
    await zombie.tick();
    expect(typesOf(zombie)).to.include("fenced").and.not.include("sent");
    const attempts = await attemptsOf(db);
    expect(attempts).to.have.length(1);
    await node.mine();
    await heir.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined", "mined"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(heir, zombie);
  });
});
