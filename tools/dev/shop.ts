import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { devKeys } from "../../cli/src/terminal/devKeys.ts";
import { ROOT } from "../support/shell.ts";
import { chainOf } from "./chain.ts";
import { sampleOf } from "./event.ts";
import { relayOf } from "./relay.ts";
import type { Context, Description, Service } from "./Service.ts";
import { SHOP_PORT, shopUrlOf } from "./urls.ts";

const FOLDER = join(ROOT, "examples", "ticket-site");

/** The example shop, which sells the sample event, with an order that is paid already. */
export const shop: Service = {
  name: "shop",
  ports: [{ option: SHOP_PORT, standard: 8080, help: "port of the example shop" }],
  start: async (context) => {
    await untilEnd(run("build.ts", {}));
    const server = run("src/main.ts", settingsFor(context));
    await untilReady(server);
    const url = shopUrlOf(context);
    const ticket = await payFor(url, sampleOf(context).classNames[0] ?? "");
    return {
      describe: async () => describe(url, ticket),
      stop: async () => {
        server.kill("SIGTERM");
        if (server.exitCode === null) await once(server, "close");
      },
    };
  },
};

function settingsFor(context: Context): Readonly<Record<string, string>> {
  const { eventId, agentId, document, classNames } = sampleOf(context);
  const { url, apiKey } = relayOf(context);
  return {
    RPC: chainOf(context).url,
    RELAY: url,
    RELAY_KEY: apiKey,
    EVENT_ID: String(eventId),
    EVENT_DOCUMENT: document,
    AGENT_ID: String(agentId),
    AGENT_KEY: devKeys.find(({ role }) => role === "agent")?.privateKey ?? "",
    PRICES: JSON.stringify(Object.fromEntries(classNames.map((name) => [name, 25]))),
    PORT: String(context.port(SHOP_PORT)),
    DATA: context.folder,
  };
}

function run(file: string, env: Readonly<Record<string, string>>): ChildProcess {
  // A process group of its own, so that Ctrl-C reaches it only through `stop`, after the services that need it.
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "--import", "tsx", file], {
    cwd: FOLDER,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
}

async function untilEnd(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`it ended with ${code}`);
}

/** Waits for the line with its address. */
async function untilReady(child: ChildProcess): Promise<void> {
  const ended = once(child, "close").then(([code]) => Promise.reject(new Error(`it ended with ${code}`)));
  ended.catch(() => {});
  const ready = new Promise<void>((done) => child.stdout?.on("data", (text) => /http:/.test(String(text)) && done()));
  await Promise.race([ready, ended]);
}

/** Places an order for two, and pays for it as the shop pretends. Returns the link that its buyer gets. */
async function payFor(url: string, className: string): Promise<string> {
  const body = new URLSearchParams({ class: className, quantity: "2" });
  const ordered = await fetch(`${url}/orders`, { method: "POST", body, redirect: "manual" });
  const checkout = ordered.headers.get("location") ?? "";
  const paid = await fetch(`${url}${checkout}/payment`, { method: "POST", redirect: "manual" });
  return `${url}${paid.headers.get("location") ?? ""}`;
}

function describe(url: string, ticket: string): Description {
  return {
    running: `shop ${url}`,
    keys: [],
    next: [
      ["a fan buys", url],
      ["a paid order", `${ticket} (two people; the browser that opens it first keeps it)`],
    ],
  };
}
