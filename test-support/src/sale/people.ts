/** The people of a sale: their keys, tags and evidence. */

import { attestPerson, identityScope } from "../../../sdk/src/attester/index.ts";
import type { Hex, RightId } from "../../../sdk/src/index.ts";
import { tagAt } from "../drawStage.ts";
import { type HolderKey, holderKey } from "../keys.ts";
import { statementDomain } from "../statements.ts";
import type { Sale } from "./Sale.ts";

const DAY = 86_400;

/** Every third person has a P-256 key. */
export function keyOf(person: number): HolderKey {
  return holderKey(person % 3 === 0 ? "p256" : "secp256k1", `person ${person} of a sale`);
}

/** An attester's word that a person stands behind a key, for a grant by the tickets' site or for one right. */
export async function evidenceOf(
  { chain, organizer, attester, eventId, ticketsId }: Sale,
  person: number,
  { holder = keyOf(person).address, rightId, agentId = ticketsId }: evidenceOf.Options = {},
): Promise<Hex> {
  const issuedAt = await chain.clock.now();
  const scope = await identityScope(organizer, { eventId });
  const terms = { scope, personTag: tagAt(person), holder, agentId, issuedAt, expiresAt: issuedAt + DAY };
  return attestPerson({ ...terms, ...(rightId === undefined ? {} : { rightId }) }, attester);
}

export declare namespace evidenceOf {
  type Options = { readonly holder?: string; readonly rightId?: RightId; readonly agentId?: number };
}

/** The domain of what holders of a sale sign. */
export function domainOf({ organizer }: Sale) {
  return statementDomain(BigInt(organizer.chainId), organizer.rightsRegistry);
}
