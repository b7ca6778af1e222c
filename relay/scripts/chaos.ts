/**
 * Kills, stops and cuts off replicas, reorganizes the chain and restarts the database while requests come in, then
 * counts. Exits with 1 if a request was lost or executed twice, or if a nonce was wasted.
 *
 *   node scripts/chaos.ts --seed 7 --requests 400 --disturbances 12
 */

import { Command } from "commander";
import { postgresPrograms } from "doorkey-test-support/postgres";
import { chaosOnEmbedded } from "../test/helpers/chaos/onEmbedded.ts";
import { chaosOnPostgres } from "../test/helpers/chaos/onPostgres.ts";

const options = new Command("chaos")
  .option("--seed <number>", "repeats a run's disturbances", Number, Math.floor(Math.random() * 2 ** 32))
  .option("--requests <number>", "requests on PostgreSQL", Number, 4_000)
  .option("--disturbances <number>", "disturbances on PostgreSQL", Number, 48)
  .option("--clients <number>", "signers of requests", Number, 60)
  .option("--replicas <number>", "replicas on PostgreSQL", Number, 3)
  .option("--relayers <number>", "keys that send", Number, 4)
  .option("--embedded-requests <number>", "requests on the embedded database", Number, 1_500)
  .option("--kills <number>", "kills on the embedded database", Number, 10)
  .option("--only <database>", "postgres or embedded")
  .parse()
  .opts<{
    seed: number;
    requests: number;
    disturbances: number;
    clients: number;
    replicas: number;
    relayers: number;
    embeddedRequests: number;
    kills: number;
    only?: string;
  }>();

console.log(`seed ${options.seed}`);
let sound = true;
if (options.only !== "embedded") {
  if (postgresPrograms() === undefined) {
    console.log("PostgreSQL: not on this machine");
    sound = false;
  } else {
    sound = await chaosOnPostgres(options);
  }
}
if (options.only !== "postgres") {
  const { seed, clients, kills, embeddedRequests: requests } = options;
  sound = (await chaosOnEmbedded({ seed, clients, kills, requests })) && sound;
}
console.log(sound ? "nothing was lost" : `LOST: run again with --seed ${options.seed}`);
// Exits even if a stopped process still holds something open.
process.exit(sound ? 0 : 1);
