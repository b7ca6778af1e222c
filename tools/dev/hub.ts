import { existsSync } from "node:fs";
import { join } from "node:path";
import { Wallet } from "ethers";
import { pino } from "pino";
import encodeQR from "qr";
import { type DevRole, devKeys } from "../../cli/src/terminal/devKeys.ts";
import { parseConfig } from "../../gate/src/config/parseConfig.ts";
import { starter } from "../../gate/src/config/starter.ts";
import { hashOfPin } from "../../gate/src/keys/pin.ts";
import { type Gate, startGate } from "../../gate/src/startGate/startGate.ts";
import { version } from "../../gate/src/version.ts";
import { ROOT, run } from "../support/shell.ts";
import { chainOf } from "./chain.ts";
import { sampleOf } from "./event.ts";
import { relayOf } from "./relay.ts";
import type { Context, Description, Service } from "./Service.ts";

/** Everyone knows this PIN. It works with this hub only. */
const PIN = "246810";

const HUB_PORT = "hub-port";

/** Minutes that a code to join is good. */
const MINUTES = 1_440;

const PAGE = join(ROOT, "web", "dist", "gate");

/** The hub of the sample event, with the gate page. */
export const hub: Service = {
  name: "hub",
  ports: [{ option: HUB_PORT, standard: 8443, count: 2, help: "port of the hub; its operators' port is the next one" }],
  start: async (context) => {
    if (!existsSync(PAGE)) await buildPage();
    const gate = await startGate({
      config: await configuration(context),
      keys: { scanner: walletOf("gate"), desk: walletOf("desk") },
      logger: pino({ level: "error", base: null, timestamp: pino.stdTimeFunctions.isoTime }),
      version,
      page: PAGE,
    });
    const link = await invite(gate);
    return { describe: async () => describe(gate, link), stop: gate.stop };
  },
};

async function buildPage(): Promise<void> {
  const { code, output } = await run("npm", ["run", "build", "-w", "doorkey-web"]);
  if (code !== 0) throw new Error(`the gate page was not built:\n${output}`);
}

async function configuration(context: Context) {
  const { eventId } = sampleOf(context);
  const port = context.port(HUB_PORT);
  const text = starter({
    event: eventId,
    rpc: chainOf(context).url,
    relay: relayOf(context).url,
    name: undefined,
    tls: undefined,
    lanes: ["North door", "South door"],
    scanner: "scanner.json",
    desk: "desk.json",
    supervisorPin: await hashOfPin(PIN),
  });
  const ports = text.replace("port: 8443", `port: ${port}\n  operatorPort: ${port + 1}`);
  return parseConfig(ports.replace("data: data", "data: hub"), join(context.folder, "gate.yaml"));
}

function walletOf(role: DevRole): Wallet {
  const found = devKeys.find((key) => key.role === role);
  if (found === undefined) throw new Error(`no key plays the ${role}`);
  return new Wallet(found.privateKey);
}

async function invite({ operatorUrl, operatorToken }: Gate): Promise<string> {
  const answer = await fetch(`${operatorUrl}/operator/invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ lane: 1, name: "North 1", minutes: MINUTES }),
  });
  const { url } = (await answer.json()) as { readonly url: string };
  return url;
}

function describe({ url, operatorUrl, operatorToken }: Gate, link: string): Description {
  const qr = process.stdout.isTTY ? `\n${encodeQR(link, "term")}` : "";
  return {
    running: `hub ${url}, metrics ${operatorUrl}/metrics`,
    keys: [
      { name: "operator", value: operatorToken, note: "of the hub; DOORKEY_GATE_TOKEN of `doorkey status`" },
      { name: "PIN", value: PIN, note: "makes a gate a supervisor's" },
    ],
    next: [
      ["a gate joins", `${link} (once)${qr}`],
      ["the hub", `npx doorkey status 1 --gate ${operatorUrl}`],
    ],
  };
}
