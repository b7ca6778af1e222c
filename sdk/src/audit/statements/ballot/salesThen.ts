import { ZeroAddress } from "ethers";
import { sameAddress } from "../../../core/Hex.ts";
import type { IndexedClass, IndexedEvent, IndexState } from "../../../eventIndex/IndexState.ts";

/** Levels of agents below an organizer. */
const MOST_LEVELS = 4;

/** Whether the verifier does not trust the draw's attester; undefined if the verifier is another than the suite's. */
export function isUntrusted(
  state: IndexState,
  { policy }: IndexedEvent,
  attester: string,
  verifier: string,
): boolean | undefined {
  if (attester === ZeroAddress) return false;
  if (!sameAddress(policy.identityVerifier, verifier)) return undefined;
  return state.attesters.get(policy.scope)?.has(attester) !== true;
}

/** Whether an agent may grant rights of the class, as far as the organizer and the agents above it decide. */
export function hasDesignated(of: IndexedClass | undefined): boolean {
  if (of === undefined) return false;
  const isDesignated = (id: number, levels: number): boolean => {
    const allotment = of.allotments.get(id);
    if (allotment?.status !== "designated" || levels === 0) return false;
    return allotment.parent === 0 || isDesignated(allotment.parent, levels - 1);
  };
  return [...of.allotments.keys()].some((id) => isDesignated(id, MOST_LEVELS));
}
