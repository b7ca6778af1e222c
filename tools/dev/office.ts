import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { pino } from "pino";
import { devKeys } from "../../cli/src/terminal/devKeys.ts";
import { parseConfig } from "../../office/src/config/parseConfig.ts";
import { hashOfKey } from "../../office/src/config/shopKey.ts";
import { starter } from "../../office/src/config/starter.ts";
import { type Office, startOffice } from "../../office/src/startOffice/startOffice.ts";
import { version } from "../../office/src/version.ts";
import { registerAgent } from "../../sdk/src/agent/index.ts";
import { connect } from "../../sdk/src/index.ts";
import { designateAgent } from "../../sdk/src/organizer/index.ts";
import { httpRelay } from "../../sdk/src/relay/index.ts";
import { withLocalSellers } from "../../web/scripts/localSellers.ts";
import { BUILT_BOX_OFFICE, BUILT_WALLET } from "../../web/scripts/pages.ts";
import { run } from "../support/shell.ts";
import { chainOf } from "./chain.ts";
import { sampleOf } from "./event.ts";
import { relayOf } from "./relay.ts";
import type { Context, Description, Service } from "./Service.ts";
import { OFFICE_PORT, officeUrlOf, walletUrlOf } from "./urls.ts";

/** Everyone knows this key. It works with this office only. */
const SHOP_KEY = "dk_dev_shop-everybody-has-this-key";

/** How many rights of each class the box office may grant, beside the shop. */
const QUOTAS = { standing: 1_000, seated: 40 };

/** An agent that sells the sample event at a counter and for shops in any language, and the wallet of its buyers. */
export const office: Service = {
  name: "office",
  ports: [
    {
      ...{ option: OFFICE_PORT, standard: 8480, count: 3 },
      help: "port of the box office; its operators' port and the wallet's are the next ones",
    },
  ],
  start: async (context) => {
    if (![BUILT_BOX_OFFICE, BUILT_WALLET].every((folder) => existsSync(folder))) await buildPages();
    const key = Wallet.createRandom();
    const agentId = await register(context, key.privateKey);
    const started = await startOffice({
      config: configuration(context, agentId),
      keys: { agent: new Wallet(key.privateKey), persons: undefined },
      logger: pino({ level: "error", base: null, timestamp: pino.stdTimeFunctions.isoTime }),
      version,
      pages: { boxOffice: BUILT_BOX_OFFICE, wallet: await localWallet(context) },
    });
    const link = await invite(started);
    return { describe: async () => describe(context, started, link), stop: started.stop };
  },
};

async function buildPages(): Promise<void> {
  const { code, output } = await run("npm", ["run", "build", "-w", "doorkey-web"]);
  if (code !== 0) throw new Error(`its pages were not built:\n${output}`);
}

/** The built wallet, with headers that let it reach sellers on this machine, which have no https. */
async function localWallet(context: Context): Promise<string> {
  const folder = join(context.folder, "wallet");
  await cp(BUILT_WALLET, folder, { recursive: true });
  const file = join(folder, "headers.json");
  const headers: Record<string, Record<string, string>> = JSON.parse(await readFile(file, "utf8"));
  const local = Object.entries(headers).map(([path, of]) => [path, withLocalSellers(of)]);
  await writeFile(file, JSON.stringify(Object.fromEntries(local)));
  return folder;
}

async function register(context: Context, key: string): Promise<number> {
  const { url, apiKey } = relayOf(context);
  const by = (privateKey: string) =>
    connect({
      rpc: chainOf(context).url,
      signer: new Wallet(privateKey),
      relay: httpRelay({ url, key: apiKey }),
    });
  const { agentId } = await registerAgent(await by(key), { name: "Box Office", uri: officeUrlOf(context) });
  const organizer = await by(devKeys.find(({ role }) => role === "organizer")?.privateKey ?? "");
  for (const [className, quota] of Object.entries(QUOTAS)) {
    await designateAgent(organizer, { eventId: sampleOf(context).eventId, className, agentId, quota });
  }
  return agentId;
}

function configuration(context: Context, agent: number) {
  const { eventId, document } = sampleOf(context);
  const { url, apiKey } = relayOf(context);
  const port = context.port(OFFICE_PORT);
  const text = starter({
    ...{ agent, event: eventId, document, rpc: chainOf(context).url, relay: url, relayKeyFrom: "RELAY_KEY" },
    ...{ url: officeUrlOf(context), key: "agent.json", shop: { id: "web", keyHash: hashOfKey(SHOP_KEY) } },
  });
  const ports = text
    .replace("port: 8480", `port: ${port}`)
    .replace("operatorPort: 8481", `operatorPort: ${port + 1}`)
    .replace("# walletPort: 8482", `walletPort: ${port + 2}`)
    .replace("data: data", "data: office");
  return parseConfig(ports, join(context.folder, "office.yaml"), { RELAY_KEY: apiKey });
}

/** A link with which one clerk signs in, once. */
async function invite({ operatorUrl, operatorToken }: Office): Promise<string> {
  const answer = await fetch(`${operatorUrl}/operator/staff-invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Aya", role: "manager" }),
  });
  const { url } = (await answer.json()) as { readonly url: string };
  return url;
}

function describe(context: Context, { operatorUrl, operatorToken }: Office, link: string): Description {
  return {
    running: `box office ${officeUrlOf(context)}, wallet ${walletUrlOf(context)}, metrics ${operatorUrl}/metrics`,
    keys: [
      { name: "a shop's key", value: SHOP_KEY, note: "for POST /purchases of the office" },
      { name: "operator", value: operatorToken, note: "of the office" },
    ],
    next: [
      ["a clerk sells", `${link} (once, within 15 minutes)`],
      ["the wallet", walletUrlOf(context)],
      [
        "any language",
        `curl -s ${officeUrlOf(context)}/purchases -H "authorization: Bearer ${SHOP_KEY}" -H "content-type: application/json" -d '{"order":"A-1","eventId":${sampleOf(context).eventId},"className":"standing"}'`,
      ],
    ],
  };
}
