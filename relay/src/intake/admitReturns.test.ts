import { expect } from "chai";
import { type Address, type Hex, returnDigest } from "doorkey/buyer";
import type { WireSignedReturn } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { concat, SigningKey, type Wallet } from "ethers";
import {
  fateOf,
  type IntakeChange,
  intakeOver,
  KEYED,
  KEYLESS,
  NOW,
  presetConfig,
  refusalOf,
  suite,
} from "../../test/helpers/intakeParts.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { RpcUnreachable } from "../chain/jsonRpc.ts";
import { returnGas } from "../engine/gasLimit.ts";
import { requestRow } from "../storage/index.ts";
import { admitReturns } from "./admitReturns.ts";
import type { Caller } from "./Intake.ts";
import { type HeldRight, type IntakeChain, NO_RIGHT } from "./intakeChain.ts";

const FAN = walletOf("a fan who returns");
const OTHER = walletOf("another fan who returns");
const where = { chainId: presetConfig.chain.id, rightsRegistry: suite.EntryRightRegistry };
const SOON = NOW + presetConfig.requests.minDeadlineSeconds;
const held: HeldRight = { holder: FAN.address as Address, live: true, rebinds: 0 };

type Wish = {
  readonly event?: number;
  readonly index?: number;
  readonly count?: number;
  readonly rebinds?: number;
  readonly expiresAt?: number | bigint;
};

function statementOf({ event = 7, index = 0, count = 1, rebinds = 0, expiresAt = NOW + 600 }: Wish, holder: Wallet) {
  const rightId = (BigInt(event) << 32n) | BigInt(index);
  return { rightId, count, holder: holder.address as Address, rebinds, expiresAt: BigInt(expiresAt) };
}

/** A return that a holder signs. */
function signedReturn(wish: Wish = {}, by = FAN): WireSignedReturn {
  const statement = statementOf(wish, by);
  const { rightId, count, rebinds, expiresAt } = statement;
  const signature = concat(["0x00", new SigningKey(by.privateKey).sign(returnDigest(where, statement)).serialized]);
  return { rightId: String(rightId), count, rebinds, expiresAt: String(expiresAt), signature: signature as Hex };
}
const digestOf = (wish: Wish, by = FAN) => returnDigest(where, statementOf(wish, by));

describe("admitReturns", () => {
  const storage = useStorage();

  const admitAll = (returns: readonly WireSignedReturn[], change: IntakeChange = {}, caller: Caller = KEYLESS) =>
    admitReturns(intakeOver(storage.db, FAN.address as Address, change), caller, returns);
  const one = async (wish: Wish, change: IntakeChange = {}, caller: Caller = KEYLESS) =>
    (await admitAll([signedReturn(wish)], change, caller))[0];
  const fate = async (...args: Parameters<typeof one>) => fateOf(await one(...args));

  it("stores what it accepts, until the second before it expires", async () => {
    const wish = { index: 5, count: 2 };
    expect(await one(wish)).to.deep.include({ digest: digestOf(wish), sponsor: "zepp" });
    const row = await requestRow(storage.db, digestOf(wish));
    expect(row).to.deep.include({
      ...{ kind: "return", state: "queued", nonce: null, deadline: NOW + 599, sponsor: "zepp", relayer: null },
      ...{ from_address: FAN.address.toLowerCase(), to_address: suite.EntryRightRegistry.toLowerCase() },
      payload: signedReturn(wish),
    });
    expect(row?.event_ids).to.deep.equal([7]);
    expect(row?.reserved_periods).to.include("2027-01/keyless");
    const late = { index: 9, expiresAt: (1n << 64n) - 1n };
    expect(await fate(late)).to.equal("queued");
    expect((await requestRow(storage.db, digestOf(late)))?.deadline).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it("counts the gas that the node measures and a fifth, or its own least", async () => {
    const least = returnGas(1, presetConfig.chain.traits.gas);
    const gasAfter = async (index: number, measure: NonNullable<IntakeChange["chain"]>["measure"]) => {
      expect(await fate({ index }, measure && { chain: { measure } })).to.equal("queued");
      return (await requestRow(storage.db, digestOf({ index })))?.gas;
    };
    expect(await gasAfter(1, async () => ({ success: true, gas: 1_000_001n }))).to.equal(1_200_002);
    expect(await gasAfter(2, async () => ({ success: true, gas: 1n }))).to.equal(least);
    expect(await gasAfter(3, async () => ({ success: false, why: "reverts", revertData: "0x" }))).to.equal(least);
    expect(await gasAfter(4, () => Promise.reject(new RpcUnreachable("silent")))).to.equal(least);
  });

  it("has returns of one size measured once", async () => {
    const asked: unknown[] = [];
    const chain: IntakeChange["chain"] = {
      measure: async (call) => {
        asked.push(call);
        return { success: true, gas: 1n };
      },
    };
    const returns = [{ index: 0 }, { index: 10 }, { index: 20, count: 2 }].map((wish) => signedReturn(wish));
    expect((await admitAll(returns, { chain })).map(fateOf)).to.deep.equal(["queued", "queued", "queued"]);
    expect(asked).to.have.length(2);
    expect(asked[0]).to.deep.include({ from: suite.GasRelayForwarder, to: suite.EntryRightRegistry });
  });

  it("is paid for by the sponsor of the key, or by the organizer's", async () => {
    expect(await fate({ index: 1 }, {}, KEYED)).to.equal("queued");
    expect(await fate({ event: 8 })).to.equal("KEY_MISSING");
    expect(await fate({ event: 8 }, {}, KEYED)).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await fate({ index: 2 }, {}, { ...KEYED, keyHash: "another" })).to.equal("KEY_UNKNOWN");
    const [sponsor] = presetConfig.sponsors;
    const paying = (maxGas: number) => ({
      config: {
        sponsors: sponsor ? [{ ...sponsor, allowances: sponsor.allowances.map((one) => ({ ...one, maxGas })) }] : [],
      },
    });
    const gas = returnGas(2, presetConfig.chain.traits.gas);
    expect(await fate({ index: 3, count: 2 }, paying(gas))).to.equal("queued");
    expect(await fate({ index: 6, count: 2 }, paying(gas - 1))).to.equal("GAS_TOO_HIGH");
  });

  it("takes ids, times and ranges that the registry could read", async () => {
    const valid = signedReturn();
    const beyond = String(1n << 64n);
    for (const change of [{ rightId: beyond }, { expiresAt: beyond }]) {
      const [answer] = await admitAll([{ ...valid, ...change }]);
      const why = "rightId and expiresAt must be below 2^64.";
      expect(refusalOf(answer)).to.deep.equal(["BODY_MALFORMED", why]);
    }
    const [last] = await admitAll([{ ...valid, rightId: String((1n << 64n) - 1n) }]);
    expect(fateOf(last)).to.equal("KEY_MISSING");
    expect(await fate({ count: 8 })).to.equal("queued");
    const nine = await one({ index: 100, count: 9 });
    expect(refusalOf(nine)).to.deep.equal(["RETURN_INVALID", "A return covers 1 to 8 rights."]);
  });

  it("takes only the holder's signature", async () => {
    const foreign = signedReturn({}, OTHER);
    expect((await admitAll([foreign, signedReturn({ index: 5 })])).map(fateOf)).to.deep.equal([
      "SIGNATURE_INVALID",
      "queued",
    ]);
  });

  it("takes what expires, and what may be returned, after the least deadline", async () => {
    expect(await fate({ index: 1, expiresAt: SOON })).to.equal("DEADLINE_TOO_NEAR");
    expect(await fate({ index: 2, expiresAt: SOON + 1 })).to.equal("queued");
    const until = (time: number): IntakeChange => ({ chain: { returnUntil: async () => time } });
    const over = await one({ index: 3 }, until(SOON));
    expect(refusalOf(over)).to.deep.equal(["RETURN_INVALID", "The time for returns is over."]);
    expect(await fate({ index: 4 }, until(SOON + 1))).to.equal("queued");
    const events: number[] = [];
    const chain: IntakeChange["chain"] = {
      returnUntil: async (event) => {
        events.push(event);
        return SOON + 1;
      },
    };
    await admitAll([signedReturn({ index: 10 }), signedReturn({ index: 20 })], { chain });
    expect(events).to.deep.equal([7]);
  });

  it("refuses a range with a right that the registry would pass over, and says why", async () => {
    const faults: readonly (readonly [HeldRight | typeof NO_RIGHT, string])[] = [
      [NO_RIGHT, "There are fewer rights than this."],
      [{ ...held, live: false }, "A right was admitted, returned or revoked."],
      [{ ...held, holder: OTHER.address as Address }, "A right has another holder."],
      [{ ...held, rebinds: 1 }, "A right was rebound since: sign again."],
    ];
    for (const [last, why] of faults) {
      const chain: IntakeChange["chain"] = { rightsOf: async (ids) => ids.map((_, i) => (i === 2 ? last : held)) };
      const answer = await one({ count: 3 }, { chain });
      expect(refusalOf(answer)).to.deep.equal(["RETURN_INVALID", why]);
    }
    const none = await one({}, { chain: { rightsOf: async (ids) => ids.map(() => NO_RIGHT) } });
    expect(refusalOf(none)).to.deep.equal(["RETURN_INVALID", "There is no such right."]);
    const upper = { ...held, holder: FAN.address.toLowerCase() as Address };
    expect(
      await fate({}, { chain: { rightsOf: async (ids) => ids.map((_, i) => (i === 0 ? held : upper)) } }),
    ).to.equal("queued");
  });

  it("says of one return only that the chain did not answer about its right", async () => {
    const silence = new RpcUnreachable("silent");
    const silentAbout = (index: number): Partial<IntakeChain> => ({
      rightsOf: async (ids) => ids.map((id) => (id === ((7n << 32n) | BigInt(index)) ? silence : held)),
    });
    const both = [signedReturn({ index: 1 }), signedReturn({ index: 8, count: 2 })];
    const second = await admitAll(both, { chain: silentAbout(9) });
    expect(second.map(fateOf)).to.deep.equal(["queued", "CHAIN_UNREACHABLE"]);
    const first = await admitAll(both, { chain: silentAbout(1) });
    expect(first.map(fateOf)).to.deep.equal(["CHAIN_UNREACHABLE", "queued"]);
  });

  it("refuses rights of another return under way, but not of another holder or beside them", async () => {
    expect(await fate({ index: 10, count: 3 })).to.equal("queued");
    const measured: unknown[] = [];
    const chain: IntakeChange["chain"] = {
      measure: async (call) => {
        measured.push(call);
        return { success: true, gas: 1n };
      },
    };
    const overlapping = await one({ index: 12, count: 2 }, { chain });
    expect(measured).to.deep.equal([]);
    expect(refusalOf(overlapping)).to.deep.equal([
      ...["RETURN_PENDING", `They are part of ${digestOf({ index: 10, count: 3 })}.`],
    ]);
    expect(await fate({ index: 13, count: 2 })).to.equal("queued");
    // What is known already is answered with its status.
    expect(await fate({ index: 10, count: 3 })).to.equal("queued");
    // The registry passes over what the last holder signed, so the new holder does not wait for it.
    const right = (index: number) => (7n << 32n) | BigInt(index);
    const moved: IntakeChange["chain"] = {
      rightsOf: async (ids) =>
        ids.map((id) => ({ ...held, holder: (id === right(10) ? OTHER : FAN).address as Address })),
    };
    const body = [signedReturn({ index: 10 }, OTHER), signedReturn({ index: 20 })];
    expect((await admitAll(body, { chain: moved })).map(fateOf)).to.deep.equal(["queued", "queued"]);
  });

  it("counts each holder, and refuses what is paused", async () => {
    const answers = await admitAll([signedReturn({ index: 1 }), signedReturn({ index: 5 })], { perSender: 1 });
    expect(answers.map(fateOf).sort()).to.deep.equal(["RATE_LIMITED", "queued"]);
    expect(await fate({ index: 9 }, { state: { paused: new Set(["all"]) } })).to.equal("RELAY_PAUSED");
  });
});
