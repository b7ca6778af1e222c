import type { Migration } from "kysely/migration";
import * as engine from "./0001_engine.ts";
import * as webhooks from "./0002_webhooks.ts";
import * as quarantine from "./0003_quarantine.ts";
import * as drawActs from "./0004_draw_acts.ts";
import * as field from "./0005_field.ts";

/** In the order of their names. A released migration never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001_engine": engine,
  "0002_webhooks": webhooks,
  "0003_quarantine": quarantine,
  "0004_draw_acts": drawActs,
  "0005_field": field,
};
