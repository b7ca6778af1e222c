/**
 * A replica as a process, which tests kill, stop and start. It reads one JSON from the environment, and prints a line
 * when it runs and a line for each important event.
 */

import { readFile } from "node:fs/promises";
import { walletOf } from "doorkey-test-support/keys";
import { openChain } from "../../src/chain/Chain.ts";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import { createEngine, type EngineOptions, type Suite } from "../../src/engine/index.ts";
import { enqueue, openStorage, type StorageOptions } from "../../src/storage/index.ts";
import { decodeRequests } from "./chaos/requests.ts";
import { signerFrom } from "./world.ts";

export type ReplicaSetup = {
  readonly owner: string;
  readonly storage: StorageOptions;
  readonly urls: readonly string[];
  readonly suite: Suite;
  readonly signers: readonly string[];
  /** Amounts as text. */
  readonly options: Omit<Partial<EngineOptions>, "maxFeeCap" | "minTip" | "lowBalanceWei">;
  readonly rpcTimeoutMs?: number;
  /** A file of requests that it stores while it runs, for a database that no other process can open. */
  readonly intake?: string;
};

const setup = JSON.parse(process.env.DOORKEY_RELAY_REPLICA ?? "") as ReplicaSetup;
const [failpoint, signal = "SIGKILL"] = (process.env.DOORKEY_RELAY_FAILPOINT ?? "").split(":");

const storage = await openStorage(setup.storage);
const confirmations = setup.options.confirmations ?? 12;
const engine = createEngine({
  db: storage.db,
  suite: setup.suite,
  owner: setup.owner,
  signers: setup.signers.map((name) => signerFrom(walletOf(name))),
  recheck: async (rows) => rows.map(() => undefined),
  chain: openChain({
    endpoints: setup.urls.map((url) => rpcEndpoint(url, { timeoutMs: setup.rpcTimeoutMs ?? 3_000 })),
    confirmations,
  }),
  options: setup.options,
  observe: (event) => {
    if (event.type === "trouble") console.log("trouble", String(event.error));
    else
      console.log(
        event.type,
        JSON.stringify(event, (_, value) => (typeof value === "bigint" ? String(value) : value)),
      );
  },
  failpoint: async (at) => {
    if (at === failpoint) process.kill(process.pid, signal);
  },
});
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());
console.log("running");
const feeding = setup.intake === undefined ? undefined : feed(setup.intake);
await engine.run(stop.signal);
await feeding;
await storage.close();

/** Stores the requests of a file. Prints "settled" when all of them are final. */
async function feed(path: string): Promise<void> {
  const items = decodeRequests(await readFile(path, "utf8"));
  for (let i = 0; i < items.length && !stop.signal.aborted; i += 10) {
    await enqueue(storage.db, items.slice(i, i + 10));
    engine.wake();
  }
  while (!stop.signal.aborted) {
    const { open } = await storage.db
      .selectFrom("requests")
      .select((select) => select.fn.countAll<number>().as("open"))
      .where("state", "in", ["queued", "assigned", "mined"])
      .executeTakeFirstOrThrow();
    if (open === 0) return console.log("settled");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
