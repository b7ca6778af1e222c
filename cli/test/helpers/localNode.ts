import { createServer } from "node:net";
import { deploySuite } from "doorkey/testing";
import { JsonRpcProvider, toQuantity, Wallet } from "ethers";
import hre from "hardhat";
import { relayKey } from "../../src/terminal/devKeys.ts";

const HOST = "127.0.0.1";

/** A local chain behind a port, as `npm run node` serves it. */
export type LocalNode = {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  readonly clock: {
    readonly now: () => Promise<number>;
    readonly travelTo: (time: number) => Promise<void>;
  };
  readonly close: () => Promise<void>;
};

/** @param options.suite Whether the suite is on it. */
export async function startLocalNode({ suite, chainId = 31_337 }: startLocalNode.Options): Promise<LocalNode> {
  const port = await freePort();
  const network = { network: "node", override: { chainId } };
  const server = await hre.network.createServer(network, HOST, port);
  await server.listen();
  const url = `http://${HOST}:${port}`;
  const provider = new JsonRpcProvider(url, chainId, { staticNetwork: true, cacheTimeout: -1 });
  if (suite) await deploySuite(new Wallet(relayKey.privateKey, provider));
  const now = async () => (await provider.getBlock("latest"))?.timestamp ?? 0;
  return {
    url,
    provider,
    clock: {
      now,
      travelTo: async (time) => {
        if (time <= (await now())) return;
        await provider.send("evm_setNextBlockTimestamp", [toQuantity(time)]);
        await provider.send("evm_mine", []);
      },
    },
    close: async () => {
      provider.destroy();
      await server.close();
    },
  };
}

export declare namespace startLocalNode {
  type Options = { readonly suite: boolean; readonly chainId?: number };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
