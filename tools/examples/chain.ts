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

/** The options of `npm run dev` that move a service, and how many ports each service takes. */
const DEV_PORTS = { port: 1, "relay-port": 2, "beacon-port": 1, "shop-port": 1, "office-port": 3, "hub-port": 2 };

/** Free ports for all services of `npm run dev`, by their options. */
export async function devPorts(): Promise<ReadonlyMap<keyof typeof DEV_PORTS, number>> {
  const counts = Object.entries(DEV_PORTS) as [keyof typeof DEV_PORTS, number][];
  let next = await freePort(counts.reduce((sum, [, count]) => sum + count, 0));
  const ports = new Map<keyof typeof DEV_PORTS, number>();
  for (const [option, count] of counts) {
    ports.set(option, next);
    next += count;
  }
  return ports;
}

/** Finds a port on which no program listens, nor on the ones after it, `count` together. */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    const run = await Promise.all(Array.from({ length: count }, (_, i) => isFree(port + i)));
    if (run.every((free) => free)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
