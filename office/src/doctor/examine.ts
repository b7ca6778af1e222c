import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Address,
  type Connection,
  connect,
  fetchEventDocument,
  parseEventDocument,
  readMembers,
  readTeam,
} from "doorkey";
import { checkSale, memoryPurchases } from "doorkey/agent";
import { addressInKeystore, type Finding, findings, sentenceOf } from "doorkey-server";
import type { Config } from "../config/Config.ts";

/** Seconds by which this machine may differ from the chain's last block. */
const CLOCK_SECONDS = 90;

/**
 * Looks at all that a sale needs, without changing anything, and without the keys' password.
 *
 * @param now Seconds since 1970.
 */
export async function examine(config: Config, now: number): Promise<Finding[]> {
  const disk = await checkDisk(config.data);
  const connection = await firstConnection(config);
  if (connection instanceof Error) return [disk, findings("chain").bad(connection.message)];
  try {
    return [
      disk,
      await checkClock(connection, now),
      await checkKey(connection, config),
      checkSite(config, await readTeam(connection, { agentId: config.agent })),
      ...(await Promise.all(config.events.map((event) => checkEvent(connection, config, event)))).flat(),
    ];
  } catch (error) {
    return [disk, findings("chain").bad(sentenceOf(error))];
  }
}

async function checkDisk(folder: string): Promise<Finding> {
  const { good, bad } = findings("disk");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const probe = await mkdtemp(join(folder, "probe-"));
    await writeFile(join(probe, "file"), Buffer.alloc(65_536));
    await rm(probe, { recursive: true, force: true });
    return good(`${folder} takes writes.`);
  } catch (error) {
    return bad(`${folder} does not take writes: ${sentenceOf(error)}.`);
  }
}

async function firstConnection({ rpc, relay }: Config): Promise<Connection | Error> {
  const payer = relay && { url: relay.url, ...(relay.key !== undefined && { key: relay.key }) };
  let failure = new Error("No node is named.");
  for (const url of rpc) {
    try {
      return await connect({ rpc: url, relay: payer });
    } catch (error) {
      failure = new Error(`${url}: ${sentenceOf(error)}`);
    }
  }
  return failure;
}

async function checkClock({ provider }: Connection, now: number): Promise<Finding> {
  const { good, doubtful } = findings("clock");
  const block = await provider.getBlock("latest");
  const difference = Math.round(now - (block?.timestamp ?? now));
  const said = `This machine's clock and the chain's last block differ by ${Math.abs(difference)} s.`;
  return Math.abs(difference) > CLOCK_SECONDS
    ? doubtful(`${said} Invitations would end at the wrong time.`)
    : good(said);
}

async function checkKey(connection: Connection, { agent: agentId, keys, relay }: Config): Promise<Finding> {
  const { good, bad } = findings("key");
  const address = await addressInKeystore(keys.agent);
  if (address === undefined) return bad(`${keys.agent} is not a keystore that names its address.`);
  const members = await readMembers(connection, { agentId });
  const isMember = members.some(({ account }) => sameText(account, address));
  if (!isMember)
    return bad(
      `${address} is no member of agent ${agentId}. An admin of the agent adds it: doorkey agents role ${address} member --agent ${agentId}.`,
    );
  if (relay !== undefined) return good(`${address} is a member of agent ${agentId}, and a relay pays.`);
  const balance = await connection.provider.getBalance(address);
  return balance > 0n
    ? good(`${address} is a member of agent ${agentId} and pays itself.`)
    : bad(`There is no relay, and ${address} has no ether. Name a relay in office.yaml, or send ether to it.`);
}

function sameText(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Fans trust a site whose origin is that of the agent on chain. */
function checkSite({ url, agent }: Config, { name, uri }: { readonly name: string; readonly uri: string }): Finding {
  const { good, doubtful } = findings("site");
  const origins = [url, uri].map((one) => (URL.canParse(one) ? new URL(one).origin : one));
  if (origins[0] === origins[1]) return good(`${name} on chain names the site ${origins[0]}.`);
  return doubtful(
    `Agent ${agent}, ${name}, names the site ${uri} on chain, and server.url is of ${origins[0]}. Wallets cannot check this seller.`,
  );
}

async function checkEvent(connection: Connection, config: Config, event: Config["events"][number]): Promise<Finding[]> {
  const { good, doubtful, bad } = findings(`event ${event.id}`);
  const found: Finding[] = [];
  try {
    const document =
      event.document === undefined
        ? await fetchEventDocument(connection, { eventId: event.id })
        : parseEventDocument(await readFile(event.document), { file: event.document });
    found.push(
      document.wallet === undefined
        ? doubtful("Its document names no wallet, so no page of fans may call this office.")
        : good(`Fans keep its tickets in ${document.wallet}.`),
    );
    const seller = { connection, agentId: config.agent, purchases: memoryPurchases(), documents: [document] };
    for (const { name, named } of document.classes) {
      const { problems, quotas } = await checkSale(seller, { eventId: event.id, className: name });
      // Without a password there is no key to sign with, and no attester.
      const real = problems.filter(
        ({ reason }) => !["signer-refused", "evidence-missing", "seat-taken"].includes(reason),
      );
      const left = quotas[0]?.left ?? 0;
      if (real.length > 0) found.push(doubtful(`${name}: ${real.map(({ sentence }) => sentence).join(" ")}`));
      else if (named && config.persons === undefined)
        found.push(bad(`${name} counts persons, and office.yaml has no \`persons\`.`));
      else found.push(good(`${name}: ${left} rights are left to sell.`));
    }
  } catch (error) {
    found.push(bad(sentenceOf(error)));
  }
  return found;
}
