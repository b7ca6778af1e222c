import { requestDigester } from "doorkey/relay";
import type { Chain } from "../chain/Chain.ts";
import type { ChainView } from "../chain/ChainView.ts";
import type { Config } from "../config/Config.ts";
import { likelyFee } from "../engine/index.ts";
import type { Intake } from "../intake/Intake.ts";
import { intakeChain } from "../intake/intakeChain.ts";
import { relayState } from "../intake/relayers.ts";
import { memoize } from "../policy/memoize.ts";
import { memoizeFacts } from "../policy/PolicyFacts.ts";
import { liveRateLimits } from "../policy/rateLimits.ts";
import type { Db } from "../storage/index.ts";
import { suiteOf } from "./deployment.ts";

/** How long a price of gas is reserved at. */
const PRICE_SECONDS = 5;
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

/** Milliseconds that only rise, also when the clock of the machine is set. */
const elapsed = () => performance.now();

/** The intake with real clocks. */
export function openIntake({ config, db, chain, wake }: Parts): Intake {
  const { chain: chainConfig } = config();
  const look = memoize((_: "best") => chain.look(), { seconds: VIEW_SECONDS, now: elapsed });
  const gasPrice = memoize((_: "now") => likelyPrice(look("best"), config().fees), {
    seconds: PRICE_SECONDS,
    now: elapsed,
  });
  const questions = intakeChain(() => look("best"), chainConfig);
  return {
    config,
    db,
    chain: questions,
    facts: memoizeFacts(questions, { seconds: FACTS_SECONDS, now: elapsed }),
    limits: liveRateLimits(config),
    ...relayState(db, elapsed),
    now: () => new Date(),
    digestOf: requestDigester(suiteOf({ chain: chainConfig })),
    wake,
    gasPrice: () => gasPrice("now"),
  };
}

/** What gas is likely to cost. While no node says, the most that the relay pays. */
async function likelyPrice(view: Promise<ChainView>, fees: Config["fees"]): Promise<bigint> {
  const { maxFeePerGas: maxFeeCap, minPriorityFeePerGas: minTip, maxPriorityFeePerGas: maxTip } = fees;
  const history = await view.then(({ feeHistory }) => feeHistory()).catch((): undefined => undefined);
  return history === undefined ? maxFeeCap : likelyFee(history, { maxFeeCap, minTip, maxTip });
}
