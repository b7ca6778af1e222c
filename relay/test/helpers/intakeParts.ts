/** An intake over a real database, whose chain answers what a test says. */

import type { Address, Hex } from "doorkey/buyer";
import { requestDigester, signRequest, type WireForwardRequest, type WireSignedRequest } from "doorkey/relay";
import { toBeHex, type Wallet, ZeroAddress } from "ethers";
import type { Config } from "../../src/config/Config.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { hashOfKey } from "../../src/http/auth.ts";
import type { Caller, Intake } from "../../src/intake/Intake.ts";
import type { Answer } from "../../src/intake/Item.ts";
import type { HeldRight, IntakeChain } from "../../src/intake/intakeChain.ts";
import type { RelayState } from "../../src/intake/relayers.ts";
import { rateLimits } from "../../src/policy/rateLimits.ts";
import type { Db } from "../../src/storage/index.ts";
import { preset } from "./presetConfig.ts";

/** What `init` writes: sponsor `zepp` pays for everything at events of organizer 7. */
export const presetConfig: Config = parseConfig(preset, "relay.yaml");
export const suite = presetConfig.chain.contracts;
export const where = { chainId: presetConfig.chain.id, forwarder: suite.GasRelayForwarder };

/** The clocks of chain and machine, in seconds. */
export const NOW = 1_800_000_000;
export const RELAYER: Address = `0x${"17".repeat(20)}`;
export const KEYED: Caller = { ip: "192.0.2.1", keyHash: hashOfKey("a key") };
export const KEYLESS: Caller = { ip: "192.0.2.1", keyHash: undefined };

/** Every call succeeds, every nonce is free, event n is organizer n's, and `holder` has every right. */
export function easyChain(holder: Address): IntakeChain {
  const right: HeldRight = { holder, live: true, rebinds: 0 };
  return {
    blockTime: async () => NOW,
    nonceWords: async (questions) => questions.map(() => 0n),
    simulate: async (calls) => calls.map(() => ({ success: true })),
    l1Cost: async () => ({ gas: 0, fee: 0n }),
    measure: async () => ({ success: true, gas: 100_000n }),
    tryAct: async () => ({ success: true, data: toBeHex(1, 32) as Hex }),
    measureAct: async () => ({ success: true, gas: 50_000n }),
    drawOf: async () => ({ round: 5, isProven: false, window: 800, deadline: NOW, keepUntil: NOW }),
    rightsOf: async (ids) => ids.map(() => right),
    returnUntil: async () => NOW + 1_000_000,
    organizerOf: async (event) => event,
    agentOf: async () => 3,
  };
}

export type IntakeChange = {
  readonly chain?: Partial<IntakeChain>;
  readonly requests?: Partial<Config["requests"]>;
  readonly config?: Partial<Config>;
  readonly state?: Partial<RelayState>;
  readonly perSender?: number;
};

export function intakeOver(db: Db, holder: Address, change: IntakeChange = {}): Intake {
  const config: Config = {
    ...presetConfig,
    requests: { ...presetConfig.requests, ...change.requests },
    ...change.config,
  };
  const chain = { ...easyChain(holder), ...change.chain };
  const perSender = { points: change.perSender ?? 10_000, seconds: 60 };
  const limits = rateLimits({ ...config.limits, perSender });
  const relayer = { address: RELAYER, active: true, leased: true, load: 0 };
  const state = { relayers: [relayer], paused: new Set<string>(), ...change.state };
  return {
    config: () => config,
    ...{ db, chain, facts: chain, limits: () => limits },
    state: async () => state,
    freshState: async () => state,
    now: () => new Date(NOW * 1_000),
    wake: () => {},
    digestOf: requestDigester(where),
    gasPrice: async () => 10n ** 9n,
  };
}

/** A request of `from` to the rights registry, signed. */
export function signedBy(from: Wallet, change: Partial<WireForwardRequest> = {}): Promise<WireSignedRequest> {
  return signRequest(where, from, {
    ...{ from: from.address as Address, to: suite.EntryRightRegistry, data: "0x", gas: "200000", nonce: "0" },
    ...{ deadline: NOW + 600, relayer: ZeroAddress as Address },
    ...change,
  });
}

/** The state that an item has, or the code of its refusal. */
export const fateOf = (answer: Answer | undefined): string | undefined =>
  answer === undefined ? undefined : "problem" in answer ? answer.problem.code : answer.status.state;

/** The code and the detail of a refusal; undefined for an item that has a status. */
export const refusalOf = (answer: Answer | undefined): readonly (string | undefined)[] | undefined =>
  answer && "problem" in answer ? [answer.problem.code, answer.problem.detail] : undefined;
