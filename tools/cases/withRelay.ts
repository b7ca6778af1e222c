import { readFileSync } from "node:fs";
import type { Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { startServedChain } from "doorkey-test-support/servedChain";
import { type NodeRules, startProxy } from "../../relay/test/helpers/proxy.ts";
import type { Stage } from "../../relay/test/helpers/stage.ts";
import { openTestStorage } from "../../relay/test/helpers/storages.ts";
import { deployMock } from "../../relay/test/helpers/suite.ts";
import { type EngineChange, engineOn, statesOf, type TestEngine } from "../../relay/test/helpers/world.ts";

/** A relay's engine over a node of its own, behind a proxy with the rules of a case. */
export type CaseRelay = Stage & {
  readonly proxy: Awaited<ReturnType<typeof startProxy>>;
  readonly engine: TestEngine;
  /** Runs passes with a block after each. `before` runs before each. */
  readonly passes: (count: number, before?: () => Promise<unknown>) => Promise<void>;
  /** How many of these are mined, as `8 of 8 mined`. */
  readonly mined: (digests: readonly Hex[]) => Promise<string>;
};

/** Runs a case on a relay, and closes all that it opened. */
export async function withRelay<T>(
  rules: NodeRules,
  options: EngineChange["options"],
  run: (relay: CaseRelay) => Promise<T>,
): Promise<T> {
  const node = await startServedChain();
  const storage = await openTestStorage("embedded");
  const proxy = await startProxy(node.url, rules);
  try {
    const target = await deployMock(node, "TrustingTarget");
    await node.fund(walletOf("relay 0").address);
    await node.automine(false);
    const { db } = storage;
    const engine = engineOn(db, node, { urls: [proxy.url], ...(options && { options }) });
    return await run({
      node,
      storage,
      db,
      target,
      proxy,
      engine,
      passes: async (count, before = async () => undefined) => {
        for (let i = 0; i < count; i++) {
          await before();
          await engine.tick();
          await node.mine();
        }
        await engine.tick();
      },
      mined: async (digests) => {
        const states = await statesOf(db, digests);
        const done = states.filter((state) => state === "mined" || state === "confirmed").length;
        return `${done} of ${states.length} mined`;
      },
    });
  } finally {
    await proxy.close();
    await storage.remove();
    await node.close();
  }
}

/** The rule of a case, from its folder. */
export function ruleOf(folder: string): Record<string, unknown> & { readonly node: never } {
  return JSON.parse(readFileSync(new URL(`../../cases/${folder}/rule.json`, import.meta.url), "utf8"));
}
