/** The chain of `npm run node` and `npm run dev`: in this process, on the loopback, with the suite on it. */

import { createServer } from "node:net";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { build } from "./build.ts";
import { type Deployment, deploySuite } from "./deploy.ts";

export const HOST = "127.0.0.1";

export type LocalChain = { readonly url: string; readonly deployment: Deployment; readonly chain: NetworkConnection };

/** Builds what is not built, and serves once the suite is deployed: nobody ever finds the chain without it. */
export async function startLocalChain(port: number): Promise<LocalChain> {
  await refuseTakenPort(port);
  await build({ tests: false });
  const { chain, server } = await serve(port);
  const deployment = await deploySuite(chain);
  await server.listen();
  return { url: `http://${HOST}:${port}`, deployment, chain };
}

export function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} ${text}: a port is a number from 1 to 65535`);
}

/** Hardhat's server would end in an unhandled error. */
export function refuseTakenPort(port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} is taken: stop what listens there, or name another port (--help)`)
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
