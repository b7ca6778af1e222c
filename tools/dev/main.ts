/** A local chain and a relay in front of it, for building on both. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import type { Address } from "doorkey";
import { Wallet } from "ethers";
import { pino } from "pino";
import { devKeys, relayKey } from "../../cli/src/terminal/devKeys.ts";
import { ticketing } from "../../relay/src/config/ticketing.ts";
import { hashOfKey } from "../../relay/src/http/auth.ts";
import { walletSigner } from "../../relay/src/keys/walletSigner.ts";
import { type Relay, startRelay } from "../../relay/src/startRelay/startRelay.ts";
import { version } from "../../relay/src/version.ts";
import { HOST, type LocalChain, parsePort, refuseTakenPort, startLocalChain } from "../support/localChain.ts";
import { bad, dim, good } from "../support/shell.ts";

/** Everybody has them: they open this relay and no other. */
const API_KEY = "dk_dev_everybody-has-this-key";
const ADMIN_KEY = "dk_admin_everybody-has-this-key";

/** Organizers whose events are paid for without a key: the first that are registered. */
const ORGANIZERS = Array.from({ length: 100 }, (_, i) => i + 1);

/** Blocks come by themselves too, so that what is mined becomes final. */
const BLOCK_MS = 2_000;

const HELP = `A local chain (31337) with the suite, and a relay that pays for everything. Stays until Ctrl-C; nothing of it is kept.

  npm run dev
  npm run dev -- --port 8600 --relay-port 8800

  --port <number>         where the chain listens, 8545 unless said
  --relay-port <number>   where the relay listens, 8787 unless said; its metrics one above
  --help                  this text`;

try {
  await main();
} catch (error) {
  console.error(`${bad("✗")} ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8545" },
      "relay-port": { type: "string", default: "8787" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit();
  }
  const relayPort = parsePort("--relay-port", values["relay-port"]);
  for (const port of [relayPort, relayPort + 1]) await refuseTakenPort(port);
  const local = await startLocalChain(parsePort("--port", values.port));
  await local.chain.provider.request({ method: "evm_setIntervalMining", params: [BLOCK_MS] });

  const folder = await mkdtemp(join(tmpdir(), "doorkey-dev-"));
  const relay = await startDevRelay(local, folder, relayPort);
  describe(local, relay, join(folder, "relay.yaml"));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await relay.stop();
    await rm(folder, { recursive: true, force: true });
    console.log(`\n${good("✓")} stopped`);
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
}

async function startDevRelay({ url, deployment }: LocalChain, folder: string, port: number): Promise<Relay> {
  const file = join(folder, "relay.yaml");
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
  const more = `
server: { port: ${port}, metricsPort: ${port + 1}, corsOrigins: ["http://localhost:5173", "http://${HOST}:5173"] }
batches: { maxWaitMs: 100 }
limits: { perIp: ${rates}, perKey: ${rates}, perSender: ${rates} }
`;
  await writeFile(file, `${text.replace("2 ether, perMonth: 20 ether", "1000 ether, perMonth: 10000 ether")}${more}`);
  const logger = pino({ level: "error", base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return startRelay({
    file,
    env: {},
    openSigners: async () => [walletSigner(new Wallet(relayKey.privateKey))],
    logger,
    version,
  });
}

function describe({ url, deployment }: LocalChain, relay: Relay, configuration: string): void {
  const heading = (text: string) => console.log(`\n${styleText("bold", text)}`);
  console.log(`${good("✓")} chain ${deployment.chainId}  ${url}`);
  console.log(`${good("✓")} relay        ${relay.url}   metrics ${relay.metricsUrl}/metrics`);

  heading("For development: everybody has these, use them nowhere else");
  console.log(`  sponsor's key  ${API_KEY}\n  admin's key    ${ADMIN_KEY}`);
  for (const { role, address, privateKey } of devKeys)
    console.log(`  ${role.padEnd(13)}  ${address}\n${" ".repeat(17)}${dim(privateKey)}`);

  heading("Contracts");
  for (const [name, { address }] of Object.entries(deployment.contracts)) console.log(`  ${name.padEnd(26)}${address}`);

  heading("Try next");
  console.log(`  who is it      curl -s ${relay.url}/v1/info
  its interface  curl -s ${relay.url}/openapi.json
  end to end     DOORKEY_RELAY_KEY=${API_KEY} node relay/src/cli/main.ts check --url ${relay.url}
  its state      DOORKEY_RELAY_ADMIN_KEY=${ADMIN_KEY} node relay/src/cli/main.ts status --url ${relay.url}
  its policy     ${configuration} is read again when it changes

Ctrl-C stops both.`);
}
