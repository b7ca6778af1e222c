import type { Connection } from "doorkey";

/** The chain of `npm run node`, whose clock its user moves. */
const LOCAL_CHAIN = 31_337;

/** A local chain that is ahead by less runs by this machine's clock. */
const JUMP_SECONDS = 60;

/** What a hub measures time with. */
export type HubClock = {
  /** Seconds since 1970. */
  readonly now: () => number;
  /**
   * Time of the chain's newest block. On a local chain the clock follows it instead, because tests and demonstrations
   * move it to the hour of doors. Undefined then, and if the chain does not answer.
   */
  readonly readHead: () => Promise<number | undefined>;
};

/** This machine's clock, which on a local chain jumps ahead with the chain. */
export function hubClock(connection: () => Promise<Connection>): HubClock {
  let jump = 0;
  const now = () => Date.now() / 1_000 + jump;
  return {
    now,
    readHead: async () => {
      try {
        const { chainId, provider } = await connection();
        const timestamp = (await provider.getBlock("latest"))?.timestamp;
        if (chainId !== LOCAL_CHAIN) return timestamp;
        const ahead = (timestamp ?? 0) - now();
        if (ahead > JUMP_SECONDS) jump += ahead;
        return undefined;
      } catch {
        return undefined;
      }
    },
  };
}
