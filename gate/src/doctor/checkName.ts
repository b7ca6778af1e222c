import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { type Finding, findings } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import { isLoopback } from "../config/parseConfig.ts";

const { good, doubtful, bad } = findings("name");

/** Milliseconds that a resolver may take. */
const TIMEOUT_MS = 3_000;

/** How the outside world answers; tests have their own. */
export type Names = {
  readonly here: (name: string) => Promise<readonly string[]>;
  readonly through: (resolver: string, name: string) => Promise<readonly string[]>;
  readonly own: () => readonly string[];
};

/** The names as this machine and the resolvers that it reaches know them. */
export const realNames: Names = {
  here: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  through: async (resolver, name) => {
    const asking = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
    asking.setServers([resolver]);
    const answers = await Promise.allSettled([asking.resolve4(name), asking.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  },
  own: () =>
    Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => one?.address ?? []),
};

/** Whether gates find the hub by its name: here, and through each resolver that their phones may ask. */
export async function checkName(
  { server: { name, host }, tls }: Pick<Config, "server" | "tls">,
  resolvers: readonly string[],
  names: Names = realNames,
): Promise<Finding[]> {
  if (isLoopback(host) || isLoopback(name)) {
    return [
      tls === undefined
        ? good("The hub serves this machine alone, for a laptop with a scanner or its own camera.")
        : doubtful(`The hub listens on ${host} alone, so no other device reaches it. Leave server.host out.`),
    ];
  }
  const here = await names.here(name).catch(() => []);
  const mine = here.filter((address) => names.own().includes(address));
  const found = [hereFinding(name, here, mine)];
  for (const resolver of resolvers) found.push(await throughResolver(name, resolver, here, names));
  return found;
}

function hereFinding(name: string, here: readonly string[], mine: readonly string[]): Finding {
  if (here.length === 0) return bad(`${name} does not resolve on this network. Add it to the venue router's DNS.`);
  if (mine.length === 0 && !here.some(isPrivate)) {
    return doubtful(
      `${name} resolves to ${here.join(", ")}, which this machine does not have. That is right only if the network ` +
        "forwards that address to it.",
    );
  }
  if (mine.length === 0) {
    return bad(
      `${name} resolves to ${here.join(", ")}, which is not an address of this machine. Correct the DNS record.`,
    );
  }
  const where = mine.every(isPrivate) ? "on the venue's network" : "on the internet";
  return good(`${name} resolves to ${mine.join(", ")}, this machine ${where}.`);
}

async function throughResolver(
  name: string,
  resolver: string,
  here: readonly string[],
  names: Names,
): Promise<Finding> {
  const answer = await names.through(resolver, name).catch(() => []);
  if (answer.length === 0) {
    return doubtful(
      `The resolver ${resolver} gives no address for ${name}. It is out of reach, or it hides private addresses; phones ` +
        "that ask it do not find the hub. Have the phones use the venue router's DNS, and turn Private DNS off.",
    );
  }
  if (here.length > 0 && !answer.some((address) => here.includes(address))) {
    return bad(`The resolver ${resolver} gives ${answer.join(", ")} for ${name}, and this network ${here.join(", ")}.`);
  }
  return good(`The resolver ${resolver} gives ${answer.join(", ")}.`);
}

/** Whether an address is of a private network (RFC 1918, RFC 4193) or of this link. */
export function isPrivate(address: string): boolean {
  if (isIP(address) === 6) return /^(f[cd]|fe[89ab])/i.test(address);
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address);
}
