import type { Server } from "node:http";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { readEvent } from "doorkey";
import {
  type Cleanup,
  closerOf,
  connector,
  createCleanup,
  createStreams,
  operatorToken,
  writeOperatorFile,
} from "doorkey-server";
import type { Logger } from "pino";
import { type Alarms, createAlarms } from "../alarms/Alarms.ts";
import type { Config } from "../config/Config.ts";
import { lanePolicies } from "../config/lanePolicies.ts";
import { startDelivery } from "../delivery/startDelivery.ts";
import { openDevices } from "../devices/Devices.ts";
import { createGateApp, createOperatorApp } from "../http/apps.ts";
import { readCertificate } from "../http/certificate.ts";
import { liveCertificate } from "../http/liveCertificate.ts";
import { createRoles } from "../http/Roles.ts";
import { listNews } from "../http/routes/list.ts";
import type { Service } from "../http/Service.ts";
import type { GateKeys } from "../keys/keystore.ts";
import { type EventList, openList } from "../list/EventList.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { createScans } from "../scans/createScans.ts";
import { openStorage } from "../storage/openStorage.ts";
import { assertClockRunsOn } from "./clockSetBack.ts";
import { exportedRows } from "./exportedRows.ts";
import { hubClock } from "./hubClock.ts";
import { keepGuests } from "./keepGuests.ts";
import { readiness } from "./readiness.ts";
import { settingsFor } from "./settingsFor.ts";
import { watchGateClock } from "./watchGateClock.ts";

/** A running hub. */
export type Gate = {
  /** Where pages reach it: `https://gate-hub.organizer.example:8443`. */
  readonly url: string;
  /** Where commands on this machine reach it. */
  readonly operatorUrl: string;
  readonly operatorToken: string;
  readonly alarms: Alarms;
  readonly list: EventList;
  /** Accepts nothing new, brings what is stored to the disk, and ends within ten seconds. Never waits for blocks. */
  readonly stop: () => Promise<void>;
};

/** What is not closed by then closes when the process ends. */
const STOP_MS = 8_000;

/**
 * Assembles a hub from its configuration and starts it: list, database, devices, delivery, page.
 *
 * @throws ConfigError, StorageError, ClockSetBack, and Error if there is no list of the event. Nothing is left running.
 * @example
 * const gate = await startGate({ config, keys, logger: pino(), version, page });
 * process.once("SIGTERM", gate.stop);
 */
export async function startGate(options: startGate.Options): Promise<Gate> {
  const cleanup = createCleanup();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

export declare namespace startGate {
  type Options = {
    readonly config: Config;
    readonly keys: GateKeys;
    readonly logger: Logger;
    readonly version: string;
    /** Folder of the built page. */
    readonly page: string;
    /** Start even if the clock shows a time before the last stored scan. */
    readonly trustClock?: boolean;
    /** Called while the list loads. */
    readonly onProgress?: openList.Options["onProgress"];
    /** Milliseconds between two looks, short in tests. */
    readonly pace?: {
      readonly listMs?: number;
      readonly clockMs?: number;
      readonly certificateMs?: number;
      readonly delivery?: startDelivery.Options["pace"];
    };
  };
}

async function assemble(options: startGate.Options, cleanup: Cleanup): Promise<Gate> {
  const { config, keys, logger, version, page, pace = {} } = options;
  const connection = connector(config, keys.scanner);
  const hubTime = hubClock(connection);
  const { now } = hubTime;
  // A local chain may be ahead already.
  await hubTime.readHead();
  const alarms = createAlarms({ now, report: ({ code, sentence }) => logger.warn({ msg: sentence, alarm: code }) });
  const desk = keys.desk === undefined ? undefined : connector(config, keys.desk);

  const list = await openList({
    file: join(config.data, "list.json"),
    eventId: config.event,
    connection,
    now,
    alarms,
    onProgress: options.onProgress,
    everyMs: pace.listMs,
  });
  cleanup.add(list.close);
  const storage = openStorage({ folder: config.data, event: list.manifest() });
  cleanup.add(storage.close);
  if (options.trustClock !== true) assertClockRunsOn(storage.db, now());
  const policies = lanePolicies(config, list.manifest(), storage.hubId);
  const devices = await openDevices({ store: storage, now, alarms });
  const streams = createStreams({ now });
  cleanup.add(streams.close);

  const clock = watchGateClock({ alarms, list, clock: hubTime, everyMs: pace.clockMs });
  cleanup.add(clock.close);
  const scans = createScans({
    storage,
    manifest: list.manifest,
    policy: (lane) => policies.get(lane) ?? {},
    settings: {
      undoSeconds: config.settle.undoSeconds,
      reentry: config.policy.reentry === "allowed",
      zones: config.policy.zones,
    },
    judge: clock.judge,
    onDelta: (delta) => streams.send({ event: "delta", id: delta.n, data: delta }),
    alarms,
    now,
  });
  const guests = await keepGuests({ config, scans, list, now });
  cleanup.add(guests.close);
  const delivery = startDelivery({
    outbox: scans.outbox,
    connection,
    desk,
    eventId: config.event,
    when: config.settle.when,
    undoSeconds: config.settle.undoSeconds,
    manifest: list.manifest,
    alarms,
    logger,
    ...(pace.delivery && { pace: pace.delivery }),
  });
  cleanup.add(delivery.stop);

  const eventName = await nameOf(connection, config.event);
  const settings = settingsFor({ config, policies, hub: storage.hubId, eventName, list });
  let isStopping = false;
  let origin = "";
  const service: Service = {
    scans,
    devices,
    roles: createRoles({ pinHash: config.supervisorPin, now }),
    streams,
    list,
    alarms,
    logger,
    metrics: createMetrics(() => ({
      figures: scans.figures(),
      outbox: delivery.figures(),
      devices: {
        joined: devices.list().filter(({ revokedAt }) => revokedAt === undefined).length,
        revoked: devices.list().filter(({ revokedAt }) => revokedAt !== undefined).length,
        listening: streams.owners().size,
      },
      listAge: Math.max(0, now() - list.manifest().takenAt),
      alarms: alarms.list().map(({ code }) => code),
    })),
    version,
    eventId: config.event,
    settings,
    lanes: config.lanes,
    outbox: delivery.figures,
    exported: () => exportedRows(storage.db),
    origin: () => origin,
    isSecure: config.tls !== undefined,
    page,
    operatorToken: await operatorToken(config.data, "gate"),
    now,
    isStopping: () => isStopping,
    unready: readiness({ storage, now }),
  };

  list.onRenewed(() => streams.send({ event: "list", data: listNews(list) }));
  cleanup.add(alarms.onChange(() => streams.send({ event: "alarms", data: alarms.list() })));
  devices.onRevoked(({ id }) => {
    streams.sendTo(id, { event: "revoked", data: {} });
    streams.end(id);
  });

  const server = await serverFor(config, { alarms, logger, now, everyMs: pace.certificateMs }, cleanup);
  const app = await createGateApp(service, server);
  const operatorApp = await createOperatorApp(service);
  cleanup.add(closerOf([app, operatorApp]));
  await app.listen({ host: config.server.host, port: config.server.port });
  origin = originOf(config, server);
  const operatorUrl = await operatorApp.listen({ host: "127.0.0.1", port: config.server.operatorPort });
  await writeOperatorFile(config.data, { url: operatorUrl, token: service.operatorToken });
  logger.info({ msg: "started", url: origin, operatorUrl, event: config.event, block: list.manifest().block.number });

  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ msg: "stopping" });
    streams.close();
    await Promise.race([cleanup.run(), new Promise((done) => setTimeout(done, STOP_MS).unref())]);
    logger.info({ msg: "stopped" });
  };
  return { url: origin, operatorUrl, operatorToken: service.operatorToken, alarms, list, stop };
}

type Watching = {
  readonly alarms: Alarms;
  readonly logger: Logger;
  readonly now: () => number;
  readonly everyMs: number | undefined;
};

/** A server with the certificate of the configuration, now and after each change of its files. */
async function serverFor({ tls, server }: Config, watching: Watching, cleanup: Cleanup): Promise<Server> {
  if (tls === undefined) return createHttpServer();
  const first = await readCertificate(tls);
  if (!first.isFor(server.name)) {
    throw new Error(
      `The certificate in ${tls.cert} is not for ${server.name}, the name under which gates reach the hub.`,
    );
  }
  const made = createHttpsServer({ cert: first.cert, key: first.key, minVersion: "TLSv1.2" });
  const { alarms, logger, now, everyMs } = watching;
  const onReload = () => logger.info({ msg: "the certificate was read again" });
  cleanup.add(liveCertificate(made, tls, { first, alarms, now, onReload, everyMs }).close);
  return made;
}

function originOf({ tls, server: { name } }: Config, server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `${tls === undefined ? "http" : "https"}://${name}:${port}`;
}

/** The event's name. Without an answer of the chain, its id. */
async function nameOf(connection: Parameters<typeof openList>[0]["connection"], eventId: number): Promise<string> {
  try {
    return (await readEvent(await connection(), { eventId })).name;
  } catch {
    return `Event ${eventId}`;
  }
}
