import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Address } from "doorkey";
import { Wallet } from "ethers";
import { pino } from "pino";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";
import { ticketing } from "../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../relay/src/http/auth.ts";
import { walletSigner } from "../../relay/src/keys/walletSigner.ts";
import { type Relay, startRelay } from "../../relay/src/startRelay/startRelay.ts";
import { version } from "../../relay/src/version.ts";
import { HOST, type LocalChain } from "../support/localChain.ts";
import { chainOf } from "./chain.ts";
import type { Description, Service } from "./Service.ts";

/** Everybody has them: they open this relay and no other. */
const API_KEY = "dk_dev_everybody-has-this-key";
const ADMIN_KEY = "dk_admin_everybody-has-this-key";

/** Organizers whose events are paid for without a key: the first that are registered. */
const ORGANIZERS = Array.from({ length: 100 }, (_, i) => i + 1);

/** Blocks come by themselves too, so that what is mined becomes final. */
const BLOCK_MS = 2_000;

/** A relay that pays for everything on the chain. */
export const relay: Service = {
  name: "relay",
  ports: [{ option: "relay-port", standard: 8787, count: 2, help: "where the relay listens, its metrics one above" }],
  start: async (context) => {
    const local = chainOf(context);
    await local.chain.provider.request({ method: "evm_setIntervalMining", params: [BLOCK_MS] });
    const file = join(context.folder, "relay.yaml");
    await writeFile(file, configuration(local, context.port("relay-port")));
    const started = await startRelay({
      file,
      env: {},
      openSigners: async () => [walletSigner(new Wallet(relayKey.privateKey))],
      logger: pino({ level: "error", base: null, timestamp: pino.stdTimeFunctions.isoTime }),
      version,
    });
    return { describe: async () => describe(started, file), stop: () => started.stop() };
  },
};

function configuration({ url, deployment }: LocalChain, port: number): string {
  const text = ticketing({
    chainId: deployment.chainId,
    rpc: url,
    contracts: Object.fromEntries(
      Object.entries(deployment.contracts).map(([name, { address }]) => [name, address as Address]),
    ),
    sponsor: { id: "dev", keyHash: hashOfKey(API_KEY), organizers: ORGANIZERS },
    adminKeyHash: hashOfKey(ADMIN_KEY),
  });
  const rates = `{ points: 1000000, seconds: 60 }`;
  return `${text.replace("2 ether, perMonth: 20 ether", "1000 ether, perMonth: 10000 ether")}
server: { port: ${port}, metricsPort: ${port + 1}, corsOrigins: ["http://localhost:5173", "http://${HOST}:5173"] }
batches: { maxWaitMs: 100 }
limits: { perIp: ${rates}, perKey: ${rates}, perSender: ${rates} }
`;
}

function describe({ url, metricsUrl }: Relay, file: string): Description {
  const command = "node relay/src/cli/main.ts";
  return {
    running: `relay ${url}, metrics ${metricsUrl}/metrics`,
    keys: [
      { name: "sponsor's key", value: API_KEY },
      { name: "admin's key", value: ADMIN_KEY },
    ],
    next: [
      ["who is it", `curl -s ${url}/v1/info`],
      ["its interface", `curl -s ${url}/openapi.json`],
      ["end to end", `DOORKEY_RELAY_KEY=${API_KEY} ${command} check --url ${url}`],
      ["its state", `DOORKEY_RELAY_ADMIN_KEY=${ADMIN_KEY} ${command} status --url ${url}`],
      ["its policy", `${file} is read again when it changes`],
    ],
  };
}
