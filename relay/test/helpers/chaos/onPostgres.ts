/** Several replicas on one PostgreSQL, and everything that can happen to them. */

import { interfaces } from "doorkey/abi";
import { walletOf } from "doorkey-test-support/keys";
import { startPostgres } from "doorkey-test-support/postgres";
import { startServedChain } from "doorkey-test-support/servedChain";
import { Contract } from "ethers";
import { sql } from "kysely";
import type { NewRequest } from "../../../src/storage/index.ts";
import { enqueue, migrate, openStorage } from "../../../src/storage/index.ts";
import type { Db } from "../../../src/storage/transact.ts";
import { type Replica, startReplica, until } from "../processes.ts";
import { startProxy } from "../proxy.ts";
import type { ReplicaSetup } from "../replica.ts";
import { deployMock, suiteOf } from "../suite.ts";
import { type Disturbance, planDisturbances, randomFault } from "./disturbances.ts";
import { startMiner } from "./miner.ts";
import { type Random, randomFrom } from "./random.ts";
import { makeRequests } from "./requests.ts";
import { report, verify } from "./verify.ts";

export type PostgresChaos = {
  readonly seed: number;
  readonly requests: number;
  readonly clients: number;
  readonly replicas: number;
  readonly relayers: number;
  readonly disturbances: number;
};

const LEASE_MS = 1_500;
const STOPPED_MS = 2_500;
const SETTLE_MS = 240_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Returns whether nothing was lost. */
export async function chaosOnPostgres(options: PostgresChaos): Promise<boolean> {
  const random = randomFrom(options.seed);
  const [node, postgres] = await Promise.all([startServedChain(), startPostgres({ smallDisk: true })]);
  const target = await deployMock(node, "TrustingTarget");
  const relayers = Array.from({ length: options.relayers }, (_, i) => `relay ${i}`);
  for (const name of relayers) await node.fund(walletOf(name).address, 10n ** 22n);
  const items = await makeRequests(node, target, options.requests, options.clients);
  await node.automine(false);

  const storage = await openStorage({ kind: "postgres", url: postgres.url });
  await migrate(storage.db);
  const proxies = await Promise.all([startProxy(node.url), startProxy(node.url)]);
  const forwarder = new Contract(suiteOf(node).forwarder, interfaces.GasRelayForwarder, node.payer);
  let foreign = 0;
  let born = 0;
  const setup = (): ReplicaSetup => ({
    owner: `replica ${++born}`,
    storage: { kind: "postgres", url: postgres.url },
    urls: proxies.map(({ url }) => url),
    suite: suiteOf(node),
    signers: relayers,
    options: { confirmations: 6, leaseMs: LEASE_MS, pollMs: 100, maxWaitMs: 200, maxRequests: 12, bumpAfterMs: 4_000 },
  });
  const replicas = Array.from({ length: options.replicas }, () => startReplica(setup()));
  const miner = startMiner(node, random, 50, 350);
  const started = Date.now();

  const plan = planDisturbances(random, options.disturbances);
  const counts = new Map<Disturbance, number>();
  const feeding = feed(storage.db, items, random, 25 * plan.length);
  for (const kind of plan) {
    await pause(random.between(300, 900));
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    await disturb(kind);
  }
  await feeding;

  async function disturb(kind: Disturbance): Promise<void> {
    const i = random.between(0, replicas.length - 1);
    const victim = replicas[i];
    switch (kind) {
      case "SIGKILL":
        victim?.kill("SIGKILL");
        await victim?.ended;
        replicas[i] = startReplica(setup());
        return;
      case "SIGSTOP":
        victim?.kill("SIGSTOP");
        setTimeout(() => victim?.kill("SIGCONT"), STOPPED_MS);
        return;
      case "proxy": {
        const proxy = random.pick(proxies);
        proxy.setRule(randomFault(random));
        setTimeout(() => proxy.setRule(), random.between(500, 2_000));
        return;
      }
      case "reorg":
        return miner.reorg(random.between(1, 3));
      case "restart of the database":
        return postgres.restart();
      case "killed backend":
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'doorkey-relay' and pid <> pg_backend_pid() order by random() limit 3`
          .execute(storage.db)
          .catch(() => {});
        return;
      case "full disk": {
        const free = await postgres.fillDisk?.();
        await pause(random.between(500, 1_500));
        return free?.();
      }
      case "set clock":
        await setClock(storage.db, random.pick(["-1 hour", "1 hour", "-1 day", "1 day"])).catch(() => {});
        return;
      case "rolling update":
        for (const [at, old] of replicas.entries()) {
          old.kill("SIGCONT");
          old.kill("SIGTERM");
          // One that was stopped for long may not end in time.
          await Promise.race([old.ended, pause(5_000).then(() => old.kill("SIGKILL"))]);
          replicas[at] = startReplica(setup());
        }
        return;
      case "foreign execution": {
        const { payload } = random.pick(items);
        await forwarder
          .getFunction("execute")([payload], { gasLimit: 1_000_000, maxFeePerGas: 10n ** 12n })
          .catch(() => {});
        foreign++;
        return;
      }
    }
  }

  const settled = await until("all requests are final", () => isSettled(storage.db, items.length), SETTLE_MS).then(
    () => true,
    () => false,
  );
  const seconds = (Date.now() - started) / 1_000;
  await endAll(replicas);
  await miner.stop();

  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  console.log(`PostgreSQL: ${options.replicas} replicas, ${relayers.length} relay keys, ${options.clients} signers`);
  console.log(`  ${plan.length} disturbances in ${seconds.toFixed(0)} s: ${kinds}`);
  const attempts = await storage.db.selectFrom("attempts").select("hash").execute();
  const transactions = await storage.db.selectFrom("transactions").select("id").execute();
  console.log(`  ${transactions.length} transactions, ${attempts.length} attempts`);
  if (postgres.fillDisk === undefined) console.log("  no disk could be filled on this machine");
  const sound = report(
    await verify(
      node,
      storage.db,
      target,
      items.map(({ digest }) => digest),
      foreign,
    ),
  );
  if (!sound || !settled) for (const { output } of replicas) console.log(output().slice(-2_000));

  await storage.close();
  await Promise.all([...proxies.map(({ close }) => close()), node.close(), postgres.remove()]);
  return sound && settled;
}

/** Clients post a few requests at a time, post unanswered ones again, and sometimes answered ones too. */
async function feed(db: Db, items: readonly NewRequest[], random: Random, pieces: number): Promise<void> {
  const size = Math.max(1, Math.ceil(items.length / pieces));
  for (let i = 0; i < items.length; i += size) {
    const handful = items.slice(i, i + size);
    while (!(await enqueue(db, handful).then(Boolean, () => false))) await pause(100);
    if (random.next() < 0.1) await enqueue(db, items.slice(Math.max(0, i - size), i + size)).catch(() => {});
    await pause(random.between(5, 50));
  }
}

/** As if the database's clock were set: all times of rows move the other way. */
async function setClock(db: Db, by: string): Promise<void> {
  const interval = sql`${by}::interval`;
  await sql`update signers set lease_until = lease_until + ${interval}, seen_at = seen_at + ${interval}`.execute(db);
  await sql`update replicas set seen_at = seen_at + ${interval}`.execute(db);
  await sql`update attempts set created_at = created_at + ${interval}`.execute(db);
  await sql`update requests set hold_until = hold_until + ${interval}, received_at = received_at + ${interval}
    where state = 'queued'`.execute(db);
}

async function isSettled(db: Db, count: number): Promise<boolean> {
  const { done } = await db
    .selectFrom("requests")
    .select((select) => select.fn.countAll<number>().as("done"))
    .where("state", "in", ["confirmed", "rejected", "expired", "superseded", "executed_elsewhere"])
    .executeTakeFirstOrThrow();
  return done === count;
}

async function endAll(replicas: readonly Replica[]): Promise<void> {
  for (const { kill } of replicas) {
    kill("SIGCONT");
    kill("SIGTERM");
  }
  const patience = setTimeout(() => {
    for (const { kill } of replicas) kill("SIGKILL");
  }, 10_000);
  await Promise.all(replicas.map(({ ended }) => ended));
  clearTimeout(patience);
}
