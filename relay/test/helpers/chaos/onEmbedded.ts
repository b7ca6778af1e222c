/**
 * One replica on the embedded database, killed again and again. It takes its requests from a file, like clients that
 * post until they get an answer.
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { walletOf } from "doorkey-test-support/keys";
import { startServedChain } from "doorkey-test-support/servedChain";
import { migrate, openStorage } from "../../../src/storage/index.ts";
import { executionsOf } from "../checks.ts";
import { startReplica, until } from "../processes.ts";
import { deployMock, suiteOf } from "../suite.ts";
import { startMiner } from "./miner.ts";
import { randomFrom } from "./random.ts";
import { encodeRequests, makeRequests } from "./requests.ts";
import { report, verify } from "./verify.ts";

export type EmbeddedChaos = {
  readonly seed: number;
  readonly requests: number;
  readonly clients: number;
  readonly kills: number;
};

const SETTLE_MS = 240_000;

/** Returns whether nothing was lost. */
export async function chaosOnEmbedded(options: EmbeddedChaos): Promise<boolean> {
  const random = randomFrom(options.seed);
  const node = await startServedChain();
  const target = await deployMock(node, "TrustingTarget");
  await node.fund(walletOf("relay 0").address, 10n ** 22n);
  const items = await makeRequests(node, target, options.requests, options.clients);
  const digests = items.map(({ digest }) => digest);
  await node.automine(false);
  const parent = await mkdtemp(join(tmpdir(), "doorkey-chaos-"));
  const folder = join(parent, "data");
  const intake = join(parent, "requests.jsonl");
  await writeFile(intake, encodeRequests(items));
  const first = await openStorage({ kind: "embedded", folder });
  await migrate(first.db);
  await first.close();

  let born = 0;
  const start = () =>
    startReplica({
      owner: `replica ${++born}`,
      storage: { kind: "embedded", folder },
      urls: [node.url],
      suite: suiteOf(node),
      signers: ["relay 0"],
      intake,
      options: { confirmations: 3, leaseMs: 1_000, pollMs: 50, maxWaitMs: 100, maxRequests: 10 },
    });
  const miner = startMiner(node, random, 50, 250);
  const started = Date.now();
  let replica = start();
  for (let i = 0; i < options.kills; i++) {
    await until("it runs", () => replica.output().includes("running"));
    // Kills it somewhere between the first pass and a few seconds later.
    await new Promise((resolve) => setTimeout(resolve, random.between(100, 2_500)));
    replica.kill("SIGKILL");
    await replica.ended;
    replica = start();
  }
  const settled = await until(
    "all requests are executed, and deep",
    async () => {
      const counts = await executionsOf(node, digests);
      return counts.every((count) => count > 0) && replica.output().includes("settled");
    },
    SETTLE_MS,
  ).then(
    () => true,
    () => false,
  );
  replica.kill("SIGTERM");
  await replica.ended;
  await miner.stop();

  const storage = await openStorage({ kind: "embedded", folder });
  const seconds = (Date.now() - started) / 1_000;
  console.log(`Embedded: 1 replica, ${options.kills} SIGKILL in ${seconds.toFixed(0)} s`);
  const attempts = await storage.db.selectFrom("attempts").select("hash").execute();
  const transactions = await storage.db.selectFrom("transactions").select("id").execute();
  console.log(`  ${transactions.length} transactions, ${attempts.length} attempts`);
  const sound = report(await verify(node, storage.db, target, digests));
  if (!sound || !settled) console.log(replica.output().slice(-3_000));
  await storage.close();
  await rm(parent, { recursive: true, force: true });
  await node.close();
  return sound && settled;
}
