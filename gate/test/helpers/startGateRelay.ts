import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { walletOf } from "doorkey-test-support/keys";
import { pino } from "pino";
import { ticketing } from "../../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../../relay/src/http/auth.ts";
import { walletSigner } from "../../../relay/src/keys/walletSigner.ts";
import { startRelay } from "../../../relay/src/startRelay/startRelay.ts";
import type { GateStage } from "./gateStage.ts";

/** A real relay on the stage's chain, which pays for admissions at its organizer's events without a key. */
export async function startGateRelay({ node, show, folder }: Pick<GateStage, "node" | "show" | "folder">) {
  const payer = walletOf("relay of the gate tests");
  await node.fund(payer.address);
  const file = join(folder, "relay.yaml");
  const text = ticketing({
    chainId: node.deployment.chainId,
    rpc: node.url,
    sponsor: { id: "hall", keyHash: hashOfKey("dk_hall_a-key-of-the-tests"), organizers: [show.organizerId] },
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
  return { url: relay.url, payer: payer.address, stop: relay.stop };
}
