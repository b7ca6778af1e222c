import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";
import { ROOT } from "../support/shell.ts";
import type { Payer } from "./guide.ts";
import type { Processes, Running } from "./Processes.ts";

export type Chain = Running & {
  readonly port: number;
  /** Replacements for the ports in documents. */
  readonly instead: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
};

/** Runs `npm run node` or, with a relay, `npm run dev` on free ports. `env` gives the examples what they need of it. */
export async function startChain(processes: Processes, payer: Payer): Promise<Chain> {
  const port = await freePort();
  const rpc = { RPC: `http://127.0.0.1:${port}` };
  const ready = /Ctrl-C stops/;
  const ports = ["--port", String(port)];
  if (payer === "local-payer") {
    const args = ["--import", "tsx", "tools/node.ts", ...ports];
    const running = await processes.stay("node", args, ready, { cwd: ROOT });
    return { ...running, port, instead: new Map(), env: { ...rpc, LOCAL_PAYER_KEY: relayKey.privateKey } };
  }
  const relayPort = await freePort();
  const others = ["--relay-port", String(relayPort), "--beacon-port", String(await freePort())];
  const args = ["--import", "tsx", "tools/dev/main.ts", "--empty", ...ports, ...others];
  const running = await processes.stay("node", args, ready, { cwd: ROOT });
  const [, RELAY_KEY = ""] = /sponsor's key +(\S+)/.exec(running.output()) ?? [];
  const env = { ...rpc, RELAY: `http://127.0.0.1:${relayPort}`, RELAY_KEY };
  return { ...running, port, instead: new Map([["8787", String(relayPort)]]), env };
}

/** Below the ports that systems give to outgoing connections, which could take a port before it is used. */
const PORTS = { from: 20_000, to: 30_000 };

/** Finds a port on which no program listens. */
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
