import { join } from "node:path";
import { type Connection, connect } from "doorkey";
import type { Manifest } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { addressInKeystore, type Finding, findings, sentenceOf } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import { keptList } from "../list/keptList.ts";
import { checkCertificate } from "./checkCertificate.ts";
import { checkClock, checkKeys, checkList } from "./checkChain.ts";
import { checkDisk } from "./checkDisk.ts";
import { checkName, type Names, realNames } from "./checkName.ts";
import { checkRelay } from "./checkRelay.ts";

/**
 * Looks at all that a night needs, without changing anything, and without the keys' password.
 *
 * @param options.now Seconds since 1970.
 * @param options.resolvers Addresses of resolvers that phones may ask.
 */
export async function examine(config: Config, options: examine.Options): Promise<Finding[]> {
  const { now, resolvers, names = realNames } = options;
  const kept = await keptList(join(config.data, "list.json"), config.event).catch((error: Error) => error);
  const connection = await firstConnection(config);
  const list = connection instanceof Error ? connection : await readList(connection, config, kept);
  const manifest = list instanceof Error ? (kept instanceof Error ? undefined : kept) : list;
  const found = [
    ...(await checkName(config, resolvers, names)),
    await checkCertificate(config, { now, doorsCloseAt: manifest?.doorsCloseAt }),
    await checkDisk(config.data),
  ];
  if (connection instanceof Error) found.push(findings("chain").bad(connection.message));
  else found.push(...(await checkOnChain(config, connection, now)));
  if (kept instanceof Error) found.push(findings("list").bad(kept.message));
  if (manifest === undefined) {
    found.push(findings("list").bad("There is no list of the event, neither from the chain nor on the disk."));
  } else found.push(checkList(manifest, list instanceof Error ? "disk" : "chain", now));
  return found;
}

export declare namespace examine {
  type Options = { readonly now: number; readonly resolvers: readonly string[]; readonly names?: Names };
}

async function firstConnection({ rpc, relay }: Config): Promise<Connection | Error> {
  const payer = relay && { url: relay.url, ...(relay.key !== undefined && { key: relay.key }) };
  let failure = new Error("No node is named.");
  for (const url of rpc) {
    try {
      return await connect({ rpc: url, relay: payer });
    } catch (error) {
      failure = new Error(`${url}: ${sentenceOf(error)}`);
    }
  }
  return failure;
}

async function readList(
  connection: Connection,
  { event: eventId }: Config,
  kept: Manifest | Error | undefined,
): Promise<Manifest | Error> {
  try {
    return await loadManifest(connection, { eventId, previous: kept instanceof Error ? undefined : kept });
  } catch (error) {
    return new Error(sentenceOf(error));
  }
}

async function checkOnChain(config: Config, connection: Connection, now: number): Promise<Finding[]> {
  const scanner = await addressInKeystore(config.keys.scanner);
  const desk = config.keys.desk === undefined ? undefined : await addressInKeystore(config.keys.desk);
  try {
    const clock = await checkClock(connection, now);
    if (scanner === undefined) {
      return [clock, findings("key").bad(`${config.keys.scanner} is not a keystore that names its address.`)];
    }
    return [
      clock,
      ...(await checkKeys(connection, config.event, { scanner, desk })),
      await checkRelay(connection, config.event, scanner),
    ];
  } catch (error) {
    return [findings("chain").bad(sentenceOf(error))];
  }
}
