import "./failPlainly.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import { parseEventDocument } from "doorkey";
import { type Seller, sqlitePurchases } from "doorkey/agent";
import { createApp } from "./app.ts";
import { connectAs } from "./chain.ts";
import { sqliteEntries } from "./draw/entries.ts";
import { evidenceFrom } from "./draw/evidence.ts";
import { sqliteHolders } from "./holders.ts";
import { sqliteMoves } from "./moves.ts";
import { sqliteOrders } from "./orders.ts";
import { readBuyerPages } from "./servePages.ts";
import { readSettings } from "./settings.ts";

const { shop, port, agentKey, data, eventDocument, identityCheck } = readSettings(process.env);
const pages = await readBuyerPages();
const document = parseEventDocument(await readFile(eventDocument), { file: eventDocument });
if (identityCheck === undefined && document.classes.some(({ ballot }) => ballot?.by === "person")) {
  throw new Error(
    "IDENTITY_CHECK is not set. It is the address of the attester's page, for a class that draws persons.",
  );
}
const connection = await connectAs(agentKey, process.env);

const database = new DatabaseSync(join(data, "orders.sqlite"));
const purchases = await sqlitePurchases(join(data, "purchases.sqlite"));
const orders = sqliteOrders(database);
const moves = sqliteMoves(database);
const holders = sqliteHolders(database);
const entries = sqliteEntries(database);
const evidence = evidenceFrom(entries);
const seller: Seller = { connection, agentId: shop.agentId, purchases, documents: [document], evidence };
const parts = { seller, shop, document, orders, moves, holders, entries, identityCheck, pages };
const app = createApp({ ...parts, log: console.error });
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  console.log(`${shop.name} sells ${document.name} on http://localhost:${port}`);
});

/** Milliseconds for running requests to end. A browser also keeps idle connections open. */
const DRAIN = 2_000;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => {
      database.close();
      purchases.close();
      process.exit();
    });
    setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), DRAIN);
  });
}
