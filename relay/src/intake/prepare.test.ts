import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { walletOf } from "doorkey-test-support/keys";
import {
  type IntakeChange,
  intakeOver,
  KEYED,
  NOW,
  presetConfig,
  RELAYER,
  signedBy,
  suite,
} from "../../test/helpers/intakeParts.ts";
import { emptyTables } from "../../test/helpers/storages.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { admitRequests } from "./admitRequests.ts";
import type { MeasuredGas } from "./intakeChain.ts";
import { prepare } from "./prepare.ts";

const AGENT = walletOf("an agent who prepares");
const from = AGENT.address as Address;
const grant = (event = 7) =>
  interfaces.EntryRightRegistry.encodeFunctionData("grant", [event, 1, 3, "0x", [], "0x", 0]) as Hex;
const FULL = (1n << 256n) - 1n;

describe("prepare", () => {
  const storage = useStorage();

  const prepared = (change: IntakeChange = {}, call: { to?: Address; data?: Hex } = {}) =>
    prepare(intakeOver(storage.db, from, change), KEYED, {
      from,
      to: suite.EntryRightRegistry,
      data: grant(),
      ...call,
    });
  const refusalOf = async (...args: Parameters<typeof prepared>): Promise<ProblemError | undefined> => {
    try {
      await prepared(...args);
      return undefined;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error;
    }
  };
  const codeOf = async (...args: Parameters<typeof prepared>) => (await refusalOf(...args))?.code;
  const nonceWith = async (words: (word: bigint) => bigint) => {
    const chain: IntakeChange["chain"] = { nonceWords: async (questions) => questions.map(({ word }) => words(word)) };
    return (await prepared({ chain })).request.nonce;
  };
  const measuring = (answer: MeasuredGas): IntakeChange => ({ chain: { measure: async () => answer } });

  it("gives the request to sign, with a fifth more gas than was measured", async () => {
    const lower = from.toLowerCase() as Address;
    const intake = intakeOver(storage.db, from);
    const call = { from: lower, to: suite.EntryRightRegistry.toLowerCase() as Address, data: grant() };
    expect(await prepare(intake, KEYED, call)).to.deep.equal({
      ...{ chainId: presetConfig.chain.id, forwarder: suite.GasRelayForwarder, sponsor: "zepp" },
      request: {
        ...{ from, to: suite.EntryRightRegistry, data: grant(), gas: "120000", nonce: "0", relayer: RELAYER },
        deadline: NOW + presetConfig.requests.deadlineSeconds,
      },
    });
    const ahead = await prepared({ chain: { blockTime: async () => NOW + 50 } });
    expect(ahead.request.deadline).to.equal(NOW + 50 + presetConfig.requests.deadlineSeconds);
  });

  it("needs no gas for what only uses up a nonce", async () => {
    const failing = measuring({ success: false, why: "reverts", revertData: "0x" });
    const { request } = await prepared(failing, { to: suite.GasRelayForwarder, data: "0x" });
    expect(request.gas).to.equal("0");
  });

  it("refuses calls that fail, are too large, or take more gas than is sponsored", async () => {
    expect(await codeOf(measuring({ success: false, why: "reverts", revertData: "0x" }))).to.equal("CALL_REVERTS");
    // No gas was asked for, so it cannot be too low: the call is too large for any transaction.
    const tooLarge = measuring({ success: false, why: "gas_too_high", revertData: "0x" });
    expect(await codeOf(tooLarge)).to.equal("GAS_TOO_HIGH");
    const bytes = grant().length / 2 - 1;
    expect(await codeOf({ requests: { maxDataBytes: bytes } })).to.equal(undefined);
    expect(await codeOf({ requests: { maxDataBytes: bytes - 1 } })).to.equal("DATA_TOO_LARGE");
    expect(await codeOf({}, { data: `${grant()}${"00".repeat(32)}` })).to.equal("DATA_TOO_LARGE");
    // Twelve million are sponsored, and a fifth is added to what was measured.
    expect(await codeOf(measuring({ success: true, gas: 10_000_000n }))).to.equal(undefined);
    expect(await refusalOf(measuring({ success: true, gas: 10_000_001n }))).to.include({
      ...{ code: "GAS_TOO_HIGH", detail: "It takes 12000001 gas; 12000000 are sponsored." },
    });
    expect(await codeOf({}, { data: grant(8) })).to.equal("ARGUMENTS_NOT_SPONSORED");
  });

  it("needs a signer that can send, and takes the one with the least to do", async () => {
    const signer = (digit: string, load: number, active = true) => {
      return { address: `0x${digit.repeat(40)}` as Address, leased: true, load, active };
    };
    const idle = [signer("1", 0, false)];
    expect(await refusalOf({ state: { relayers: idle } })).to.include({ code: "SIGNERS_MISSING", retryAfter: 5 });
    const relayers = [signer("1", 2), signer("2", 1), signer("3", 0, false)];
    expect((await prepared({ state: { relayers } })).request.relayer).to.equal(signer("2", 0).address);
    expect(await codeOf({ state: { paused: new Set(["intake"]) } })).to.equal("RELAY_DRAINING");
    expect(await codeOf({ perSender: 0 })).to.equal("RATE_LIMITED");
  });

  it("gives each nonce once, and passes over those that the chain has", async () => {
    expect(await nonceWith(() => 0n)).to.equal("0");
    expect(await nonceWith(() => 0n)).to.equal("1");
    expect(await nonceWith(() => 0b101111n)).to.equal("4");
    expect(await nonceWith(() => 0b101111n)).to.equal("6");
  });

  it("goes on in the next word when one is full", async () => {
    expect(await nonceWith((word) => (word === 0n ? FULL : 0b1n))).to.equal("257");
    expect(await nonceWith((word) => (word === 1n ? FULL : 0n))).to.equal("512");
  });

  it("reads 256 bits of a word, however many a faulty node answers", async () => {
    expect(await nonceWith((word) => (word === 0n ? (1n << 5_000n) - 1n : 0n))).to.equal("256");
  });

  it("passes over the nonces of requests here", async () => {
    const requests = await Promise.all(["0", "1"].map((nonce) => signedBy(AGENT, { nonce, data: grant() })));
    await admitRequests(intakeOver(storage.db, from), KEYED, requests);
    expect(await nonceWith(() => 0n)).to.equal("2");
  });

  it("gives up after sixteen words", async () => {
    expect(await nonceWith((word) => (word < 15n ? FULL : 0n))).to.equal("3840");
    await emptyTables(storage.db);
    const chain: IntakeChange["chain"] = {
      nonceWords: async (questions) => questions.map(({ word }) => (word < 16n ? FULL : 0n)),
    };
    const detail = "No free nonce was found: ask again, or choose one.";
    expect(await refusalOf({ chain })).to.include({ code: "NONCE_USED", detail });
  });
});
