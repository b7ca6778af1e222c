import { expect } from "chai";
import { type ContractName, interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import { leastTime } from "doorkey-test-support/leastTime";
import type { FunctionFragment, ParamType } from "ethers";
import type { Config } from "../../src/config/Config.ts";
import { abiOf, factsOf, namedBy } from "../../src/policy/functions.ts";
import { memoize } from "../../src/policy/memoize.ts";
import { judgeUnder } from "../../src/policy/Policy.ts";
import type { PolicyFacts } from "../../src/policy/PolicyFacts.ts";
import type { Rules, Sponsor } from "../../src/policy/Sponsor.ts";

const contracts = Object.keys(interfaces).filter((name) => name !== "GasRelayForwarder") as ContractName[];

function changing(contract: ContractName): FunctionFragment[] {
  const found: FunctionFragment[] = [];
  abiOf(contract).forEachFunction((fragment) => {
    if (!fragment.constant) found.push(fragment);
  });
  return found;
}

describe("what calls name", () => {
  for (const contract of contracts) {
    it(`is listed for each function of ${contract}, by parameters that it has`, () => {
      expect(Object.keys(namedBy[contract]).sort()).to.deep.equal(
        changing(contract)
          .map(({ name }) => name)
          .sort(),
      );
      for (const { name, inputs } of changing(contract)) {
        const parameters = inputs.map((input) => input.name);
        for (const parameter of Object.values(namedBy[contract][name] ?? {})) expect(parameters).to.include(parameter);
      }
    });

    it(`includes every id among the parameters of ${contract}`, () => {
      // These ids name the receiver of a call, not the team that makes it.
      const others = ["designateAgent.agentId", "dismissAgent.agentId", "acceptHandOver.eventId"];
      for (const { name, inputs } of changing(contract)) {
        const named: readonly unknown[] = Object.values(namedBy[contract][name] ?? {});
        for (const input of inputs) {
          if (!/^(eventId|scopeEvent|organizerId|agentId|teamId|rightId|rights)$/.test(input.name)) continue;
          if (!others.includes(`${name}.${input.name}`)) expect(named, `${name}.${input.name}`).to.include(input.name);
        }
      }
    });
  }

  it("is read from arguments, single or in lists and structs", () => {
    const right = (event: number, index: number) => (BigInt(event) << 32n) | BigInt(index);
    const { EntryRightRegistry: rights, EventRegistry: events } = interfaces;
    const revoke = rights.encodeFunctionData("revoke", [
      [right(7, 1), right(7, 2), right(8, 0)],
      `0x${"00".repeat(32)}`,
    ]);
    expect(factsOf("EntryRightRegistry", revoke)).to.deep.equal({
      organizers: [],
      agents: [],
      events: [7, 8],
      rights: [right(7, 1), right(7, 2), right(8, 0)],
    });
    const wish = { rightId: right(9, 3), count: 1, rebinds: 0, expiresAt: 1, signature: "0x" };
    const returned = rights.encodeFunctionData("returnRights", [[wish]]);
    expect(factsOf("EntryRightRegistry", returned)?.events).to.deep.equal([9]);
    const delegate = events.encodeFunctionData("delegate", [7, 1, 3, 4, 100]);
    expect(factsOf("EventRegistry", delegate)).to.deep.include({ events: [7], agents: [3] });
    const accept = events.encodeFunctionData("acceptHandOver", [7, 5, `0x${"00".repeat(32)}`]);
    expect(factsOf("EventRegistry", accept)).to.deep.include({ organizers: [5], events: [] });
    for (const data of ["0x", "0x12", "0x12345678", revoke.slice(0, 40)]) {
      expect(factsOf("EntryRightRegistry", data)).to.equal(undefined);
    }
  });

  it("matches what was encoded, in every function", () => {
    const sample = (input: ParamType, i: number): unknown => {
      if (input.arrayChildren) return [sample(input.arrayChildren, i), sample(input.arrayChildren, i + 1)];
      if (input.components) return input.components.map((one, j) => sample(one, i + j));
      if (input.baseType.startsWith("uint")) return i + 1;
      if (input.baseType === "bool") return true;
      return input.baseType.startsWith("bytes") || input.baseType === "address"
        ? `0x${"5a".repeat(sizeOf(input))}`
        : "text";
    };
    const sizeOf = ({ baseType }: ParamType) => (baseType === "address" ? 20 : Number(baseType.slice(5) || 70));
    const idsIn = (value: unknown): unknown[] =>
      Array.isArray(value) ? value.flatMap((one) => [one].flat()[0]) : [value];
    for (const contract of contracts) {
      for (const fragment of changing(contract)) {
        const args = fragment.inputs.map(sample);
        const facts = factsOf(contract, abiOf(contract).encodeFunctionData(fragment, args));
        for (const kind of ["organizers", "agents", "events", "rights"] as const) {
          const parameter = namedBy[contract][fragment.name]?.[kind];
          if (parameter === undefined) continue;
          const ids = idsIn(args[fragment.inputs.findIndex(({ name }) => name === parameter)]);
          expect(facts?.[kind].slice(0, ids.length).map(Number), `${fragment.name}.${kind}`).to.deep.equal(ids);
        }
      }
    }
  });

  it("is undefined if a number does not fit its type, because no contract reads that", () => {
    const { EntryRightRegistry: rights } = interfaces;
    const admit = rights.encodeFunctionData("admit", [7, [], "0x"]);
    expect(factsOf("EntryRightRegistry", admit)?.events).to.deep.equal([7]);
    expect(factsOf("EntryRightRegistry", `${admit.slice(0, 10)}ff${admit.slice(12)}`)).to.equal(undefined);
    const revoke = rights.encodeFunctionData("revoke", [[7n << 32n], `0x${"00".repeat(32)}`]);
    const right = revoke.length - 64;
    expect(factsOf("EntryRightRegistry", `${revoke.slice(0, right)}01${revoke.slice(right + 2)}`)).to.equal(undefined);
    const offset = `${"f".repeat(62)}e0`;
    expect(factsOf("EntryRightRegistry", revoke.slice(0, 10) + offset + revoke.slice(74))).to.equal(undefined);
  });

  it("is read from call data that points a thousand times to one part as quickly if that part is long", () => {
    const word = (value: number | bigint) => value.toString(16).padStart(64, "0");
    const selector = interfaces.EntryRightRegistry.getFunction("returnRights").selector;
    const pointing = (length: number) => {
      const one = word(7n << 32n) + word(1) + word(0) + word(9) + word(160) + word(length) + "11".repeat(length);
      return selector + word(32) + word(1_500) + word(1_500 * 32).repeat(1_500) + one;
    };
    const [short, long] = [32, 40_000].map((length) => {
      const data = pointing(length);
      return leastTime(() => expect(factsOf("EntryRightRegistry", data)?.rights).to.deep.equal([7n << 32n]));
    });
    // To read the long part each time takes a thousand times as long.
    expect((long as number) / (short as number)).to.be.below(20);
  });
});

describe("judgeUnder", () => {
  const rightsRegistry = "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9";
  const chain = {
    contracts: {
      GasRelayForwarder: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
      AgentRegistry: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512",
      EventRegistry: "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0",
      EntryRightRegistry: rightsRegistry,
    },
  } as unknown as Config["chain"];
  /** Event n is organizer n's, and agent 3 granted everything. */
  const facts: PolicyFacts = {
    organizerOf: async (eventId) => (eventId < 100 ? eventId : undefined),
    agentOf: async () => 3,
  };
  const { EntryRightRegistry: rights } = interfaces;
  const grant = (event: number, agent: number) =>
    rights.encodeFunctionData("grant", [event, 1, agent, "0x", [], "0x", 0]) as Hex;
  const rebind = rights.encodeFunctionData("rebind", [7n << 32n, rightsRegistry, "0x"]) as Hex;

  async function verdict(data: Hex, ...rules: readonly (Rules & { maxGas?: number })[]): Promise<number | string> {
    const sponsor: Sponsor = {
      id: "zepp",
      keyHashes: [],
      organizers: [],
      allowances: rules.map(({ maxGas = 1, ...only }) => ({
        to: rightsRegistry,
        selector: data.slice(0, 10) as Hex,
        maxGas,
        only,
      })),
      budget: { perDay: 0n, perMonth: 0n, keylessPercent: 25 },
    };
    const found = await judgeUnder({ chain }, sponsor, facts, { to: rightsRegistry.toLowerCase() as Hex, data });
    return "refusal" in found ? found.refusal : found.maxGas;
  }

  it("requires every rule to hold for everything that a call names", async () => {
    expect(await verdict(grant(7, 3), {})).to.equal(1);
    expect(await verdict(grant(7, 3), { organizers: [7] })).to.equal(1);
    expect(await verdict(grant(8, 3), { organizers: [7] })).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await verdict(grant(7, 3), { organizers: [7], agents: [3] })).to.equal(1);
    expect(await verdict(grant(7, 4), { organizers: [7], agents: [3] })).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await verdict(grant(7, 3), { events: [7] })).to.equal(1);
    expect(await verdict(grant(7, 3), { events: [8] })).to.equal("ARGUMENTS_NOT_SPONSORED");
    expect(await verdict(grant(500, 3), { organizers: [7] })).to.equal("ARGUMENTS_NOT_SPONSORED");
    // Only the chain knows the agent of a right.
    expect(await verdict(rebind, { agents: [3] })).to.equal(1);
    expect(await verdict(rebind, { agents: [4] })).to.equal("ARGUMENTS_NOT_SPONSORED");
  });

  it("covers no call that names nothing, under any rule", async () => {
    const nothing = [
      rights.encodeFunctionData("revoke", [[], `0x${"00".repeat(32)}`]),
      rights.encodeFunctionData("returnRights", [[]]),
    ] as Hex[];
    const rules: readonly Rules[] = [
      { organizers: [7] },
      { agents: [3] },
      { events: [7] },
      { agents: [3], events: [7] },
    ];
    for (const data of nothing) {
      for (const rule of rules) expect(await verdict(data, rule)).to.equal("ARGUMENTS_NOT_SPONSORED");
      expect(await verdict(data, {})).to.equal(1);
    }
  });

  it("covers a call only if everything that it names is within the rule", async () => {
    const revoke = (...events: readonly number[]) =>
      rights.encodeFunctionData("revoke", [events.map((event) => BigInt(event) << 32n), `0x${"00".repeat(32)}`]) as Hex;
    for (const rule of [{ organizers: [7, 8] }, { events: [7, 8] }]) {
      expect(await verdict(revoke(7, 8), rule)).to.equal(1);
      expect(await verdict(revoke(7, 9), rule)).to.equal("ARGUMENTS_NOT_SPONSORED");
    }
  });

  it("applies the most generous of the entries that hold", async () => {
    expect(
      await verdict(grant(7, 3), { organizers: [8], maxGas: 9 }, { organizers: [7], maxGas: 5 }, { maxGas: 2 }),
    ).to.equal(5);
  });

  it("asks the chain about at most 256 batches", async () => {
    const many = (count: number) =>
      rights.encodeFunctionData("revoke", [
        Array.from({ length: count }, (_, i) => (7n << 32n) | (BigInt(i) << 11n)),
        `0x${"00".repeat(32)}`,
      ]) as Hex;
    expect(await verdict(many(256), { agents: [3] })).to.equal(1);
    expect(await verdict(many(257), { agents: [3] })).to.equal("ARGUMENTS_NOT_SPONSORED");
  });
});

describe("memoize", () => {
  it("asks once for all callers for a while, and again after a failure", async () => {
    let now = 0;
    let asked = 0;
    const ask = memoize(
      async (key: number) => {
        asked++;
        if (key < 0) throw new Error("no");
        return key * 2;
      },
      { seconds: 1, now: () => now, entries: 2 },
    );
    expect(await Promise.all([ask(1), ask(1), ask(1)])).to.deep.equal([2, 2, 2]);
    expect(asked).to.equal(1);
    now = 999;
    await ask(1);
    expect(asked).to.equal(1);
    now = 1_000;
    await ask(1);
    expect(asked).to.equal(2);
    for (let i = 0; i < 2; i++) await ask(-1).catch(() => undefined);
    expect(asked).to.equal(4);
    await ask(2);
    await ask(3);
    await ask(1);
    expect(asked).to.equal(7);
  });
});
