import { formatEther, JsonRpcProvider } from "ethers";
import { devKeys, relayKey } from "../../cli/src/terminal/devKeys.ts";
import { type LocalChain, startLocalChain } from "../support/localChain.ts";
import type { Context, Description, Service } from "./Service.ts";

const chains = new WeakMap<Context, LocalChain>();

/** A local chain with the suite on it. */
export const chain: Service = {
  name: "chain",
  ports: [{ option: "port", standard: 8545, help: "where the chain listens" }],
  start: async (context) => {
    const local = await startLocalChain(context.port("port"));
    chains.set(context, local);
    // The chain ends with this process.
    return { describe: () => describe(local), stop: async () => {} };
  },
};

/** The chain that services after it stand on. */
export function chainOf(context: Context): LocalChain {
  const found = chains.get(context);
  if (found === undefined) throw new Error("the chain does not run yet: list it before the services that need it");
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
      note: role === "relay" ? `${balance} ether: deploys and pays` : "no ether, needs none",
    })),
    next: [
      [
        "is it there?",
        `curl -s ${url} -H 'content-type: application/json' \\\n` +
          `-d '{"jsonrpc":"2.0","id":1,"method":"eth_getCode","params":["${contracts.AgentRegistry?.address}","latest"]}'`,
      ],
      ["the journey", "npm run demo"],
      ["your event", 'npx doorkey organizer register "Your Hall" --site https://your-hall.example --as organizer'],
      ["addresses", `deployments/${chainId}.json, the same every time`],
      ["tests", "npm test"],
    ],
  };
}
