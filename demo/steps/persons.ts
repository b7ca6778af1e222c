import type { Address, Hex } from "doorkey";
import { attestPerson, identityScope, personTag } from "doorkey/attester";
import type { HolderKey } from "doorkey-test-support/keys";
import { getBytes } from "ethers";
import { DAY } from "../time.ts";
import { secretOf, type World } from "../world.ts";

const WEEK = 7 * DAY;

export type Claim = {
  readonly person: string | undefined;
  readonly key: HolderKey;
  readonly eventId: number;
  readonly agentId: number;
  /** The right to rebind or name. Undefined for a grant. */
  readonly rightId?: bigint;
};

/** The attester checks a person's card and vouches for the key. The chain sees a tag that does not name the person. */
export async function vouchFor({ chain, people, seed }: World, claim: Claim): Promise<Hex> {
  const { person, key, eventId, agentId, rightId } = claim;
  if (person === undefined) throw new Error("the claim names no person");
  const scope = await identityScope(chain.connection, { eventId });
  const document = { type: "fan card", country: "JPN", number: person };
  const tag = personTag({ scope, document }, getBytes(secretOf(seed, "event key")));
  const issuedAt = await chain.now();
  const terms = {
    scope,
    personTag: tag,
    holder: key.address as Address,
    agentId,
    issuedAt,
    expiresAt: issuedAt + WEEK,
  };
  return attestPerson({ ...terms, rightId }, people.attester);
}
