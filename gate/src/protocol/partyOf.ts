import {
  type Manifest,
  type ManifestRight,
  packRightId,
  type RightId,
  rightIn,
  sameAddress,
  unpackRightId,
} from "doorkey/code";

/** The people of one holder: "2 in, 2 of 4 still outside". */
export type Party = { readonly size: number; readonly outside: number };

/**
 * The consecutive rights of one batch that one holder has, with the given right among them. Void ones do not count.
 *
 * @returns an empty list if the manifest has no such right.
 */
export function rightsOfParty(manifest: Manifest, rightId: RightId): readonly ManifestRight[] {
  const own = rightIn(manifest, rightId);
  if (own === undefined) return [];
  const { eventId, batch, index } = unpackRightId(rightId);
  const at = (i: number) => {
    const right = i < 0 ? undefined : rightIn(manifest, packRightId({ eventId, batch, index: i }));
    return right !== undefined && sameAddress(right.holder, own.holder) ? right : undefined;
  };
  let first = index;
  while (at(first - 1) !== undefined) first--;
  const party: ManifestRight[] = [];
  for (let i = first; ; i++) {
    const right = at(i);
    if (right === undefined) return party;
    if (right.status !== "void") party.push(right);
  }
}
