import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import type { WireForwardRequest, WireSignedRequest } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import {
  fateOf,
  type IntakeChange,
  intakeOver,
  KEYED,
  KEYLESS,
  NOW,
  presetConfig,
  RELAYER,
  signedBy,
  suite,
} from "../../test/helpers/intakeParts.ts";
import { random } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { RpcUnreachable } from "../chain/jsonRpc.ts";
import { requestRow, usageOf } from "../storage/index.ts";
import { admitRequests } from "./admitRequests.ts";
import type { Caller } from "./Intake.ts";
import { Priority } from "./priority.ts";

const AGENT = walletOf("an agent");
const OTHER = walletOf("another agent");
const { EntryRightRegistry: rights } = interfaces;
const grant = (event = 7) => rights.encodeFunctionData("grant", [event, 1, 3, "0x", [], "0x", 0]) as Hex;
const admit = (event = 7) => rights.encodeFunctionData("admit", [event, [], "0x"]) as Hex;
const NO_SIGNATURE: Hex = `0x${"11".repeat(65)}`;

describe("admitRequests", () => {
  const storage = useStorage();

  const signed = (change: Partial<WireForwardRequest> = {}, by = AGENT) => signedBy(by, { data: grant(), ...change });
  const admitAll = (requests: readonly WireSignedRequest[], change: IntakeChange = {}, caller: Caller = KEYED) =>
    admitRequests(intakeOver(storage.db, AGENT.address as Address, change), caller, requests);
  /** What becomes of a request alone. */
  const fate = async (request: Partial<WireForwardRequest>, change: IntakeChange = {}, caller: Caller = KEYED) =>
    fateOf((await admitAll([await signed(request)], change, caller))[0]);
  const rowOf = async (request: WireSignedRequest) =>
    requestRow(storage.db, intakeOver(storage.db, AGENT.address as Address).digestOf(request.request));

  it("stores what it accepts as it was signed, with what the engine needs to know", async () => {
    const request = await signed({ relayer: RELAYER, nonce: "300" });
    expect(fateOf((await admitAll([request]))[0])).to.equal("queued");
    expect(await rowOf(request)).to.deep.include({
      ...{ kind: "request", state: "queued", nonce: 300n, gas: 200_000, deadline: NOW + 600 },
      ...{ from_address: AGENT.address.toLowerCase(), to_address: suite.EntryRightRegistry.toLowerCase() },
      ...{ selector: grant().slice(0, 10), relayer: RELAYER, payload: request, sponsor: "zepp" },
      priority: Priority.other,
    });
    expect((await rowOf(request))?.event_ids).to.deep.equal([7]);
    const [usage] = await usageOf(storage.db, "zepp", ["2027-01"]);
    expect(usage?.reservedWei).to.equal((await rowOf(request))?.reserved_wei);
    expect(Number(usage?.reservedWei)).to.be.above(200_000 * 1e9);
  });

  it("stores no relayer for a request that any key may send, and puts admissions first", async () => {
    const request = await signed({ data: admit() });
    expect(fateOf((await admitAll([request], {}, KEYLESS))[0])).to.equal("queued");
    expect(await rowOf(request)).to.deep.include({ relayer: null, priority: Priority.admission });
  });

  it("judges each request by itself", async () => {
    const all = [
      await signed({ nonce: "1" }),
      await signed({ nonce: "2", data: grant(8) }),
      { ...(await signed({ nonce: "3" })), signature: NO_SIGNATURE },
      await signed({ nonce: "4" }),
    ];
    const answers = await admitAll(all);
    expect(answers.map(fateOf)).to.deep.equal(["queued", "ARGUMENTS_NOT_SPONSORED", "SIGNATURE_INVALID", "queued"]);
    for (const [i, request] of all.entries()) {
      expect((await rowOf(request))?.state).to.equal([0, 3].includes(i) ? "queued" : undefined);
    }
  });

  it("refuses numbers beyond 256 bits", async () => {
    const request = await signed();
    const beyond = String(1n << 256n);
    for (const field of ["gas", "nonce"] as const) {
      const [answer] = await admitAll([{ ...request, request: { ...request.request, [field]: beyond } }]);
      expect(fateOf(answer)).to.equal("BODY_MALFORMED");
      expect(answer).to.have.nested.property("problem.detail", `${field} must be below 2^256.`);
    }
    const mostNonce = String((1n << 256n) - 1n);
    expect(await fate({ nonce: mostNonce })).to.equal("queued");
  });

  it("bounds data and gas", async () => {
    const bytes = grant().length / 2 - 1;
    expect(await fate({ nonce: "1" }, { requests: { maxDataBytes: bytes } })).to.equal("queued");
    expect(await fate({ nonce: "2" }, { requests: { maxDataBytes: bytes - 1 } })).to.equal("DATA_TOO_LARGE");
    expect(await fate({ nonce: "3" }, { requests: { maxGas: 200_000 } })).to.equal("queued");
    expect(await fate({ nonce: "4" }, { requests: { maxGas: 199_999 } })).to.equal("GAS_TOO_HIGH");
    // The preset pays for twelve million at the registry of rights.
    const large = { maxGas: 100_000_000 };
    expect(await fate({ nonce: "5", gas: "12000000" }, { requests: large })).to.equal("queued");
    const [tooMuch] = await admitAll([await signed({ nonce: "6", gas: "12000001" })], { requests: large });
    expect(fateOf(tooMuch)).to.equal("GAS_TOO_HIGH");
    expect(tooMuch).to.have.nested.property("problem.detail", "12000000 gas are sponsored.");
    const padded = `${grant()}${"00".repeat(32)}` as Hex;
    expect(await fate({ nonce: "7", data: padded })).to.equal("DATA_TOO_LARGE");
  });

  it("takes a relayer that this relay has, in any case, or none", async () => {
    expect(await fate({ relayer: RELAYER })).to.equal("queued");
    expect(await fate({ nonce: "1", relayer: random(20) as Address })).to.equal("RELAYER_OTHER");
    expect(await fate({ nonce: "2" }, { state: { relayers: [] } })).to.equal("queued");
    expect(await fate({ nonce: "3", relayer: RELAYER }, { state: { relayers: [] } })).to.equal("RELAYER_OTHER");
  });

  it("takes deadlines within the bounds by the chain's clock, and ahead by the later clock", async () => {
    const requests = { minDeadlineSeconds: 45, maxDeadlineSeconds: 600 };
    const at = (deadline: number, nonce: string, time = NOW) =>
      fate({ deadline, nonce }, { requests, chain: { blockTime: async () => time } });
    expect(await at(NOW + 45, "1")).to.equal("queued");
    expect(await at(NOW + 44, "2")).to.equal("DEADLINE_TOO_NEAR");
    expect(await at(NOW + 600, "3")).to.equal("queued");
    expect(await at(NOW + 601, "4")).to.equal("DEADLINE_TOO_FAR");
    const [far] = await admitAll([await signed({ deadline: NOW + 601 })], { requests });
    expect(far).to.have.nested.property("problem.detail", "At most 600 seconds ahead.");
    expect(await at(NOW + 145, "5", NOW + 100)).to.equal("queued");
    expect(await at(NOW + 144, "6", NOW + 100)).to.equal("DEADLINE_TOO_NEAR");
    expect(await at(NOW + 700, "7", NOW + 100)).to.equal("queued");
    expect(await at(NOW + 600, "8", NOW - 100)).to.equal("queued");
  });

  it("takes a nonce that neither the chain nor a request here has", async () => {
    const first = await signed({ nonce: "257" });
    expect(fateOf((await admitAll([first]))[0])).to.equal("queued");
    const untried: IntakeChange["chain"] = {
      simulate: async (calls) => {
        expect(calls).to.deep.equal([]);
        return [];
      },
    };
    const [second] = await admitAll([await signed({ nonce: "257", gas: "200001" })], { chain: untried });
    expect(fateOf(second)).to.equal("NONCE_TAKEN");
    expect(fateOf((await admitAll([await signed({ nonce: "257" }, OTHER)]))[0])).to.equal("queued");
    const asked: unknown[] = [];
    const chain: IntakeChange["chain"] = {
      nonceWords: async (questions) => {
        asked.push(...questions);
        return questions.map(({ word }) => (word === 1n ? 0b100n : 0b1n));
      },
    };
    const nonces = ["256", "258", "259", "0", "1"];
    const answers = await admitAll(await Promise.all(nonces.map((nonce) => signed({ nonce }))), { chain });
    expect(answers.map(fateOf)).to.deep.equal(["queued", "NONCE_USED", "queued", "NONCE_USED", "queued"]);
    // Each word is asked for once.
    expect(asked).to.have.length(2);
  });

  it("says of one request only that the chain did not answer about it", async () => {
    const silence = new RpcUnreachable("silent");
    const both = [await signed({ nonce: "1" }), await signed({ nonce: "1" }, OTHER)];
    const words = await admitAll(both, { chain: { nonceWords: async () => [silence, 0n] } });
    expect(words.map(fateOf)).to.deep.equal(["CHAIN_UNREACHABLE", "queued"]);
    const next = [await signed({ nonce: "2" }), await signed({ nonce: "2" }, OTHER)];
    const tried = await admitAll(next, { chain: { simulate: async () => [{ success: true }, silence] } });
    expect(tried.map(fateOf)).to.deep.equal(["queued", "CHAIN_UNREACHABLE"]);
  });

  it("refuses what would fail, except what only comes a block too early", async () => {
    const failing = (why: "reverts" | "gas_too_low" | "too_early"): IntakeChange => ({
      chain: { simulate: async (calls) => calls.map(() => ({ success: false, why, revertData: "0x12345678" })) },
    });
    expect(await fate({ nonce: "1" }, failing("reverts"))).to.equal("CALL_REVERTS");
    expect(await fate({ nonce: "2" }, failing("gas_too_low"))).to.equal("GAS_TOO_LOW");
    expect(await fate({ nonce: "3" }, failing("too_early"))).to.equal("queued");
    // A request to the forwarder calls nothing.
    const cancel = { to: suite.GasRelayForwarder, data: "0x", gas: "0" } as const;
    expect(await fate({ ...cancel, nonce: "4" }, failing("reverts"))).to.equal("queued");
    const calls: unknown[] = [];
    const chain: IntakeChange["chain"] = {
      simulate: async (all) => {
        calls.push(...all);
        return all.map(() => ({ success: true }));
      },
    };
    const request = await signed({ nonce: "5" });
    await admitAll([request, await signed({ ...cancel, nonce: "6" })], { chain });
    expect(calls).to.have.length(1);
    expect(calls[0]).to.deep.include({ from: AGENT.address, data: grant(), gas: 200_000n });
  });

  it("takes only the signature of the sender", async () => {
    const own = await signed({ nonce: "1" });
    const foreign = await signed({ nonce: "1", from: OTHER.address as Address }, OTHER);
    for (const signature of [foreign.signature, NO_SIGNATURE]) {
      expect(fateOf((await admitAll([{ ...own, signature }]))[0])).to.equal("SIGNATURE_INVALID");
    }
    expect(fateOf((await admitAll([own]))[0])).to.equal("queued");
  });

  it("answers what it accepted with its status, whatever is refused now", async () => {
    const request = await signed();
    await admitAll([request]);
    const changes: readonly IntakeChange[] = [
      { config: { sponsors: [] } },
      { requests: { maxGas: 1 } },
      { chain: { blockTime: async () => NOW + 10_000 } },
      { chain: { nonceWords: async (questions) => questions.map(() => 1n) } },
      { state: { paused: new Set(["all"]) } },
    ];
    for (const [i, change] of changes.entries()) {
      const expected = i === 0 ? "KEY_UNKNOWN" : "queued";
      expect(fateOf((await admitAll([request], change))[0]), String(i)).to.equal(expected);
    }
    const [sponsor] = presetConfig.sponsors;
    const sponsors = sponsor === undefined ? [] : [{ ...sponsor, allowances: [] }];
    expect(fateOf((await admitAll([request], { config: { sponsors } }))[0])).to.equal("queued");
    expect(await fate({ nonce: "9" }, { config: { sponsors } })).to.equal("TARGET_NOT_SPONSORED");
  });

  it("looks nothing up for a caller that it does not know, or that calls too often", async () => {
    const request = await signed();
    await admitAll([request]);
    expect(fateOf((await admitAll([request], {}, KEYLESS))[0])).to.equal("KEY_MISSING");
    expect(fateOf((await admitAll([request], { requests: { maxDataBytes: 1 } }))[0])).to.equal("DATA_TOO_LARGE");
    const answers = await admitAll([request, request], { perSender: 1 });
    expect(answers.map(fateOf).sort()).to.deep.equal(["RATE_LIMITED", "queued"]);
  });

  it("does not ask the chain for its clock if everything is answered", async () => {
    const chain: IntakeChange["chain"] = {
      blockTime: () => Promise.reject(new RpcUnreachable("silent")),
    };
    const request = await signed();
    await admitAll([request]);
    expect((await admitAll([request], { chain })).map(fateOf)).to.deep.equal(["queued"]);
  });

  it("refuses what is paused", async () => {
    expect(await fate({}, { state: { paused: new Set(["sponsor:zepp"]) } })).to.equal("SPONSOR_PAUSED");
  });
});
