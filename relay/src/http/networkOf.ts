/** Groups of an IPv6 address that identify its network. */
const NETWORK_GROUPS = 4;

/**
 * What limits count as one caller: an IPv4 address, or the /64 of an IPv6 address. A customer gets at least a /64, so a
 * limit on its single addresses would have no effect.
 *
 * @example
 * networkOf("2001:db8::7"); // "2001:db8:0:0::/64"
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!ip.includes(":")) return ip;
  const [left = [], right = []] = ip.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
