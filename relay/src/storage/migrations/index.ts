import type { Migration } from "kysely/migration";
import * as engine from "./0001_engine.ts";
import * as webhooks from "./0002_webhooks.ts";

/** In order of their names; one that was released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001_engine": engine,
  "0002_webhooks": webhooks,
};
