import { expect } from "chai";
import { interfaces, type KnownContractName } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { drawCall } from "doorkey/relay";
import type { Interface } from "ethers";
import { judgeCall, judgeUnder, type PolicyConfig, sponsorOfEvent } from "./Policy.ts";
import type { PolicyFacts } from "./PolicyFacts.ts";
import type { Allowance, Sponsor } from "./Sponsor.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const contracts = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("a"),
  Ballot: address("5"),
} as const;
const STRANGER = address("b");

type Called = { readonly to: Address; readonly data: Hex };

function callOf(contract: keyof typeof contracts, name: string, args: readonly unknown[]): Called {
  const abi: Interface = interfaces[contract as KnownContractName];
  return { to: contracts[contract], data: abi.encodeFunctionData(name, args) as Hex };
}
const admit = (event: number) => callOf("EntryRightRegistry", "admit", [event, [], "0x"]);
const grant = (event: number) => callOf("EntryRightRegistry", "grant", [event, 1, 3, "0x", [], "0x", 0]);
const revoke = (...rights: readonly bigint[]) =>
  callOf("EntryRightRegistry", "revoke", [rights, `0x${"00".repeat(32)}`]);
const allowanceOf = ({ to, data }: Called, change: Partial<Allowance> = {}): Allowance => ({
  ...{ to, selector: data.slice(0, 10) as Hex, maxGas: 100, only: {} },
  ...change,
});

/** Pays for admissions and grants. */
const sponsorOf = (id: string, organizers: readonly number[], change: Partial<Sponsor> = {}): Sponsor => ({
  ...{ id, keyHashes: [`key of ${id}`], organizers },
  allowances: [admit(1), grant(1)].map((call) => allowanceOf(call)),
  budget: { perDay: 1n, perMonth: 1n, keylessPercent: 100 },
  ...change,
});

/** Event n is organizer n's. There are a hundred. `asked` is what the chain was asked. */
function chainFacts() {
  const asked: unknown[] = [];
  const facts: PolicyFacts = {
    organizerOf: async (event) => {
      asked.push(event);
      return event < 100 ? event : undefined;
    },
    agentOf: async () => 3,
  };
  return { facts, asked };
}

const config: PolicyConfig = {
  chain: { contracts },
  sponsors: [sponsorOf("zepp", [7]), sponsorOf("other", [8, 9])],
};

/** The sponsor that pays, or why none does. */
async function payerOf(call: Called, keyHash?: string): Promise<string> {
  const verdict = await judgeCall(config, chainFacts().facts, call, keyHash);
  return "refusal" in verdict ? verdict.refusal : verdict.sponsor.id;
}

describe("judgeCall", () => {
  it("charges the sponsor of the key, whatever the event", async () => {
    expect(await payerOf(grant(7), "key of zepp")).to.equal("zepp");
    expect(await payerOf(grant(7), "key of other")).to.equal("other");
    expect(await payerOf(admit(8), "key of zepp")).to.equal("zepp");
    expect(await payerOf(admit(7), "key of nobody")).to.equal("KEY_UNKNOWN");
  });

  it("charges the organizer's sponsor for what gates and entrants of a draw call without a key", async () => {
    const reason = `0x${"00".repeat(32)}`;
    const entrant = { classId: 1, agentId: 3, holder: STRANGER, evidence: "0x" as Hex };
    const draws = { Ballot: contracts.Ballot, DrandBeacon: STRANGER };
    const calls: readonly ((eventId: number) => Called)[] = [
      admit,
      (eventId) => callOf("EntryRightRegistry", "admitByHand", [eventId, [BigInt(eventId) << 32n], 9, reason]),
      (eventId) => drawCall(draws, [{ act: "appeal", eventId, ...entrant }]),
      (eventId) => drawCall(draws, [{ act: "accept", eventId, ...entrant }]),
    ];
    const allowances = calls.map((call) => allowanceOf(call(1)));
    const sponsors = config.sponsors.map((sponsor) => ({ ...sponsor, allowances }));
    for (const call of calls) {
      const payers = [7, 8, 9].map(async (event) => {
        const verdict = await judgeCall({ ...config, sponsors }, chainFacts().facts, call(event), undefined);
        return "refusal" in verdict ? verdict.refusal : verdict.sponsor.id;
      });
      expect(await Promise.all(payers), call(7).data).to.deep.equal(["zepp", "other", "other"]);
    }
    // What its sponsor does not pay for is refused as with a key.
    const appeal = calls[2]?.(7) as Called;
    expect(await payerOf(appeal)).to.equal("TARGET_NOT_SPONSORED");
  });

  it("needs a key where no sponsor lists the organizer, or the event does not exist", async () => {
    expect(await payerOf(admit(10))).to.equal("KEY_MISSING");
    expect(await payerOf(admit(100))).to.equal("KEY_MISSING");
  });

  it("needs a key for every other call, and does not ask the chain about it", async () => {
    const calls: readonly Called[] = [
      grant(7),
      revoke(7n << 32n),
      callOf("EventRegistry", "cancel", [7]),
      callOf("Ballot", "hold", [7, 1]),
      { to: STRANGER, data: admit(7).data },
      { to: contracts.EventRegistry, data: admit(7).data },
      { to: contracts.EntryRightRegistry, data: "0x" },
      { to: contracts.EntryRightRegistry, data: "0x12" },
      { to: contracts.EntryRightRegistry, data: "0x12345678" },
      // No contract could read it, so nothing is known of its event.
      { to: contracts.EntryRightRegistry, data: admit(7).data.slice(0, 40) as Hex },
    ];
    for (const call of calls) {
      const { facts, asked } = chainFacts();
      expect(await judgeCall(config, facts, call, undefined), call.data).to.deep.equal({ refusal: "KEY_MISSING" });
      expect(asked).to.deep.equal([]);
    }
  });
});

describe("sponsorOfEvent", () => {
  it("is the one that lists the organizer, and none for what names no event", async () => {
    const { facts, asked } = chainFacts();
    expect((await sponsorOfEvent(config, facts, 8))?.id).to.equal("other");
    expect(await sponsorOfEvent(config, facts, 10)).to.equal(undefined);
    expect(await sponsorOfEvent(config, facts, 100)).to.equal(undefined);
    expect(asked).to.deep.equal([8, 10, 100]);
    expect(await sponsorOfEvent(config, facts, undefined)).to.equal(undefined);
    expect(asked).to.have.length(3);
  });
});

describe("judgeUnder", () => {
  const judge = async (call: Called, allowances: readonly Allowance[], facts = chainFacts().facts) => {
    const verdict = await judgeUnder(config, sponsorOf("zepp", [], { allowances }), facts, call);
    return "refusal" in verdict ? verdict.refusal : verdict.maxGas;
  };

  it("tells a target that is not sponsored from a function and from arguments", async () => {
    const own = allowanceOf(grant(7), { only: { events: [7] } });
    expect(await judge(grant(7), [own])).to.equal(100);
    expect(await judge(grant(8), [own])).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await judge(admit(7), [own])).to.equal("FUNCTION_NOT_SPONSORED");
    expect(await judge({ ...grant(7), to: STRANGER }, [own])).to.equal("TARGET_NOT_SPONSORED");
    expect(await judge({ ...grant(7), to: contracts.EventRegistry }, [own])).to.equal("TARGET_NOT_SPONSORED");
    expect(await judge(grant(7), [])).to.equal("TARGET_NOT_SPONSORED");
  });

  it("reads addresses and selectors in any case", async () => {
    const { to, data } = grant(7);
    const call = {
      to: to.toUpperCase().replace("X", "x") as Address,
      data: data.toUpperCase().replace("X", "x") as Hex,
    };
    expect(await judge(call, [allowanceOf(grant(7))])).to.equal(100);
  });

  it("covers calls to any contract without rules, and none under a rule that it cannot read", async () => {
    const elsewhere = { to: STRANGER, data: "0x12345678" } as const;
    const burn = { to: contracts.GasRelayForwarder, data: "0x" } as const;
    const torn = { ...grant(7), data: grant(7).data.slice(0, 40) as Hex };
    for (const call of [elsewhere, burn, torn]) {
      expect(await judge(call, [allowanceOf(call)]), call.data).to.equal(100);
      for (const only of [{ events: [7] }, { organizers: [7] }, { agents: [3] }]) {
        expect(await judge(call, [allowanceOf(call, { only })]), call.data).to.equal("ARGUMENTS_NOT_SPONSORED");
      }
    }
  });

  it("covers no event that does not exist under a rule for organizers", async () => {
    const only = { organizers: [7] };
    expect(await judge(grant(7), [allowanceOf(grant(7), { only })])).to.equal(100);
    expect(await judge(grant(100), [allowanceOf(grant(7), { only })])).to.equal("ARGUMENTS_NOT_SPONSORED");
  });

  it("asks the chain about at most 256 events of a call", async () => {
    const many = (count: number) => revoke(...Array.from({ length: count }, (_, i) => BigInt(i + 1) << 32n));
    const asked: number[] = [];
    const facts: PolicyFacts = {
      organizerOf: async (event) => {
        asked.push(event);
        return 7;
      },
      agentOf: async () => 3,
    };
    const allowances = [allowanceOf(many(1), { only: { organizers: [7] } })];
    expect(await judge(many(256), allowances, facts)).to.equal(100);
    expect(asked).to.have.length(256);
    expect(await judge(many(257), allowances, facts)).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(asked).to.have.length(256);
  });
});
