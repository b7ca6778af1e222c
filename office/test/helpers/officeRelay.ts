import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Show } from "doorkey-test-support/show";
import { pino } from "pino";
import { ticketing } from "../../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../../relay/src/http/auth.ts";
import { walletSigner } from "../../../relay/src/keys/walletSigner.ts";
import { startRelay } from "../../../relay/src/startRelay/startRelay.ts";

/** The sponsor's key for the relay of these tests. */
export const RELAY_KEY = "dk_hall_a-key-of-the-tests";

/** A real relay on a served chain, which pays for the agent and the organizer of a show. */
export async function startOfficeRelay(node: ServedChain, show: Show, folder: string) {
  const payer = walletOf("relay of the office tests");
  await node.fund(payer.address);
  const file = join(folder, "relay.yaml");
  const text = ticketing({
    chainId: node.deployment.chainId,
    rpc: node.url,
    sponsor: { id: "hall", keyHash: hashOfKey(RELAY_KEY), organizers: [show.organizerId] },
    adminKeyHash: hashOfKey("dk_admin_a-key-of-the-tests"),
  });
  await writeFile(file, `${text}\nserver: { port: 0, metricsPort: 0 }\nbatches: { maxWaitMs: 50 }\n`);
  const relay = await startRelay({
    file,
    env: {},
    openSigners: async () => [walletSigner(payer)],
    logger: pino({ level: "silent" }),
    version: "0.0.0-test",
    pace: { feedMs: 50, engineMs: 50, webhooksMs: 50 },
  });
  return { url: relay.url, stop: relay.stop };
}
