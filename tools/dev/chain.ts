import { formatEther, JsonRpcProvider } from "ethers";
import { devKeys, relayKey } from "../../cli/src/terminal/devKeys.ts";
import { type LocalChain, startLocalChain } from "../../sdk/src/testing/startLocalChain.ts";
import type { Context, Description, Service } from "./Service.ts";

const chains = new WeakMap<Context, LocalChain>();

/** A local chain with the suite on it. */
export const chain: Service = {
  name: "chain",
  ports: [{ option: "port", standard: 8545, help: "port of the chain" }],
  start: async (context) => {
    const local = await startLocalChain({ port: context.port("port") });
    chains.set(context, local);
    return { describe: () => describe(local), stop: local.close };
  },
};

/** The chain, for services that start after it. */
export function chainOf(context: Context): LocalChain {
  const found = chains.get(context);
  if (found === undefined) throw new Error("the chain does not run yet; list it before the services that need it");
  return found;
}

async function describe({ url, deployment: { chainId, version, contracts } }: LocalChain): Promise<Description> {
  const balance = formatEther(await new JsonRpcProvider(url).getBalance(relayKey.address));
  return {
    running: `Doorkey ${version} on ${url}, chain ${chainId}`,
    contracts: Object.fromEntries(Object.entries(contracts).map(([name, { address }]) => [name, address])),
    keys: devKeys.map(({ role, ...key }) => ({
      name: role,
      value: key.address,
      privateKey: key.privateKey,
      note: role === "relay" ? `${balance} ether; deploys and pays` : "has and needs no ether",
    })),
    next: [
      [
        "chain check",
        `curl -s ${url} -H 'content-type: application/json' \\\n` +
          `-d '{"jsonrpc":"2.0","id":1,"method":"eth_getCode","params":["${contracts.AgentRegistry.address}","latest"]}'`,
      ],
      ["the demo", "npm run demo"],
      ["your event", 'npx doorkey organizer register "Your Hall" --site https://your-hall.example --as organizer'],
      ["addresses", `deployments/${chainId}.json, the same every time`],
      ["tests", "npm test"],
    ],
  };
}
