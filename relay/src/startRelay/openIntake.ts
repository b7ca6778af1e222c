import { requestDigester } from "doorkey/relay";
import type { Chain } from "../chain/Chain.ts";
import type { Config } from "../config/Config.ts";
import type { Intake } from "../intake/Intake.ts";
import { intakeChain } from "../intake/intakeChain.ts";
import { relayState } from "../intake/relayers.ts";
import { memoize } from "../policy/memoize.ts";
import { memoizeFacts } from "../policy/PolicyFacts.ts";
import { liveRateLimits } from "../policy/rateLimits.ts";
import type { Db } from "../storage/index.ts";
import { suiteOf } from "./deployment.ts";

/** How long a policy remembers whose event it is. */
const FACTS_SECONDS = 30;
/** How long an endpoint stays trusted: what the intake decides is decided again before anything is sent (F18). */
const VIEW_SECONDS = 1;

type Parts = {
  readonly config: () => Config;
  readonly db: Db;
  readonly chain: Chain;
  readonly wake: () => void;
};

/** The intake with real clocks. */
export function openIntake({ config, db, chain, wake }: Parts): Intake {
  const { chain: chainConfig } = config();
  const look = memoize((_: "best") => chain.look(), { seconds: VIEW_SECONDS, now: Date.now });
  const questions = intakeChain(() => look("best"), chainConfig);
  return {
    config,
    db,
    chain: questions,
    facts: memoizeFacts(questions, { seconds: FACTS_SECONDS, now: Date.now }),
    limits: liveRateLimits(config),
    ...relayState(db, Date.now),
    now: () => new Date(),
    digestOf: requestDigester(suiteOf({ chain: chainConfig })),
    wake,
  };
}
