import { expect } from "chai";
import type { EngineEvent } from "../engine/index.ts";
import { logEngine } from "./logEngine.ts";

const signer = "0x00000000000000000000000000000000000000a1";
const other = "0x00000000000000000000000000000000000000a2";

/** A log with the level and the message of each line, and how many events the metrics counted. */
function logAt(now: () => number = () => 0) {
  const lines: { readonly level: string; readonly fields: Record<string, unknown> }[] = [];
  let counted = 0;
  const at = (level: string) => (fields: unknown) =>
    void lines.push({ level, fields: fields as Record<string, unknown> });
  const logger = { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
  const log = logEngine(logger, { engine: () => void counted++ }, now);
  return { log, lines, levels: () => lines.map(({ level }) => level), counted: () => counted };
}

const trouble = (message: string): EngineEvent => ({ type: "trouble", signer, error: new Error(message) });
const refused = (nonce: number, message: string): EngineEvent => {
  return { type: "send_refused", signer, nonce, fault: "unknown", message };
};

describe("logEngine", () => {
  it("says what recurs once, and counts every event", () => {
    const { log, levels, counted } = logAt();
    const recurring: readonly EngineEvent[] = [
      trouble("no answer"),
      { type: "fee_above_cap", signer },
      { type: "at_fee_cap", signer, nonce: 1, hash: "0x12", maxFee: 5n, maxTip: 1n },
      refused(1, "pool is full"),
      { type: "emptied", signer, nonce: 1 },
    ];
    for (let i = 0; i < 3; i++) for (const event of recurring) log(event);
    expect(levels().slice(0, 5)).to.deep.equal(["error", "warn", "warn", "warn", "warn"]);
    expect(levels().slice(5)).to.deep.equal(Array(10).fill("debug"));
    expect(counted()).to.equal(15);
  });

  it("says another cause, and another signer's, at once", () => {
    const { log, levels } = logAt();
    log(trouble("no answer"));
    log(trouble("status 503: nothing"));
    log(trouble("status 429: nothing"));
    log({ type: "fee_above_cap", signer });
    log({ type: "fee_above_cap", signer: other });
    expect(levels()).to.deep.equal(["error", "error", "error", "warn", "warn"]);
  });

  it("takes other nonces, hashes and figures in a node's words for the same cause", () => {
    const { log, levels } = logAt();
    log(refused(1, "insufficient funds: balance 12345678, tx cost 23456789"));
    log(refused(2, "insufficient funds: balance 12345679, tx cost 3456789"));
    log(refused(1, "insufficient funds: balance 22345678, tx cost 23456789"));
    expect(levels()).to.deep.equal(["warn", "debug", "debug"]);
    const other = logAt();
    other.log(refused(1, "tx fee (1.58 ether) exceeds the configured cap (1.00 ether)"));
    other.log(refused(1, "tx fee (1.78 ether) exceeds the configured cap (1.00 ether)"));
    other.log(refused(1, "missing trie node"));
    expect(other.levels()).to.deep.equal(["warn", "debug", "warn"]);
  });

  it("says what lasts again after a minute", () => {
    let time = 0;
    const { log, levels } = logAt(() => time);
    log(trouble("no answer"));
    time = 59_999;
    log(trouble("no answer"));
    time = 60_000;
    log(trouble("no answer"));
    time = 119_999;
    log(trouble("no answer"));
    expect(levels()).to.deep.equal(["error", "debug", "error", "debug"]);
  });

  it("says it again when a transaction was built in between, for this signer only", () => {
    const { log, levels } = logAt();
    const formed: EngineEvent = { type: "formed", signer, nonce: 1, requests: 1, gasLimit: 1 };
    log({ type: "fee_above_cap", signer });
    log({ type: "fee_above_cap", signer: other });
    log(formed);
    log({ type: "fee_above_cap", signer });
    log({ type: "fee_above_cap", signer: other });
    expect(levels()).to.deep.equal(["warn", "warn", "debug", "warn", "debug"]);
  });

  it("says what does not recur each time, with the node's words and only the host of its address", () => {
    const { log, lines } = logAt();
    for (let i = 0; i < 2; i++)
      log({ type: "quarantined", digest: "0x12", sponsor: "zepp", troubles: 3, words: "missing trie node" });
    log({ type: "endpoint", url: "https://node.example/secret-key", state: "behind" });
    log({ type: "endpoint", url: "https://node.example/secret-key", state: "healthy" });
    expect(lines.map(({ level }) => level)).to.deep.equal(["warn", "warn", "warn", "info"]);
    expect(lines[0]?.fields).to.deep.equal({
      msg: "quarantined",
      digest: "0x12",
      sponsor: "zepp",
      troubles: 3,
      words: "missing trie node",
    });
    expect(lines[2]?.fields).to.deep.equal({ msg: "endpoint", url: "node.example", state: "behind" });
  });
});
