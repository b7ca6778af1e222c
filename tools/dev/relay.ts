import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { JsonRpcProvider, Wallet } from "ethers";
import { pino } from "pino";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";
import { HOST } from "../../cli/src/terminal/ports.ts";
import { ticketing } from "../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../relay/src/http/auth.ts";
import { walletSigner } from "../../relay/src/keys/walletSigner.ts";
import { type Relay, startRelay } from "../../relay/src/startRelay/startRelay.ts";
import { version } from "../../relay/src/version.ts";
import type { LocalChain } from "../../sdk/src/testing/startLocalChain.ts";
import { chainOf } from "./chain.ts";
import type { Context, Description, Service } from "./Service.ts";

/** Everyone knows these keys. They work with this relay only. */
const API_KEY = "dk_dev_everybody-has-this-key";
const ADMIN_KEY = "dk_admin_everybody-has-this-key";

/** Organizers for whose events the relay pays without a key: the first that register. */
const ORGANIZERS = Array.from({ length: 100 }, (_, i) => i + 1);

/** Milliseconds between blocks that are mined by time, so that transactions become final. */
const BLOCK_MS = 2_000;

/** Where the relay is, and the key with which it pays for everyone. */
export type DevRelay = { readonly url: string; readonly apiKey: string };

const relays = new WeakMap<Context, DevRelay>();

/** The relay, for services that start after it. */
export function relayOf(context: Context): DevRelay {
  const found = relays.get(context);
  if (found === undefined) throw new Error("the relay does not run yet; list it before the services that need it");
  return found;
}

/** A relay that pays for everything on the chain. */
export const relay: Service = {
  name: "relay",
  ports: [{ option: "relay-port", standard: 8787, count: 2, help: "port of the relay; its metrics have the next one" }],
  start: async (context) => {
    const local = chainOf(context);
    await mineEvery(local.url, BLOCK_MS);
    const file = join(context.folder, "relay.yaml");
    await writeFile(file, configuration(local, context.port("relay-port")));
    const started = await startRelay({
      file,
      env: {},
      openSigners: async () => [walletSigner(new Wallet(relayKey.privateKey))],
      logger: pino({ level: "error", base: null, timestamp: pino.stdTimeFunctions.isoTime }),
      version,
    });
    relays.set(context, { url: started.url, apiKey: API_KEY });
    return { describe: async () => describe(started, file), stop: () => started.stop() };
  },
};

async function mineEvery(url: string, milliseconds: number): Promise<void> {
  const provider = new JsonRpcProvider(url);
  await provider.send("evm_setIntervalMining", [milliseconds]);
  provider.destroy();
}

function configuration({ url, deployment }: LocalChain, port: number): string {
  const text = ticketing({
    chainId: deployment.chainId,
    rpc: url,
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
      { name: "sponsor's key", value: API_KEY, note: "RELAY_KEY of the examples, DOORKEY_RELAY_KEY of the commands" },
      { name: "admin's key", value: ADMIN_KEY },
    ],
    next: [
      ["relay info", `curl -s ${url}/v1/info`],
      ["relay API", `curl -s ${url}/openapi.json`],
      ["relay check", `DOORKEY_RELAY_KEY=${API_KEY} ${command} check --url ${url}`],
      ["relay state", `DOORKEY_RELAY_ADMIN_KEY=${ADMIN_KEY} ${command} status --url ${url}`],
      ["relay policy", `edit ${file}; the relay reads it again when it changes`],
    ],
  };
}
