import { lookup } from "node:dns";
import { request } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";

// Each family has a list of its own, because a BlockList compares an IPv4 address with mapped IPv6 subnets too.

/** IPv4 addresses of this machine and of private networks (IANA's special-purpose registries). */
const PRIVATE_4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  PRIVATE_4.addSubnet(network, prefix, "ipv4");

/** All public IPv6 addresses. Mapped and translated IPv4 addresses are outside of it. */
const PUBLIC_6 = new BlockList();
PUBLIC_6.addSubnet("2000::", 3, "ipv6");

/** Parts of it that are for documents and tests, or that lead to any IPv4 address (Teredo, 6to4). */
const SPECIAL_6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  SPECIAL_6.addSubnet(network, prefix, "ipv6");

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE_4.check(address, "ipv4");
  return PUBLIC_6.check(address, "ipv6") && !SPECIAL_6.check(address, "ipv6");
}

/**
 * A `fetch` of https pages of the public internet, for addresses that a stranger typed. It looks a name up once and
 * connects to what it found, so a name cannot lead into the shop's own network. It follows no redirects.
 */
export async function publicFetch(address: string, { signal }: RequestInit): Promise<Response> {
  const url = new URL(address);
  if (url.protocol !== "https:") throw new Error("only https pages are asked");
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) throw new Error("a seller's site has a name");
  return new Promise((resolve, reject) => {
    const asking = request(url, { lookup: publicLookup, signal: signal ?? undefined, agent: false }, (answer) => {
      const { statusCode = 502, headers } = answer;
      // A Response has no body and no status outside of these, as `fetch` never yields them either.
      if (statusCode < 200 || statusCode > 599) return reject(new Error(`the site answered ${statusCode}`));
      const kept = Object.entries(headers).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value] as [string, string]] : [],
      );
      const body = [204, 205, 304].includes(statusCode) ? null : (Readable.toWeb(answer) as ReadableStream);
      resolve(new Response(body, { status: statusCode, headers: kept }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

/** Finds the addresses of a name, and refuses the name if one of them is not public. */
const publicLookup: LookupFunction = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, []);
    const areAllPublic = addresses.every(({ address }) => isPublic(address));
    if (!areAllPublic || addresses.length === 0) return answer(new Error("the name leads into a private network"), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return answer(null, addresses);
    answer(null, first.address, first.family);
  });
};
