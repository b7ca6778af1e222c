import type { Cleanup } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import type { RelayLogger } from "../metrics/recentFaults.ts";
import { clearLeases, migrate, openStorage, type Storage, type StorageOptions } from "../storage/index.ts";
import { faultOf } from "./faultOf.ts";

/** The database of a configuration, with this version's tables. */
export async function openDatabase(config: Config, logger: RelayLogger, cleanup: Cleanup): Promise<Storage> {
  const storage = await openStorage(optionsOf(config, logger));
  cleanup.add(storage.close);
  if (storage.warning !== undefined) logger.warn({ msg: storage.warning });
  for (const { migration, cause } of await migrate(storage.db)) logger.info({ msg: "migrated", migration, cause });
  if (storage.kind === "embedded") await clearLeases(storage.db);
  return storage;
}

function optionsOf({ database }: Config, logger: RelayLogger): StorageOptions {
  if ("url" in database) {
    const onConnectionLost = (error: Error) => logger.warn({ msg: "database connection lost", ...faultOf(error) });
    return { kind: "postgres", url: database.url, onConnectionLost };
  }
  const onDumpFailed = (error: unknown) => logger.error({ msg: "the database was not copied", ...faultOf(error) });
  return { kind: "embedded", folder: database.folder, onDumpFailed };
}
