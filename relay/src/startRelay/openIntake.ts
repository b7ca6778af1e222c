import { requestDigester } from "doorkey/relay";
import type { Chain } from "../chain/Chain.ts";
import type { RpcEndpoint } from "../chain/jsonRpc.ts";
import type { Config } from "../config/Config.ts";
import { chainRpc } from "../intake/chainRpc.ts";
import type { Intake } from "../intake/Intake.ts";
import { intakeChain } from "../intake/intakeChain.ts";
import { relayState } from "../intake/relayers.ts";
import { rememberedFacts } from "../policy/PolicyFacts.ts";
import { liveRateLimits } from "../policy/rateLimits.ts";
import type { Db } from "../storage/index.ts";
import { suiteOf } from "./deployment.ts";

/** How long a policy remembers whose event it is. */
const FACTS_SECONDS = 30;

type Parts = {
  readonly config: () => Config;
  readonly db: Db;
  readonly chain: Chain;
  readonly endpoints: readonly RpcEndpoint[];
  readonly wake: () => void;
};

/** The intake with real clocks. */
export function openIntake({ config, db, chain, endpoints, wake }: Parts): Intake {
  const { chain: chainConfig } = config();
  const questions = intakeChain(chainRpc(chain, endpoints, Date.now), chainConfig);
  return {
    config,
    db,
    chain: questions,
    facts: rememberedFacts(questions, { seconds: FACTS_SECONDS, now: Date.now }),
    limits: liveRateLimits(config),
    ...relayState(db, Date.now),
    now: () => new Date(),
    digestOf: requestDigester(suiteOf({ chain: chainConfig })),
    wake,
  };
}
