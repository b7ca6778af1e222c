import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { relayKey } from "../support/dev-keys.ts";
import { ROOT } from "../support/shell.ts";
import type { Processes, Running } from "./Processes.ts";

export type Chain = Running & { readonly port: number; readonly env: Readonly<Record<string, string>> };

/** `npm run node` on a port of its own, and what tells the examples where it is. */
export async function startChain(processes: Processes): Promise<Chain> {
  const port = await freePort();
  const args = ["--import", "tsx", "scripts/node.ts", "--port", String(port)];
  const running = await processes.stay("node", args, /Ctrl-C stops it/, { cwd: ROOT });
  return { ...running, port, env: { RPC: `http://127.0.0.1:${port}`, LOCAL_PAYER_KEY: relayKey.privateKey } };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
