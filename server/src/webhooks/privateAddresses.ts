import { BlockList, isIP } from "node:net";

/**
 * Addresses that no public endpoint has: this host, its networks, clouds' metadata, multicast, benchmarks and
 * documentation.
 */
const PRIVATE: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/**
 * Only 2000::/3 is allocated. In it, 6to4 and Teredo could lead back to private IPv4 addresses, and documentation has
 * no endpoints.
 */
const PUBLIC_IPV6 = subnets([["2000::", 3]]);
const NOT_PUBLIC_IPV6 = subnets([
  ["2002::", 16],
  ["2001::", 32],
  ["2001:db8::", 32],
]);
const PRIVATE_IPV4 = subnets(PRIVATE);

function subnets(list: readonly (readonly [string, number])[]): BlockList {
  const blocks = new BlockList();
  for (const [network, bits] of list) blocks.addSubnet(network, bits, isIP(network) === 6 ? "ipv6" : "ipv4");
  return blocks;
}

/**
 * Whether an IP address may be called only if private addresses are allowed. Text that is not an address is private
 * too.
 *
 * @example
 * isPrivateAddress("169.254.169.254"); // true
 */
export function isPrivateAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return PRIVATE_IPV4.check(address, "ipv4");
    case 6:
      return !PUBLIC_IPV6.check(address, "ipv6") || NOT_PUBLIC_IPV6.check(address, "ipv6");
    default:
      return true;
  }
}
