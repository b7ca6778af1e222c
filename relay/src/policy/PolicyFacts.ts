import { type MemoizeOptions, memoize } from "./memoize.ts";

/**
 * What a policy must know from the chain. Answers may be some seconds old: a hand-over changes who pays, not who is
 * authorized.
 */
export interface PolicyFacts {
  /** The organizer of an event; undefined if the event does not exist. */
  organizerOf(eventId: number): Promise<number | undefined>;
  /** The agent that granted a right; undefined if the right does not exist. */
  agentOf(rightId: bigint): Promise<number | undefined>;
}

/**
 * Remembers facts for a while.
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
