import { readFileSync } from "node:fs";
import { readLogs } from "../../sdk/src/index.ts";
import type { Case } from "./Case.ts";

/** How the relay searches the forwarder's logs, from the newest block back. Its own tests send the requests. */
export const row: Case = {
  folder: "17-relay-getlogs-range",
  title: "a relay whose node limits log ranges",
  run: async () => {
    const path = new URL("../../cases/17-relay-getlogs-range/rule.json", import.meta.url);
    const { node } = JSON.parse(readFileSync(path, "utf8"));
    const most: number = node.refuse_if_blocks_over;
    const executed = 12;
    const source = {
      getLogs: async ({ fromBlock, toBlock }: { fromBlock: number; toBlock: number }) => {
        if (toBlock - fromBlock + 1 > most) throw node.error;
        return fromBlock <= executed && executed <= toBlock ? [executed] : [];
      },
    };
    const found: number[] = [];
    for await (const block of readLogs(source, {}, 0, 3_000, { newestFirst: true })) found.push(block);
    const input = `a request executed in block ${executed} of 3,000, ${most} blocks a query`;
    return [{ input, expected: "found in block 12", actual: `found in block ${found.join(", ")}` }];
  },
};
