import { type Address, type Connection, DoorkeyError, type Hex, isHex, sameAddress } from "doorkey";
import { contractAt } from "doorkey/abi";
import type { Seller } from "doorkey/agent";
import { identityScope } from "doorkey/attester";
import { isError } from "ethers";
import type { Entries, Entry } from "./entries.ts";

/** Most bytes of evidence that the shop looks at. */
const MOST = 1_024;

/** Seconds that evidence must still be good for, so that a fan who pays now gets the ticket. */
const SPARE = 600;

type Question = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly agentId: number;
  readonly holder: Address;
  readonly evidence: unknown;
};

/**
 * The person for whom an attester signed evidence, as the verifier on the chain sees it. Undefined if it is not for this
 * key and this shop, if it is over, or if the attester is not trusted.
 */
export async function personIn({ connection, eventId, agentId, holder, evidence }: Question): Promise<Hex | undefined> {
  if (!isHex(evidence) || evidence.length > 2 + 2 * MOST) return undefined;
  const scope = await identityScope(connection, { eventId });
  const verifier = contractAt("AttesterIdentityVerifier", scope.verifier, connection.provider);
  try {
    const [tag] = await verifier.personTag(scope.eventId, 0, holder, agentId, evidence);
    return isHex(tag, 32) && BigInt(tag) !== 0n ? tag : undefined;
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION")) return undefined;
    throw new DoorkeyError("CHAIN_UNREACHABLE", { cause: error });
  }
}

/** When evidence stops being good, in seconds: the third word of what `attestPerson` makes. */
export function expiryOf({ evidence }: Pick<Entry, "evidence">): number {
  return evidence === undefined ? 0 : Number(BigInt(`0x0${evidence.slice(2 + 128, 2 + 192)}`));
}

/** Whether evidence is good for the seconds that a sale takes. */
export function isFresh(entry: Pick<Entry, "evidence">, now: number): boolean {
  return expiryOf(entry) > now + SPARE;
}

/** The evidence of a fan who buys a place that the draw offered. Only the key that entered may claim it. */
export function evidenceFrom(entries: Entries): NonNullable<Seller["evidence"]> {
  return async ({ holder }, orderId) => {
    const entry = entries.ofOrder(orderId);
    if (entry === undefined) return [];
    if (!sameAddress(holder, entry.holder)) throw new DoorkeyError("PURCHASE_TAKEN");
    return entry.evidence === undefined ? [] : [entry.evidence];
  };
}
