import { expect } from "chai";
import { sql } from "kysely";
import { newRequest, random } from "../../test/helpers/newRequests.ts";
import { until } from "../../test/helpers/processes.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { enqueue } from "./index.ts";
import { listenQueued } from "./listen.ts";

describe("a replica that listens", () => {
  const storage = useStorage();
  before(function () {
    if (storage.kind !== "postgres") this.skip();
  });

  it("hears when it stands, of what is queued, and again after its connection broke, until it stops", async () => {
    let [calls, others] = [0, 0];
    const stop = await storage.listen(() => void calls++);
    expect(calls).to.equal(1);
    await enqueue(storage.db, [newRequest()]);
    await until("it hears of a request", () => calls === 2);
    await enqueue(storage.db, [newRequest({ sponsor: "poor" }, 10n, 9n)]);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'doorkey-relay listens' and datname = current_database()`.execute(storage.db);
    await until("it listens again", () => calls === 3);
    await enqueue(storage.db, [newRequest()]);
    await until("it hears of the next one", () => calls === 4);
    await stop();
    const stopOther = await storage.listen(() => void others++);
    await enqueue(storage.db, [newRequest()]);
    await until("the other one hears of it", () => others === 2);
    expect(calls).to.equal(4);
    await stopOther();
  });

  it("tries again for a database that is not there yet", async () => {
    const name = `later_${random(8).slice(2)}`;
    const { rows } = await sql<{ port: number }>`select inet_server_port() as port`.execute(storage.db);
    let calls = 0;
    const stop = await listenQueued(`postgres://postgres@127.0.0.1:${rows[0]?.port}/${name}`, () => void calls++);
    expect(calls).to.equal(0);
    await sql`create database ${sql.id(name)}`.execute(storage.db);
    await until("it listens", () => calls === 1);
    await stop();
    await sql`drop database ${sql.id(name)}`.execute(storage.db);
  });
});
