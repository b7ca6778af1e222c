import { expect } from "chai";
import { postgresPrograms } from "doorkey-test-support/postgres";
import { enqueue, openStorage } from "../src/storage/index.ts";
import { newRequest } from "./helpers/newRequests.ts";
import { until } from "./helpers/processes.ts";
import { openOwnServer } from "./helpers/storages.ts";

describe("a replica on PostgreSQL", () => {
  before(function () {
    if (postgresPrograms() === undefined) this.skip();
  });

  it("hears of what another one queued, also after the database was away", async () => {
    const { db, postgres, remove } = await openOwnServer();
    const other = await openStorage({ kind: "postgres", url: postgres.url });
    let calls = 0;
    const stop = await other.listen(() => void calls++);
    try {
      expect(calls).to.equal(1);
      await enqueue(db, [newRequest()]);
      await until("the other replica hears of it", () => calls === 2);
      await enqueue(db, [newRequest({ sponsor: "poor" }, 10n, 9n)]);
      await postgres.restart();
      await until("it listens again", () => calls === 3);
      await enqueue(db, [newRequest()]);
      await until("it hears of the next one", () => calls === 4);
      await enqueue(db, [newRequest({ sponsor: "poor" }, 10n, 9n), newRequest()]);
      await until("it hears of a body of which one request is stored", () => calls === 5);
    } finally {
      await stop();
      await other.close();
      await remove();
    }
  });

  it("hears also if the database was away when it began to listen", async () => {
    const { postgres, remove } = await openOwnServer();
    const other = await openStorage({ kind: "postgres", url: postgres.url });
    await postgres.stop();
    let calls = 0;
    const stop = await other.listen(() => void calls++);
    try {
      expect(calls).to.equal(0);
      await postgres.start();
      await until("it listens", () => calls === 1);
    } finally {
      await stop();
      await other.close();
      await remove();
    }
  });
});
