import { contractReference } from "../support/contractReference.ts";

/** Natspec names only functions, events, errors and contracts that exist, so that the reference's links work. */
export async function contractReferenceLinks(): Promise<string[]> {
  const { broken } = await contractReference();
  return broken.map((place) => `natspec names something that no contract has: ${place}`);
}
