import { DatabaseSync } from "node:sqlite";
import { serve } from "@hono/node-server";
import { sqlitePurchases } from "doorkey/agent";
import { createApp } from "./app.ts";
import { connectAs } from "./chain.ts";
import { sqliteOrders } from "./orders.ts";
import { readSettings } from "./settings.ts";
import { readTicketPage } from "./ticketPage.ts";

const settings = readSettings(process.env);
const { shop, port } = settings;
const page = await readTicketPage();
const connection = await connectAs(settings.agentKey, process.env);
const database = new DatabaseSync(settings.database);
const desk = { connection, agentId: shop.agentId, purchases: sqlitePurchases(database) };

const app = createApp({ desk, shop, orders: sqliteOrders(database), page, log: console.error });
const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  console.log(`${shop.name} sells event ${shop.eventId} on http://localhost:${port}`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => {
      database.close();
      process.exit();
    });
  });
}
