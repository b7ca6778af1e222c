import { BrowserProvider, Wallet } from "ethers";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import { deploySuite } from "../deployment/deploySuite.ts";
import { CHAIN_ID, giveProxy, localNetwork, payerKey } from "./localNetwork.ts";

const HOST = "127.0.0.1";

/** A chain with the suite that other programs reach over HTTP. */
export type LocalChain = {
  readonly url: string;
  readonly deployment: Deployment;
  readonly close: () => Promise<void>;
};

/**
 * Starts a chain (31337) with the suite, and serves it on the loopback address. It answers only once the suite is
 * deployed, so that no caller finds it without. Needs the package `hardhat`, which contains the chain.
 *
 * @param options.port Port to listen on. Defaults to a free one.
 * @throws VALUE_INVALID; PACKAGE_MISSING
 * @example
 * import { startLocalChain } from "doorkey/testing";
 *
 * const { url, close } = await startLocalChain({ port: 8545 });
 * console.log(url); // http://127.0.0.1:8545
 * await close();
 */
export async function startLocalChain(options: startLocalChain.Options = {}): Promise<LocalChain> {
  const { port = 0 } = given("options", options);
  assertUint("port", port, 16);
  const { hre, name } = await localNetwork();
  let deployment: Promise<Deployment> | undefined;
  hre.hooks.registerHandlers("network", {
    async newConnection(context, next) {
      const connection = await next(context);
      deployment = deployOn(connection.provider);
      return connection;
    },
  });
  const server = await hre.network.createServer(name, HOST, port);
  if (deployment === undefined) throw new Error("the chain did not start");
  const suite = await deployment;
  const { port: taken } = await server.listen();
  return { url: `http://${HOST}:${taken}`, deployment: suite, close: async () => void (await server.close()) };
}

export declare namespace startLocalChain {
  type Options = { readonly port?: number | undefined };
}

async function deployOn(node: ConstructorParameters<typeof BrowserProvider>[0] & Parameters<typeof giveProxy>[0]) {
  await giveProxy(node);
  const provider = new BrowserProvider(node, CHAIN_ID, { cacheTimeout: -1 });
  try {
    return await deploySuite(new Wallet(payerKey.privateKey, provider));
  } finally {
    provider.destroy();
  }
}
