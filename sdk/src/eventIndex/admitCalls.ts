import type { TransactionResponse } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";

/** An entry as a gate delivered it, with its proof, which only the calldata has. */
export type DeliveredEntry = { readonly gate: Address; readonly entry: bigint; readonly signature: Hex };

/**
 * The entries that a transaction delivered to `admit`, by a direct call or by requests in the forwarder's `execute`.
 * None for a transaction that did it in another way, such as through a contract account.
 */
export function deliveredIn(
  { deployment, rightsRegistry }: Connection,
  transaction: TransactionResponse,
): DeliveredEntry[] {
  const { from, to, data } = transaction;
  const forwarder = deployment.contracts.GasRelayForwarder.address;
  if (to === null) return [];
  if (sameAddress(to as Address, rightsRegistry)) return entriesIn(from, data);
  if (!sameAddress(to as Address, forwarder)) return [];
  const execute = interfaces.GasRelayForwarder.parseTransaction({ data });
  const requests: readonly SignedRequest[] = execute?.name === "execute" ? execute.args.requests : [];
  return requests
    .filter(({ request }) => sameAddress(request.to as Address, rightsRegistry))
    .flatMap(({ request }) => entriesIn(request.from, request.data));
}

type SignedRequest = { readonly request: { readonly from: string; readonly to: string; readonly data: string } };

function entriesIn(gate: string, data: string): DeliveredEntry[] {
  const call = parsed(data);
  if (call?.name !== "admit") return [];
  // By position, because a Result has a method with the name `entries`.
  const [, entries, packed] = call.args as unknown as [bigint, readonly bigint[], Hex];
  const signatures = unpackSignatures(packed);
  return entries.map((entry, i) => ({ gate: gate as Address, entry, signature: signatures[i] ?? "0x" }));
}

/** A request may carry any call: data that does not parse is not an `admit`. */
function parsed(data: string) {
  try {
    return interfaces.EntryRightRegistry.parseTransaction({ data });
  } catch {
    return null;
  }
}

/** Reverses `packSignatures`: each signature follows its length in 2 bytes. */
export function unpackSignatures(packed: Hex): Hex[] {
  const signatures: Hex[] = [];
  for (let at = 2; at + 4 <= packed.length; ) {
    const start = at + 4;
    at = start + 2 * Number.parseInt(packed.slice(at, start), 16);
    signatures.push(`0x${packed.slice(start, at)}`);
  }
  return signatures;
}
