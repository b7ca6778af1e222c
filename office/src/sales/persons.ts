import type { Connection, Hex } from "doorkey";
import { attestPerson, type IdentityDocument, type IdentityScope, identityScope, personTag } from "doorkey/attester";
import type { OfficeKeys } from "../keys/keys.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** The persons of events: their tags, and evidence for their keys. Documents leave no trace. */
export type Persons = {
  /** One tag for each document. @throws PERSONS_UNAVAILABLE, EVENT_WITHOUT_VERIFIER, VALUE_INVALID */
  readonly tags: (eventId: number, documents: readonly IdentityDocument[]) => Promise<readonly Hex[]>;
  /** Evidence that persons stand behind a key. `rightId` for a move or a naming. */
  readonly evidence: (of: {
    readonly eventId: number;
    readonly tags: readonly Hex[];
    readonly holder: string;
    readonly agentId: number;
    readonly rightId?: bigint;
  }) => Promise<readonly Hex[]>;
};

/** Seconds by which evidence is dated back, because a move accepts none from the chain's future. */
const BACK = 60;

/** @param now Seconds since 1970. */
export function createPersons(connection: Connection, keys: OfficeKeys["persons"], now: () => number): Persons {
  const scopes = new Map<number, Promise<IdentityScope>>();
  const scopeOf = (eventId: number): Promise<IdentityScope> => {
    const known = scopes.get(eventId);
    if (known !== undefined) return known;
    const asked = identityScope(connection, { eventId });
    scopes.set(eventId, asked);
    asked.catch(() => scopes.delete(eventId));
    return asked;
  };
  const opened = () => {
    if (keys === undefined) throw new ProblemError("PERSONS_UNAVAILABLE");
    return keys;
  };

  return {
    tags: async (eventId, documents) => {
      const { eventKey } = opened();
      const scope = await scopeOf(eventId);
      return documents.map((document) => personTag({ scope, document }, eventKey));
    },
    evidence: async ({ eventId, tags, holder, agentId, rightId }) => {
      const { attester } = opened();
      const scope = await scopeOf(eventId);
      const issuedAt = Math.floor(now()) - BACK;
      const common = { scope, holder, agentId, issuedAt, ...(rightId !== undefined && { rightId }) };
      return Promise.all(tags.map((personTag) => attestPerson({ ...common, personTag }, attester)));
    },
  };
}
