/**
 * A stadium's on-sale: orders of one right, all claimed at once, through `completePurchase`, `grantQueue` and a relay with
 * the preset `stadium` to anvil, at blocks of 12 and of 2 seconds. Claims are signed beforehand and not counted.
 *
 *   node scripts/stadium.ts                    60,000 rights
 *   node scripts/stadium.ts --rights 2000      for every day
 */

import { Command } from "commander";
import { postgresPrograms } from "doorkey-test-support/postgres";
import { paidOrders } from "../test/helpers/bench/paidOrders.ts";
import { type Sold, sell } from "../test/helpers/bench/sell.ts";

const GOAL = 300;
/** Longest stop of the shop's event loop, in milliseconds. */
const STALL = 200;

const options = new Command("stadium")
  .option("--rights <number>", "rights to sell in each row", Number, 60_000)
  .option(
    "--blocks <list>",
    "seconds between blocks, one row each",
    (list: string) => list.split(",").map(Number),
    [12, 2],
  )
  .option("--profiles <folder>", "where the relay writes a profile of its processor time")
  .option("--ratios", "lines of JSON with `what` and `ratio`, for `npm run bench` of the repository")
  .parse()
  .opts<{ rights: number; blocks: number[]; profiles?: string; ratios?: boolean }>();

function print(blockSeconds: number, sold: Sold): void {
  const { rights, seconds, blocks, gas, p50, p99, stops, cpu } = sold;
  const pace = rights / seconds;
  const limit = 60e6 / (gas / rights) / blockSeconds;
  if (options.ratios === true) {
    console.log(
      JSON.stringify({
        what: `rights/s ÷ physical limit, ${blockSeconds} s`,
        ratio: Number((pace / limit).toFixed(3)),
      }),
    );
    return;
  }
  const goal = blockSeconds === 12 ? ` (goal ≥ ${GOAL}: ${pace >= GOAL ? "met" : "missed"})` : "";
  const share = ((gas / blocks / 60e6) * 100).toFixed(0);
  console.log(`Blocks of ${blockSeconds} s: ${rights} rights in ${seconds.toFixed(1)} s`);
  console.log(
    `  ${pace.toFixed(0)} rights/s${goal}; the chain's limit is ${limit.toFixed(0)}, at ${(gas / rights).toFixed(0)} gas a right`,
  );
  console.log(`  ${blocks} blocks with grants, ${share} % full`);
  console.log(`  a buyer waits ${p50.toFixed(1)} s (p50), ${p99.toFixed(1)} s (p99)`);
  console.log(
    `  the shop stalls ${stops.byClock.toFixed(0)} ms at most (goal ≤ ${STALL}: ${stops.byClock <= STALL ? "met" : "missed"}), ${stops.byProcessor.toFixed(0)} ms by its own work`,
  );
  const seconds_ = (value: number | undefined) => (value === undefined ? "unknown" : `${value.toFixed(1)} s`);
  console.log(
    `  processor: shop ${seconds_(cpu.shop)}, relay ${seconds_(cpu.relay)}, PostgreSQL ${seconds_(cpu.postgres)}`,
  );
}

const database = postgresPrograms() === undefined ? "embedded" : "postgres";
for (const blockSeconds of options.blocks) {
  const stadium = await paidOrders(options.rights, database, options.profiles);
  try {
    print(blockSeconds, await sell(stadium, blockSeconds));
  } finally {
    await stadium.close();
  }
}
process.exit(0);
