/** A local chain with the suite on it, for trying things out. */

import { createServer } from "node:net";
import { parseArgs, styleText } from "node:util";
import { formatEther, JsonRpcProvider } from "ethers";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { build } from "./support/build.ts";
import { type Deployment, deploySuite } from "./support/deploy.ts";
import { devKeys, relayKey } from "./support/dev-keys.ts";
import { bad, dim, good } from "./support/shell.ts";

const HOST = "127.0.0.1";

const HELP = `A local chain (31337) on ${HOST} with the suite deployed. Stays until Ctrl-C; nothing of it is kept.

  npm run node
  npm run node -- --port 8600

  --port <number>   where to listen, 8545 unless said
  --help            this text`;

try {
  await main();
} catch (error) {
  console.error(`${bad("✗")} ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "8545" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(HELP);
    process.exit();
  }
  const port = parsePort(values.port);
  await refuseTakenPort(port);
  await build({ tests: false });

  const { chain, server } = await serve(port);
  const deployment = await deploySuite(chain);
  await server.listen();
  const url = `http://${HOST}:${port}`;
  await describe(url, deployment);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.log(`\n${good("✓")} stopped`);
      process.exit();
    });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`--port ${text}: a port is a number from 1 to 65535`);
}

/** Hardhat's server would end in an unhandled error. */
function refuseTakenPort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} is taken: stop what listens there, or try npm run node -- --port ${port + 1}`)
          : error,
      ),
    );
    probe.listen(port, HOST, () => probe.close(() => done()));
  });
}

/** A server and the very chain behind it: so the suite is there before the first caller is. */
async function serve(port: number) {
  let chain: NetworkConnection | undefined;
  hre.hooks.registerHandlers("network", {
    async newConnection(context, next) {
      const connection = await next(context);
      chain = connection as unknown as NetworkConnection;
      return connection;
    },
  });
  const server = await hre.network.createServer("node", HOST, port);
  if (chain === undefined) throw new Error("the chain did not start");
  return { chain, server };
}

async function describe(url: string, { chainId, version, contracts }: Deployment): Promise<void> {
  const heading = (text: string) => console.log(`\n${styleText("bold", text)}`);
  const balance = formatEther(await new JsonRpcProvider(url).getBalance(relayKey.address));

  console.log(`${good("✓")} Doorkey ${version} on ${url}, chain ${chainId}`);
  heading("Contracts");
  for (const [name, { address }] of Object.entries(contracts)) console.log(`  ${name.padEnd(26)}${address}`);

  heading("Keys for development: everybody has them, use them nowhere else");
  for (const { role, address, privateKey } of devKeys) {
    const ether = role === "relay" ? `${balance} ether: deploys and pays` : "no ether, needs none";
    console.log(`  ${role.padEnd(11)}${address}  ${dim(ether)}\n  ${" ".repeat(11)}${dim(privateKey)}`);
  }

  heading("Try next");
  const { AgentRegistry } = contracts;
  console.log(`  is it there?   curl -s ${url} -H 'content-type: application/json' \\
                   -d '{"jsonrpc":"2.0","id":1,"method":"eth_getCode","params":["${AgentRegistry?.address}","latest"]}'
  the journey    npm run demo
  addresses      deployments/${chainId}.json, the same every time
  tests          npm test

Ctrl-C stops it.`);
}
