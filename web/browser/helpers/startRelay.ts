/** The real relay, for the organizers of a test. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { relayKey } from "../../../cli/src/terminal/devKeys.ts";
import { ticketing } from "../../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../../relay/src/http/auth.ts";
import type { ServedChain } from "../../../test-support/src/servedChain.ts";
import { Program } from "./Program.ts";

const RELAY = fileURLToPath(new URL("../../../relay/src/cli/main.ts", import.meta.url));

/** With it, a seller's grants are paid for. */
export const SPONSOR_KEY = "the-key-of-a-sponsor";

export type Relay = { readonly url: string; readonly program: Program };

/**
 * Starts a relay that pays for the calls of organizers and their agents. From then on the node mines a block a second,
 * because a transaction is final after a second block.
 *
 * @param folder Gets its configuration.
 */
export async function startRelay(
  node: ServedChain,
  { folder, organizers }: { readonly folder: string; readonly organizers: readonly number[] },
): Promise<Relay> {
  const text = ticketing({
    chainId: 31_337,
    rpc: node.url,
    sponsor: { id: "test", keyHash: hashOfKey(SPONSOR_KEY), organizers },
    adminKeyHash: hashOfKey("a key of an admin"),
  });
  const file = join(folder, "relay.yaml");
  const rates = "{ points: 1000000, seconds: 60 }";
  await writeFile(
    file,
    `${text}\nserver: { port: 0, metricsPort: 0 }\nbatches: { maxWaitMs: 50 }\nlimits: { perIp: ${rates}, perKey: ${rates}, perSender: ${rates} }\n`,
  );
  const program = new Program(RELAY, ["start", "--config", file, "--dev"], {
    DOORKEY_RELAY_DEV_KEY: relayKey.privateKey,
  });
  const { url } = await program.says({ msg: "started" });
  await node.send("evm_setIntervalMining", 1_000);
  return { url: String(url), program };
}
