import { randomUUID } from "node:crypto";
import type { Address } from "doorkey/buyer";
import { type Cleanup, createCleanup } from "doorkey-server";
import type { Logger } from "pino";
import { openChain } from "../chain/Chain.ts";
import { gatherCalls } from "../chain/gatherCalls.ts";
import type { Config } from "../config/Config.ts";
import { createEngine, type EngineEvent, type RelaySigner } from "../engine/index.ts";
import { statusFeed } from "../intake/statusFeed.ts";
import { logEngine } from "../metrics/logEngine.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { observeRpc, type RpcObservation } from "../metrics/observeRpc.ts";
import { readiness } from "../metrics/readiness.ts";
import { readings } from "../metrics/readings.ts";
import { keepFaults } from "../metrics/recentFaults.ts";
import { policyRecheck } from "../policy/recheck.ts";
import { startWebhooks } from "../webhooks/startWebhooks.ts";
import { assertConfigured, suiteOf } from "./deployment.ts";
import { engineOptions } from "./engineOptions.ts";
import { faultOf } from "./faultOf.ts";
import { type FundingNeed, tellUnfunded } from "./fundingNeeds.ts";
import { type ConfigEvent, endpointsOf, noteConfig, openConfig } from "./openConfig.ts";
import { openDatabase } from "./openDatabase.ts";
import { openIntake } from "./openIntake.ts";
import { serve } from "./serve.ts";
import { startRetention } from "./startRetention.ts";

/** A running relay. */
export type Relay = {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  readonly metricsUrl: string;
  readonly config: () => Config;
  readonly reload: () => Promise<void>;
  /**
   * Stops accepting and building, gives up its signers and ends streams, within ten seconds. Never waits for blocks.
   */
  readonly stop: () => Promise<void>;
};

/** What is not closed by then closes when the process ends. */
const STOP_MS = 8_000;
const MOST_STREAMS = 1_000;
/** After these, followers of requests get the news at once. */
const NEWS: readonly EngineEvent["type"][] = ["mined", "closed"];

/**
 * Assembles a relay from its configuration file and starts it: storage, chain, engine, webhooks, HTTP.
 *
 * @throws ConfigError, KeyError, StorageError, DeploymentMismatch. Nothing is left running then.
 * @example
 * const relay = await startRelay({ file: "relay.yaml", env: process.env, openSigners, logger: pino(), version });
 * process.once("SIGTERM", relay.stop);
 */
export async function startRelay(options: startRelay.Options): Promise<Relay> {
  const cleanup = createCleanup();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

export declare namespace startRelay {
  type Options = {
    readonly file: string;
    readonly env: NodeJS.ProcessEnv;
    readonly openSigners: (config: Config) => Promise<readonly RelaySigner[]>;
    readonly logger: Logger;
    readonly version: string;
    /** Called once with the signers that hold too little ether, if there are any. */
    readonly onUnfunded?: (needs: readonly FundingNeed[]) => void;
    /** Milliseconds between polls, short in tests. */
    readonly pace?: { readonly feedMs?: number; readonly engineMs?: number; readonly webhooksMs?: number };
  };
}

const paceOf = (ms: number | undefined) => (ms === undefined ? {} : { pollMs: ms, idlePollMs: ms });

async function assemble(options: startRelay.Options, cleanup: Cleanup): Promise<Relay> {
  const { env, openSigners, version, pace = {}, onUnfunded = () => {} } = options;
  const { logger, faults } = keepFaults(options.logger);
  // Set below. What opens first needs them before they exist, but calls them only once the relay runs.
  let observe = (_: EngineEvent): void => {};
  let observeCall = (_: RpcObservation): void => {};
  let onConfig = (_: ConfigEvent): void => {};
  let wake = (): void => {};
  const live = await openConfig(options, logger, cleanup, (event) => onConfig(event));
  const config = live.current;
  const endpoints = endpointsOf(config()).map((endpoint) => observeRpc(endpoint, (call) => observeCall(call)));
  const signers = await openSigners(config());
  await assertConfigured(config(), endpoints, signers);

  const { db, kind, listen } = await openDatabase(config(), logger, cleanup);
  const chain = openChain({
    endpoints: endpoints.map(gatherCalls),
    confirmations: config().chain.confirmations,
    onEndpoint: (event) => observe({ type: "endpoint", ...event }),
  });
  const intake = openIntake({ config, db, chain, wake: () => wake() });
  const feed = statusFeed(db, {
    everyMs: pace.feedMs ?? 500,
    most: MOST_STREAMS,
    mostOfCaller: MOST_STREAMS / 10,
    onTrouble: (error) => logger.warn({ msg: "no status events", ...faultOf(error) }),
  });
  cleanup.add(feed.close);
  const ready = readiness({
    db,
    config,
    chain,
    signers,
    paused: async () => (await intake.freshState()).paused,
    now: Date.now,
  });
  const metrics = createMetrics(readings({ intake, chain, signers, feed, ready }));
  const log = logEngine(logger, metrics);
  observe = (event) => {
    log(event);
    if (NEWS.includes(event.type)) void feed.poll();
  };
  observeCall = metrics.rpc;
  onConfig = noteConfig(db, logger, metrics);
  await tellUnfunded({ config: config(), chain, signers, logger, onUnfunded });

  const engine = createEngine({
    db,
    chain,
    suite: suiteOf(config()),
    signers,
    owner: randomUUID(),
    options: { ...engineOptions(config()), ...paceOf(pace.engineMs) },
    recheck: policyRecheck({ config, facts: intake.facts, db }),
    observe,
  });
  wake = engine.wake;
  cleanup.add(await listen(engine.wake));
  // The first caller finds signers that can send.
  await engine.tick();
  const halt = new AbortController();
  const running = engine.run(halt.signal);
  cleanup.add(async () => {
    halt.abort();
    await running;
  });

  const webhooks = startWebhooks({
    db,
    config,
    env,
    now: Date.now,
    everyMs: pace.webhooksMs ?? 1_000,
    onOutcome: metrics.webhook,
    onTrouble: (error) => logger.warn({ msg: "webhooks", ...faultOf(error) }),
  });
  cleanup.add(webhooks.stop);

  const retention = startRetention({
    db,
    config,
    onDropped: (dropped) => {
      for (const [table, rows] of Object.entries(dropped)) metrics.dropped(table, rows);
      logger.info({ msg: "old rows were dropped", ...dropped });
    },
    onTrouble: (error) => logger.warn({ msg: "old rows were not dropped", ...faultOf(error) }),
  });
  cleanup.add(retention.stop);

  let draining = false;
  const balanceOf = async (address: Address) => {
    const view = await chain.look().catch(() => undefined);
    return view?.balanceOf(address).catch(() => undefined);
  };
  const urls = await serve(
    {
      ...{ intake, feed, logger, metrics, version, faults, balanceOf },
      isDraining: () => draining,
      readiness: ready,
    },
    cleanup,
  );
  logger.info({ msg: "started", ...urls, storage: kind, signers: signers.map(({ address }) => address) });

  const stop = async () => {
    if (draining) return;
    draining = true;
    logger.info({ msg: "stopping" });
    halt.abort();
    feed.close();
    await Promise.race([cleanup.run(), new Promise((done) => setTimeout(done, STOP_MS).unref())]);
    logger.info({ msg: "stopped" });
  };
  return { ...urls, config, reload: live.reload, stop };
}
