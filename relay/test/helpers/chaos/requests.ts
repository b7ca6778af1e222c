import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { NewRequest } from "../../../src/storage/index.ts";
import { requestFor } from "../world.ts";

/** Signed requests of many clients, in turn; half of them are admissions. */
export async function makeRequests(
  node: ServedChain,
  target: Address,
  count: number,
  clients: number,
): Promise<NewRequest[]> {
  const deadline = (await node.clock.now()) + 86_400;
  const keys = Array.from({ length: clients }, (_, i) => walletOf(`client ${i}`));
  const items: NewRequest[] = [];
  for (let i = 0; i < count; i++) {
    const key = keys[i % clients];
    if (key === undefined) break;
    const change = { deadline, gas: "200000", sponsor: `sponsor ${i % 3}`, priority: i % 2 };
    items.push((await requestFor(node, target, key, change)).item);
  }
  return items;
}

/** Encodes requests as lines of a file, for a replica that stores them itself. */
export function encodeRequests(items: readonly NewRequest[]): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? { bigint: String(value) } : value);
  return items.map((item) => JSON.stringify(item, plain)).join("\n");
}

export function decodeRequests(lines: string): NewRequest[] {
  const revive = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && "bigint" in value ? BigInt(String(value.bigint)) : value;
  return lines.split("\n").map((line) => JSON.parse(line, revive) as NewRequest);
}
