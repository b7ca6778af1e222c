/** A local chain with the suite on it, for trying things out. */

import { parseArgs, styleText } from "node:util";
import { formatEther, JsonRpcProvider } from "ethers";
import { devKeys, relayKey } from "../cli/src/terminal/devKeys.ts";
import type { Deployment } from "./support/deploy.ts";
import { HOST, parsePort, startLocalChain } from "./support/localChain.ts";
import { bad, dim, good } from "./support/shell.ts";

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
  const { url, deployment } = await startLocalChain(parsePort("--port", values.port));
  await describe(url, deployment);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.log(`\n${good("✓")} stopped`);
      process.exit();
    });
  }
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
  your event     npm run organizer -- register "Your Hall" --site https://your-hall.example --as organizer
  addresses      deployments/${chainId}.json, the same every time
  tests          npm test

Ctrl-C stops it.`);
}
