import { join } from "node:path";
import { type Connection, readTeam } from "doorkey";
import { grantQueue, type Seller, sqlitePurchases } from "doorkey/agent";
import {
  type Cleanup,
  closerOf,
  connector,
  createCleanup,
  createStreams,
  operatorToken,
  sentenceOf,
  writeOperatorFile,
} from "doorkey-server";
import type { Logger } from "pino";
import type { Config } from "../config/Config.ts";
import { openEvents } from "../follow/Events.ts";
import { followChain } from "../follow/followChain.ts";
import { createOfficeApp, createOperatorApp, createWalletApp } from "../http/apps.ts";
import type { Service } from "../http/Service.ts";
import { createImports } from "../imports/createImports.ts";
import type { OfficeKeys } from "../keys/keys.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { watchNews } from "../news/watchNews.ts";
import { createActs } from "../rights/createActs.ts";
import { createRights } from "../rights/createRights.ts";
import { createRebindRequests } from "../rights/rebindRequests.ts";
import { createSales } from "../sales/createSales.ts";
import { createPersons } from "../sales/persons.ts";
import type { Sale } from "../sales/Sale.ts";
import { saleFor } from "../sales/saleFor.ts";
import { countOpenSales, saleOfRight } from "../sales/saleTable.ts";
import { watchedPurchases } from "../sales/watchedPurchases.ts";
import { openStaff } from "../staff/Staff.ts";
import { openStorage } from "../storage/openStorage.ts";
import { startWebhooks } from "../webhooks/startWebhooks.ts";
import { countDeliveries } from "../webhooks/webhookTables.ts";
import { readiness } from "./readiness.ts";

/** A running office. */
export type Office = {
  /** Where the box office, the wallets' routes and the shops' routes are: `http://127.0.0.1:8480`. */
  readonly url: string;
  /** Where the wallet's page is, if the office serves it. */
  readonly walletUrl: string | undefined;
  /** Where commands on this machine reach it. */
  readonly operatorUrl: string;
  readonly operatorToken: string;
  /** Accepts nothing new and ends within ten seconds. What is under way goes on at the next start. */
  readonly stop: () => Promise<void>;
};

/** What is not closed by then closes when the process ends. */
const STOP_MS = 8_000;

/** Milliseconds between two looks for sales that are too old. */
const TIDY_MS = 5_000;

/** Milliseconds between two looks for webhooks that are due. */
const WEBHOOKS_MS = 1_000;

/**
 * Assembles an office from its configuration and starts it: the index of the chain, the databases, the pages.
 *
 * @throws StorageError, and DoorkeyError if the chain does not answer or the agent is unknown. Nothing is left running.
 * @example
 * const office = await startOffice({ config, keys, logger: pino(), version, pages: {} });
 * process.once("SIGTERM", office.stop);
 */
export async function startOffice(options: startOffice.Options): Promise<Office> {
  const cleanup = createCleanup();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

export declare namespace startOffice {
  type Options = {
    readonly config: Config;
    readonly keys: OfficeKeys;
    readonly logger: Logger;
    readonly version: string;
    /** Folders of the built pages. A page without a folder is not served. */
    readonly pages: { readonly boxOffice?: string | undefined; readonly wallet?: string | undefined };
    /** Milliseconds between two looks, short in tests. */
    readonly pace?: {
      readonly chainMs?: number;
      readonly tidyMs?: number;
      readonly gatherMs?: number;
      readonly webhooksMs?: number;
    };
    /** Seconds since 1970. Defaults to the clock of this machine. */
    readonly now?: () => number;
  };
}

async function assemble(options: startOffice.Options, cleanup: Cleanup): Promise<Office> {
  const { config, keys, logger, version, pages, pace = {}, now = () => Date.now() / 1_000 } = options;
  const connection = await connector(config, keys.agent)();
  const { chainId, rightsRegistry } = connection;
  const team = await readTeam(connection, { agentId: config.agent });
  const storage = openStorage({ folder: config.data, agent: { chainId, rightsRegistry, agentId: config.agent } });
  cleanup.add(storage.close);
  const news = watchNews(storage, { agentId: config.agent, events: config.events.map(({ id }) => id) });
  const index = await followChain(connection, {
    file: join(config.data, "index.jsonl"),
    ...{ logger, now, watch: news.watch, everyMs: pace.chainMs },
  });
  cleanup.add(index.close);
  const events = await openEvents({ connection, index, events: config.events, logger });
  cleanup.add(events.close);

  const webhooks = startWebhooks({
    ...{ storage, now, webhooks: config.webhooks, everyMs: pace.webhooksMs ?? WEBHOOKS_MS },
    onOutcome: (outcome) => logger.debug({ msg: "a webhook was tried", outcome }),
    onTrouble: warnOf(logger, "webhooks were not delivered"),
  });
  cleanup.add(webhooks.stop);

  const streams = createStreams({ now });
  cleanup.add(streams.close);
  const staff = openStaff({ storage, now, sessionSeconds: config.staff.sessionHours * 3_600 });
  const tellSale = (sale: Sale) => {
    for (const { id, role } of staff.list()) streams.sendTo(id, { event: "sale", data: saleFor(role, sale) });
  };
  const persons = createPersons(connection, keys.persons, now);
  const sales = createSales({
    ...{ storage, events, persons, url: config.url, now },
    seller: () => seller,
    settings: config.sales,
    onChange: (sale) => {
      tellSale(sale);
      if (sale.state === "granted") index.nudge();
    },
  });
  const seller = await openSeller(
    { config, connection, cleanup, pace },
    {
      documents: events.documents,
      follow: sales.follow,
      ...(keys.persons !== undefined && { evidence: sales.evidence }),
    },
  );
  await sales.recover();

  const rights = createRights({
    ...{ index, events, agentId: config.agent },
    saleOf: (right) => saleOfRight(storage.db, right),
  });
  const acts = createActs({
    ...{ connection, storage, index, events, persons, now, agentId: config.agent },
    onChange: (act) => streams.send({ event: "act", data: act }),
  });
  const imports = createImports({
    ...{ storage, sales, events, index, logger, now, folder: join(config.data, "imports") },
    seller: () => seller,
    onChange: (one) => streams.send({ event: "import", data: one }),
  });
  cleanup.add(imports.stop);

  let isStopping = false;
  let origin = "";
  const service: Service = {
    ...{ config, storage, seller, index, events, sales, rights, acts, imports, staff, streams, logger, version, now },
    sellerName: () => index.state().agents.get(config.agent)?.name ?? team.name,
    requests: createRebindRequests({ storage, rights, now }),
    metrics: createMetrics(() => {
      const head = index.head();
      return {
        sales: countOpenSales(storage.db),
        acts: acts.waiting().length,
        imports: imports.list().filter(({ state }) => state === "running").length,
        indexAge: head && now() - head.readAt,
        listening: streams.owners().size,
        webhooks: countDeliveries(storage.db),
      };
    }),
    origin: () => origin,
    operatorToken: await operatorToken(config.data, "office"),
    isStopping: () => isStopping,
    unready: readiness({ storage, index, now }),
  };

  const writeNews = () => {
    const head = index.head();
    if (head !== undefined) news.catchUp(index.state(), head.block);
  };
  attempt(logger, "news were not written", writeNews);
  index.onNews(() => {
    const head = index.head();
    if (head !== undefined) streams.send({ event: "head", data: head });
    attempt(logger, "acts were not settled", acts.settle);
    attempt(logger, "news were not written", writeNews);
  });
  const tidy = setInterval(
    () => void sales.tidy().catch(warnOf(logger, "sales were not tidied")),
    pace.tidyMs ?? TIDY_MS,
  );
  cleanup.add(() => clearInterval(tidy));

  const app = await createOfficeApp(service, pages.boxOffice);
  const operatorApp = await createOperatorApp(service);
  const walletApp = await walletFor(service, config, pages.wallet);
  cleanup.add(closerOf([app, operatorApp, ...(walletApp === undefined ? [] : [walletApp])]));
  origin = await app.listen({ host: config.server.host, port: config.server.port });
  const operatorUrl = await operatorApp.listen({ host: "127.0.0.1", port: config.server.operatorPort });
  const walletUrl = await walletApp?.listen({ host: config.server.host, port: config.walletPort ?? 0 });
  await writeOperatorFile(config.data, { url: operatorUrl, token: service.operatorToken });
  imports.resume();
  logger.info({ msg: "started", url: origin, operatorUrl, agent: config.agent, events: events.ids });

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ msg: "stopping" });
    streams.close();
    await Promise.race([cleanup.run(), new Promise((done) => setTimeout(done, STOP_MS).unref())]);
    logger.info({ msg: "stopped" });
  };
  return { url: origin, walletUrl, operatorUrl, operatorToken: service.operatorToken, stop };
}

type Parts = {
  readonly config: Config;
  readonly connection: Connection;
  readonly cleanup: Cleanup;
  readonly pace: NonNullable<startOffice.Options["pace"]>;
};

/** The seller, whose claims are granted together and whose purchases the sales follow. */
async function openSeller(
  { config, connection, cleanup, pace }: Parts,
  of: {
    documents: () => Seller["documents"];
    follow: Parameters<typeof watchedPurchases>[1];
    evidence?: Seller["evidence"];
  },
): Promise<Seller> {
  const kept = await sqlitePurchases(join(config.data, "purchases.sqlite"));
  cleanup.add(kept.close);
  const alone: Seller = {
    ...{ connection, agentId: config.agent, purchases: watchedPurchases(kept, of.follow) },
    evidence: of.evidence,
    // A document may come later.
    get documents() {
      return of.documents();
    },
  };
  const queue = grantQueue(alone, { maxWaitMs: pace.gatherMs });
  return Object.assign(alone, { queue });
}

async function walletFor(service: Service, { walletPort }: Config, page: string | undefined) {
  return walletPort === undefined || page === undefined ? undefined : createWalletApp(service, page);
}

function attempt(logger: Logger, msg: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    warnOf(logger, msg)(error);
  }
}

const warnOf = (logger: Logger, msg: string) => (error: unknown) => logger.warn({ msg, why: sentenceOf(error) });
