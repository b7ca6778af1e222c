/** A whole relay, service and engine, as a process of its own. Reads one JSON from the environment, prints its URL. */

import { walletOf } from "doorkey-test-support/keys";
import { pino } from "pino";
import { walletSigner } from "../../../src/keys/walletSigner.ts";
import { startRelay } from "../../../src/startRelay/startRelay.ts";

const { file, signers } = JSON.parse(process.env.DOORKEY_RELAY_BENCH ?? "") as { file: string; signers: string[] };

const relay = await startRelay({
  file,
  env: process.env,
  openSigners: async () => signers.map((name) => walletSigner(walletOf(name))),
  logger: pino({ level: "error" }),
  version: "bench",
});
process.on("SIGTERM", () => {
  relay.stop().then(() => process.exit(0));
});
console.log(`listening ${relay.url}`);
