import { randomUUID } from "node:crypto";
import { requestDigester } from "doorkey/relay";
import { fastify } from "fastify";
import type { Logger } from "pino";
import { type Chain, openChain } from "./chain/Chain.ts";
import { type RpcEndpoint, rpcEndpoint } from "./chain/jsonRpc.ts";
import type { Config } from "./config/Config.ts";
import { liveConfig } from "./config/liveConfig.ts";
import { assertConfigured, suiteOf } from "./deployment.ts";
import { createEngine, type RelaySigner } from "./engine/index.ts";
import { engineOptions } from "./engineOptions.ts";
import { createApp } from "./http/app.ts";
import type { Service } from "./http/Service.ts";
import { statusFeed } from "./http/statusFeed.ts";
import { chainRpc } from "./intake/chainRpc.ts";
import type { Intake } from "./intake/Intake.ts";
import { intakeChain } from "./intake/intakeChain.ts";
import { relayState } from "./intake/relayers.ts";
import { logEngine } from "./metrics/logEngine.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { readiness } from "./metrics/readiness.ts";
import { readings } from "./metrics/readings.ts";
import { rememberedFacts } from "./policy/PolicyFacts.ts";
import { liveRateLimits } from "./policy/rateLimits.ts";
import { policyRecheck } from "./policy/recheck.ts";
import { migrate, openStorage, type Storage } from "./storage/index.ts";
import { startWebhooks } from "./webhooks/startWebhooks.ts";

/** A relay that runs. */
export type Relay = {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  readonly metricsUrl: string;
  readonly config: () => Config;
  readonly reload: () => Promise<void>;
  /** Takes nothing new, forms nothing new, gives its signers up, ends streams: within ten seconds. Never waits for blocks. */
  readonly stop: () => Promise<void>;
};

/** An answer that takes longer is cut off when the process has to go. */
const STOP_MS = 8_000;
/** How long a policy may believe whose event it is. */
const FACTS_SECONDS = 30;

/**
 * Assembles a relay from its configuration file and starts it: storage, chain, engine, webhooks, HTTP.
 *
 * @throws ConfigError, StorageError, DeploymentMismatch: then nothing was left running.
 * @example
 * const relay = await startRelay({ file: "relay.yaml", env: process.env, signers, logger: pino() });
 * process.once("SIGTERM", relay.stop);
 */
export async function startRelay({
  file,
  env,
  openSigners,
  logger,
  version,
  pace,
}: startRelay.Options): Promise<Relay> {
  const opened: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    return await assemble();
  } catch (error) {
    await close();
    throw error;
  }

  async function assemble(): Promise<Relay> {
    const accept = (config: Config) => assertConfigured(config, endpointsOf(config));
    const live = await liveConfig(file, { env, accept, onEvent: (event) => logReload(logger, event) });
    opened.push(live.close);
    const config = live.current;
    const { chain: chainConfig, server } = config();

    const signers = await openSigners(config());
    const endpoints = endpointsOf(config());
    await assertConfigured(config(), endpoints, signers);

    const storage = await openStorage(storageOptions(config(), logger));
    opened.push(storage.close);
    if (storage.warning !== undefined) logger.warn({ msg: storage.warning });
    await migrate(storage.db);

    const chain = openChain({
      endpoints,
      confirmations: chainConfig.confirmations,
      onEndpoint: (event) => observe({ type: "endpoint", ...event }),
    });
    const intake = intakeOf(config, storage, chain, endpoints);
    const feed = statusFeed(storage.db, {
      everyMs: pace?.feedMs ?? 500,
      most: 1_000,
      onTrouble: (error) => logger.warn({ msg: "no status events", ...faultOf(error) }),
    });
    opened.push(feed.close);
    const metrics = createMetrics(readings({ intake, chain, signers, feed }));
    const observe = logEngine(logger, metrics);

    const engine = createEngine({
      db: storage.db,
      chain,
      suite: suiteOf(config()),
      signers,
      owner: randomUUID(),
      options: { ...engineOptions(config()), ...(pace?.engineMs !== undefined && { pollMs: pace.engineMs }) },
      recheck: policyRecheck({ config, facts: intake.facts, db: storage.db }),
      observe,
    });
    const halt = new AbortController();
    const running = engine.run(halt.signal);
    opened.push(async () => {
      halt.abort();
      await running;
    });

    const webhooks = startWebhooks({
      db: storage.db,
      config,
      env,
      now: Date.now,
      everyMs: pace?.webhooksMs ?? 1_000,
      onOutcome: metrics.webhook,
      onTrouble: (error) => logger.warn({ msg: "webhooks", ...faultOf(error) }),
    });
    opened.push(webhooks.stop);

    let draining = false;
    const service: Service = {
      intake: { ...intake, wake: engine.wake },
      feed,
      logger,
      metrics,
      version,
      isDraining: () => draining,
      unready: readiness({ intake, chain, signers }),
    };
    const app = await createApp(service);
    opened.push(() => app.close());
    const url = await app.listen({ host: server.host, port: server.port });
    const metricsApp = fastify();
    metricsApp.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.scrape()));
    opened.push(() => metricsApp.close());
    const metricsUrl = await metricsApp.listen({ host: server.host, port: server.metricsPort });
    logger.info({ msg: "started", url, metricsUrl, storage: storage.kind, signers: signers.map((one) => one.address) });

    return {
      url,
      metricsUrl,
      config,
      reload: live.reload,
      stop: async () => {
        if (draining) return;
        draining = true;
        logger.info({ msg: "stopping" });
        halt.abort();
        feed.close();
        await Promise.race([close(), new Promise((done) => setTimeout(done, STOP_MS).unref())]);
        logger.info({ msg: "stopped" });
      },
    };
  }

  function intakeOf(config: () => Config, { db }: Storage, chain: Chain, endpoints: readonly RpcEndpoint[]): Intake {
    const { chain: chainConfig } = config();
    const questions = intakeChain(chainRpc(chain, endpoints, Date.now), chainConfig);
    return {
      config,
      db,
      chain: questions,
      facts: rememberedFacts(questions, { seconds: FACTS_SECONDS, now: Date.now }),
      limits: liveRateLimits(config),
      ...relayState(db, Date.now),
      now: () => new Date(),
      digestOf: requestDigester(suiteOf({ chain: chainConfig })),
      wake: () => {},
    };
  }
}

export declare namespace startRelay {
  type Options = {
    readonly file: string;
    readonly env: NodeJS.ProcessEnv;
    readonly openSigners: (config: Config) => Promise<readonly RelaySigner[]>;
    readonly logger: Logger;
    readonly version: string;
    /** Milliseconds between looks at what could have changed: tests do not want to wait. */
    readonly pace?: { readonly feedMs?: number; readonly engineMs?: number; readonly webhooksMs?: number };
  };
}

function endpointsOf({ chain }: Config): RpcEndpoint[] {
  return chain.rpc.map((url) => rpcEndpoint(url));
}

function storageOptions({ database }: Config, logger: Logger) {
  if ("url" in database) {
    const onConnectionLost = (error: Error) =>
      logger.warn({ msg: "lost a connection to the database", ...faultOf(error) });
    return { kind: "postgres", url: database.url, onConnectionLost } as const;
  }
  const onDumpFailed = (error: unknown) => logger.error({ msg: "the database was not copied", ...faultOf(error) });
  return { kind: "embedded", folder: database.folder, onDumpFailed } as const;
}

function logReload(logger: Logger, event: liveConfig.Event): void {
  if (event.result !== "reloaded") {
    logger.error({ msg: `configuration ${event.result}`, ...faultOf(event.error) });
    return;
  }
  const { needRestart } = event;
  if (needRestart === undefined) logger.info({ msg: "configuration reloaded" });
  else logger.warn({ msg: "configuration reloaded; these parts change with a restart only", needRestart });
}

/** Name and message: an error's other fields may hold parameters. */
function faultOf(error: unknown): { readonly name: string; readonly fault: string } {
  return error instanceof Error ? { name: error.name, fault: error.message } : { name: "unknown", fault: "" };
}
