import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { KEY_KINDS } from "doorkey-test-support/keys";
import { holders } from "../bench/chain.ts";
import { baselines, constants } from "../bench/peers/baseline.ts";
import { deviations } from "../bench/peers/compare.ts";
import { peerArtifacts } from "../bench/peers/compile.ts";
import { callOf, openLab } from "../bench/peers/lab.ts";
import { lifeRatios, lives } from "../bench/peers/life.ts";
import { measureAll, systems } from "../bench/peers/measure.ts";
import { gasRatios } from "../bench/peers/ratios.ts";
import { readResults } from "../bench/peers/results.ts";
import { type GasRow, gasOf } from "../bench/peers/rows.ts";
import { ROOT } from "../tools/support/shell.ts";

const SMALL = [1, 2];

describe("measuring every system", () => {
  let rows: GasRow[];
  const told: string[] = [];

  before(async () => {
    rows = await measureAll({ fork: "osaka", sizes: SMALL, onSystem: ({ name }) => told.push(name) });
  });

  it("reports each system before it begins", () => expect(told).to.deep.equal(systems.map(({ name }) => name)));

  for (const { name } of systems) {
    it(`has ${name} issue and end a ticket`, () => {
      const operations = rows.filter(({ system }) => system === name).map(({ operation }) => operation);
      expect(operations.filter((operation) => /^(issue|grant)/.test(operation))).not.to.have.length(0);
      expect(operations.filter((operation) => /^(revoke|check in|admit)/.test(operation))).not.to.have.length(0);
    });
  }

  it("measures every act of Doorkey directly and through the forwarder, which costs more", () => {
    const names = ["grant standing", "grant seated", "grant tagged", "return", "revoke", "rebind"];
    for (const operation of [...names, ...KEY_KINDS.map((kind) => `admit ${kind}`)]) {
      const [direct, forwarded] = [operation, `${operation}, forwarded`].map((name) => gasOf(rows, "Doorkey", name, 1));
      expect(forwarded, operation).to.be.above(direct ?? 0);
    }
  });

  it("measures the same gas for peers as alone", () => {
    const alone = baselines.filter(({ n, system }) => n === 1 || system === "Kickback");
    expect(alone.length).to.be.above(systems.length);
    expect(deviations(rows, alone)).to.deep.equal([]);
  });

  it("measures exactly the stored gas for Doorkey", async () => {
    const stored = (await readResults()).rows;
    for (const operation of ["grant standing", "grant seated", "grant tagged"]) {
      expect(gasOf(rows, "Doorkey", operation, 1)).to.equal(gasOf(stored, "Doorkey", operation, 1));
    }
  });
});

describe("the lab", () => {
  it("does not count a failure as a cheap success, and undoes what it measures", async () => {
    const lab = await openLab({ fork: "osaka", sizes: SMALL });
    const tickets = await lab.deploy((await peerArtifacts()).SoladyTickets);
    const call = await callOf(tickets, lab.organizer, "issue", holders(2));
    const spec = { system: "Solady", operation: "issue", n: 2, source: "measured: a test", call };
    const refusal = await lab.measure({ ...spec, events: 3 }).catch(({ message }: Error) => message);
    expect(refusal).to.equal("Solady, issue, N = 2: 2 events, not 3");

    const { number: before = 0 } = (await lab.connection.ethers.provider.getBlock("latest")) ?? {};
    const { gasPerUnit } = await lab.measure({ ...spec, events: 2 });
    expect(gasPerUnit).to.be.within(22_100, 60_000);
    const { number: after } = (await lab.connection.ethers.provider.getBlock("latest")) ?? {};
    expect(after).to.equal(before);
    await lab.connection.close();
  });
});

describe("the results", () => {
  let rows: readonly GasRow[];

  before(async () => {
    ({ rows } = await readResults());
  });

  it("have each row once", () => {
    const keys = rows.map(({ system, operation, n }) => `${system}, ${operation}, ${n}`);
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it("show for each row whether it was measured", () => {
    for (const { source } of rows) expect(source).to.match(/^(measured|constant): \S/);
    expect(rows.filter(({ source }) => source.startsWith("constant"))).to.deep.equal(constants);
  });

  it("have peers within 2 % of their baselines", () => expect(deviations(rows, baselines)).to.deep.equal([]));

  it("agree with the gas snapshots within 1 %", async () => {
    const snapshot: Record<string, number> = JSON.parse(await readFile(join(ROOT, "snapshots/gas.json"), "utf8"));
    for (const [operation, name] of [
      ["grant standing", "grant standing"],
      ["grant seated", "grant seated in a row"],
      ["grant tagged", "grant with a person to each right"],
      ["return", "return of the same batch"],
      ["revoke", "revoke of the same batch"],
      ...KEY_KINDS.map((kind) => [`admit ${kind}`, `admit ${kind}, same batch`] as const),
    ] as const) {
      const [whole = Number.NaN, each] = [snapshot[`${name}, N = 100`], gasOf(rows, "Doorkey", operation, 100)];
      expect((each * 100) / whole, operation).to.be.within(0.99, 1.01);
    }
  });

  it("keep a life of a right at least 4 times below the best full peer and 10 times below the old system", () => {
    const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(lives(rows), "secp256k1");
    expect(bestFullPeer.sum).to.equal(64_349);
    expect(toBestFullPeer).to.be.at.least(4);
    expect(toOldSystem).to.be.at.least(10);
  });

  it("give ratios that do not exceed the claimed ones", () => {
    const ratios = gasRatios(rows);
    expect(ratios.find(({ what }) => what.includes("N = 1: OpenZeppelin ERC1155"))?.ratio).to.be.below(1);
    expect(ratios.find(({ what }) => what.includes("N = 100: OpenZeppelin ERC1155"))?.ratio).to.be.above(1);
  });
});
