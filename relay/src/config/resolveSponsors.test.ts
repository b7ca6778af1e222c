import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import { checksummed } from "doorkey/buyer";
import type { SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { resolveSponsors } from "./resolveSponsors.ts";
import type { ConfigFile } from "./schema.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const contracts: SuiteAddresses = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("a"),
  Ballot: address("5"),
};
const { EntryRightRegistry: rights } = interfaces;
const REGISTRY = checksummed(contracts.EntryRightRegistry);

type Sponsor = ConfigFile["sponsors"][number];
type Allow = Sponsor["allow"][number];

const sponsorOf = (change: Partial<Sponsor>): Sponsor => ({
  id: "zepp",
  keys: ["sha256:one"],
  organizers: [7],
  allow: [{ to: "EntryRightRegistry", functions: ["grant"] }],
  budget: { perDay: "1 ether", perMonth: "2 ether", keylessPercent: 25 },
  ...change,
});

function resolved(...sponsors: readonly Partial<Sponsor>[]) {
  const reported: string[] = [];
  const file = { sponsors: sponsors.map(sponsorOf), requests: { maxGas: 1_000_000 } } as unknown as ConfigFile;
  const result = resolveSponsors(file, contracts, (path, message) => reported.push(`${path}: ${message}`));
  return { result, reported };
}

/** What one entry allows, and what is reported about it. */
function allowed(entry: Allow) {
  const { result, reported } = resolved({ allow: [entry] });
  return { allowances: result[0]?.allowances, reported };
}

const refused = (message: string) => ({ allowances: [], reported: [`/sponsors/0/allow/0/functions/0: ${message}`] });

describe("resolveSponsors", () => {
  it("takes a name, a signature or four bytes for the same function, at a contract's name or address", () => {
    const { selector } = rights.getFunction("returnRights");
    const signature = rights.getFunction("returnRights").format();
    const once = { to: REGISTRY, selector, maxGas: 1_000_000, only: {} };
    for (const to of ["EntryRightRegistry", contracts.EntryRightRegistry, REGISTRY]) {
      const functions = ["returnRights", signature, selector, `0x${selector.slice(2).toUpperCase()}`];
      expect(allowed({ to, functions }), to).to.deep.equal({ allowances: functions.map(() => once), reported: [] });
    }
  });

  it("takes functions of any other address by signature or four bytes", () => {
    const to = address("b");
    const { allowances, reported } = allowed({ to, functions: ["transfer(address,uint256)", "0xA9059CBB"] });
    const one = { to: checksummed(to), selector: "0xa9059cbb", maxGas: 1_000_000, only: {} };
    expect({ allowances, reported }).to.deep.equal({ allowances: [one, one], reported: [] });
    for (const text of ["transfer", "transfer(uint999)", "transfer(address", "0xa9059c", "cancel"]) {
      const mistake = refused("must be 4 bytes or as in transfer(address,uint256)");
      expect(allowed({ to, functions: [text] }), text).to.deep.equal(mistake);
    }
  });

  it("gives an entry its own limit of gas, at most that of every request", () => {
    const limitOf = (maxGas: number) =>
      allowed({ to: "EntryRightRegistry", functions: ["grant"], maxGas }).allowances?.[0]?.maxGas;
    expect(limitOf(999_999)).to.equal(999_999);
    expect(limitOf(1_000_001)).to.equal(1_000_000);
  });

  it("reports what it cannot resolve, and leaves out only that", () => {
    const entries: Allow[] = [
      { to: "Nobody", functions: ["grant"] },
      { to: "MerkleSaleHook", functions: ["postList"] },
      { to: "toString", functions: ["grant"] },
      { to: "EntryRightRegistry", functions: ["grunt", "grant", "rightOf", "0x12345678"] },
    ];
    const { result, reported } = resolved({ allow: entries });
    const known =
      "must be an address or one of GasRelayForwarder, AgentRegistry, EventRegistry, EntryRightRegistry, Ballot";
    expect(reported).to.deep.equal([
      `/sponsors/0/allow/0/to: ${known}`,
      `/sponsors/0/allow/1/to: ${known}`,
      `/sponsors/0/allow/2/to: ${known}`,
      "/sponsors/0/allow/3/functions/0: EntryRightRegistry has no such function",
      "/sponsors/0/allow/3/functions/2: rightOf changes nothing, so there is nothing to sponsor",
      "/sponsors/0/allow/3/functions/3: EntryRightRegistry has no such function",
    ]);
    const { selector } = rights.getFunction("grant");
    expect(result[0]?.allowances).to.deep.equal([{ to: REGISTRY, selector, maxGas: 1_000_000, only: {} }]);
  });

  it("lets the forwarder take only what uses up a nonce", () => {
    const to = checksummed(contracts.GasRelayForwarder);
    expect(allowed({ to: "GasRelayForwarder", functions: ["cancel"] })).to.deep.equal({
      allowances: [{ to, selector: "0x", maxGas: 1_000_000, only: {} }],
      reported: [],
    });
    for (const text of ["execute", "0x12345678", "0x"]) {
      const mistake = refused("the forwarder takes only cancel");
      expect(allowed({ to: "GasRelayForwarder", functions: [text] }), text).to.deep.equal(mistake);
    }
  });

  it("takes a rule only where the call names what the rule is about", () => {
    const organizers = { organizers: [7] };
    const events = { events: [7] };
    const agents = { agents: [3] };
    const cases: readonly (readonly [string, string, Allow["only"], unruled: string | undefined])[] = [
      ["EntryRightRegistry", "grant", { ...organizers, ...events, ...agents }, undefined],
      // The event and the agent of a right are known from the right.
      ["EntryRightRegistry", "revoke", { ...organizers, ...events, ...agents }, undefined],
      ["EventRegistry", "setRole", organizers, undefined],
      ["EventRegistry", "setRole", events, "event"],
      ["EventRegistry", "setRole", agents, "agent"],
      ["EventRegistry", "cancel", { ...organizers, ...events }, undefined],
      ["EventRegistry", "cancel", agents, "agent"],
      ["AgentRegistry", "setRole", agents, undefined],
      ["AgentRegistry", "setRole", organizers, "organizer"],
      ["AgentRegistry", "setRole", events, "event"],
      ["EventRegistry", "register", organizers, "organizer"],
      ["Ballot", "appeal", { ...organizers, ...events, ...agents }, undefined],
      ["GasRelayForwarder", "cancel", organizers, "organizer"],
      ["GasRelayForwarder", "cancel", events, "event"],
      ["GasRelayForwarder", "cancel", agents, "agent"],
      [address("b"), "cancel(uint256)", events, "event"],
    ];
    for (const [to, name, only, unruled] of cases) {
      const { allowances, reported } = allowed({ to, functions: [name], ...(only && { only }) });
      const mistake = `/sponsors/0/allow/0/functions/0: names no ${unruled}, so move it to an entry without that rule`;
      expect(reported, `${to} ${name}`).to.deep.equal(unruled === undefined ? [] : [mistake]);
      expect(allowances?.map((one) => one.only)).to.deep.equal(unruled === undefined ? [only] : []);
    }
  });

  it("takes a day as large as its month, and not a wei more", () => {
    const budgetOf = (perDay: string) => resolved({ budget: { perDay, perMonth: "2", keylessPercent: 25 } });
    expect(budgetOf("2").reported).to.deep.equal([]);
    expect(budgetOf("2").result[0]?.budget).to.deep.equal({ perDay: 2n, perMonth: 2n, keylessPercent: 25 });
    expect(budgetOf("3").reported).to.deep.equal(["/sponsors/0/budget/perDay: must not be above budget/perMonth"]);
  });

  it("keeps sponsors apart, and refuses one that no caller could use", () => {
    const { reported } = resolved(
      { organizers: [7, 8] },
      { keys: ["sha256:two", "sha256:one"], organizers: [9, 8] },
      { id: "other", keys: [], organizers: [] },
      { id: "third", keys: ["sha256:three"], organizers: [] },
      { id: "fourth", keys: [], organizers: [10] },
    );
    expect(reported).to.deep.equal([
      "/sponsors/1/id: zepp is used twice",
      "/sponsors/1/keys/1: is already a key of zepp",
      "/sponsors/1/organizers/1: organizer 8 is already paid for by zepp",
      "/sponsors/2: has neither keys nor organizers, so no caller could use it",
    ]);
  });
});
