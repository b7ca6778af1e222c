/** The configuration that `init` writes, for tests that change a part of it. */

import { expect } from "chai";
import { ConfigError, type Mistake } from "../../src/config/mistakes.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { ticketing } from "../../src/config/ticketing.ts";
import { hashOfKey } from "../../src/http/auth.ts";

export const presetSettings = {
  chainId: 31337,
  rpc: "http://127.0.0.1:8545",
  keystore: "keys/signer-1.json",
  sponsor: { id: "zepp", keyHash: hashOfKey("a key"), organizers: [7] },
  adminKeyHash: hashOfKey("another"),
};

export const preset = ticketing(presetSettings);

/** A text of the preset, and what stands there instead. */
export type Change = readonly [from: string, to: string];

export function changedPreset(...changes: readonly Change[]): string {
  return changes.reduce((text, [from, to]) => {
    expect(text).to.contain(from);
    return text.replace(from, to);
  }, preset);
}

/** The mistakes of a configuration; none if it is right. */
export function mistakesIn(text: string, env: NodeJS.ProcessEnv = {}): readonly Mistake[] {
  try {
    parseConfig(text, "relay.yaml", env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes;
  }
}
