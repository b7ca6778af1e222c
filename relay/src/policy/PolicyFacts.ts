import { type MemoizeOptions, memoize } from "./memoize.ts";

/** What a policy must know of the chain. Answers may be some seconds old: a hand-over changes who pays, not who may. */
export interface PolicyFacts {
  /** Whose event it is; undefined when there is none. */
  organizerOf(eventId: number): Promise<number | undefined>;
  /** Who granted a right; undefined when there is none. */
  agentOf(rightId: bigint): Promise<number | undefined>;
}

/**
 * The same facts, remembered for a while.
 *
 * @example
 * const facts = rememberedFacts(chain, { seconds: 30, now: Date.now });
 */
export function memoizeFacts(facts: PolicyFacts, options: MemoizeOptions): PolicyFacts {
  return {
    organizerOf: memoize((eventId) => facts.organizerOf(eventId), options),
    agentOf: memoize((rightId) => facts.agentOf(rightId), options),
  };
}
