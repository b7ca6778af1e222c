import type { Migration } from "kysely/migration";
import * as engine from "./0001_engine.ts";
import * as webhooks from "./0002_webhooks.ts";
import * as quarantine from "./0003_quarantine.ts";
import * as drawActs from "./0004_draw_acts.ts";
import * as field from "./0005_field.ts";
import * as operations from "./0006_operations.ts";

/** A step of the tables, and why it is there. There is no way down: see docs/operations.md. */
export type Step = Migration & { readonly cause: string };

/** In the order of their names. A released migration never changes. */
export const migrations: Readonly<Record<string, Step>> = {
  "0001_engine": engine,
  "0002_webhooks": webhooks,
  "0003_quarantine": quarantine,
  "0004_draw_acts": drawActs,
  "0005_field": field,
  "0006_operations": operations,
};
