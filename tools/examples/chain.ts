import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";
import { ROOT } from "../support/shell.ts";
import type { Processes, Running } from "./Processes.ts";

export type Chain = Running & { readonly port: number; readonly env: Readonly<Record<string, string>> };

/** `npm run node` on a port of its own, and what tells the examples where it is. */
export async function startChain(processes: Processes): Promise<Chain> {
  const port = await freePort();
  const args = ["--import", "tsx", "tools/node.ts", "--port", String(port)];
  const running = await processes.stay("node", args, /Ctrl-C stops it/, { cwd: ROOT });
  return { ...running, port, env: { RPC: `http://127.0.0.1:${port}`, LOCAL_PAYER_KEY: relayKey.privateKey } };
}

/** Below the ports that systems give to outgoing connections: one of those could take it before it is used. */
const PORTS = { from: 20_000, to: 30_000 };

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
