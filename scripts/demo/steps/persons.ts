import { keccak256, toUtf8Bytes, type Wallet } from "ethers";
import type { HolderKey } from "../../../test/helpers/keys.ts";
import { attest, scopeOf } from "../../../test/helpers/statements.ts";
import type { Chain } from "../chain.ts";
import { DAY } from "../time.ts";

const WEEK = 7 * DAY;

export type Claim = {
  readonly person: string | undefined;
  readonly key: HolderKey;
  readonly eventId: bigint;
  readonly agentId: bigint;
  /** The right that is to be moved or named; none for a grant. */
  readonly rightId?: bigint;
};

/** The attester looks at a person's card and vouches for the key: the chain sees a tag that tells nobody who it is. */
export async function attestPerson(chain: Chain, attester: Wallet, claim: Claim): Promise<string> {
  const { person, key, eventId, agentId, rightId = 0n } = claim;
  if (person === undefined) throw new Error("nobody to vouch for");
  const scope = scopeOf(chain.chainId, await chain.rights.getAddress(), eventId);
  // Keyed with the attester's secret: whoever knows the card's number cannot find its tag.
  const personTag = keccak256(toUtf8Bytes(`${attester.privateKey} ${scope} ${person}`));
  const issuedAt = await chain.now();
  return attest(chain.domains.identity, attester, {
    scope,
    personTag,
    holder: key.address,
    agentId,
    rightId,
    issuedAt,
    expiresAt: issuedAt + WEEK,
  });
}
