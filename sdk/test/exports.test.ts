import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ALLOWED, bundle, LIMITS } from "../scripts/bundle.ts";
import { BARRELS, type Barrel, exportsOf, pathOf } from "../scripts/exports.ts";
import { VERSION } from "../src/version.ts";

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

// The public surface: a name that is added or removed shows up in this file, and in the change notes.
const surface = read("surface.json");
const manifest = read("../package.json");
/** All names that an entry exports. */
const namesOf = (barrel: Barrel): string[] => [...surface[barrel].values, ...surface[barrel].types];

/** Entries that pages import without ethers, so they repeat names of `doorkey`. */
const WITHOUT_ETHERS: readonly Barrel[] = ["buyer", "code"];

describe("the package", () => {
  it("has an entry for each audience, and no other", () => {
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== "./package.json");
    expect(entries).to.deep.equal(BARRELS.map((barrel) => (barrel === "index" ? "." : `./${barrel}`)));
    expect(Object.keys(surface)).to.deep.equal([...BARRELS]);
    expect(VERSION).to.equal(manifest.version);
  });

  it("repeats a name of the main entry only where pages import it without ethers", () => {
    const main = namesOf("index");
    const others = BARRELS.filter((barrel) => barrel !== "index" && !WITHOUT_ETHERS.includes(barrel));
    const repeated = others.flatMap((barrel) =>
      namesOf(barrel)
        .filter((name) => main.includes(name))
        .map((name) => `doorkey/${barrel} repeats ${name}: leave it to doorkey`),
    );
    expect(repeated).to.deep.equal([]);
  });

  it("exports no name from three entries, counting those of pages as one", () => {
    const entriesOf = new Map<string, Set<string>>();
    for (const barrel of BARRELS) {
      const entry = WITHOUT_ETHERS.includes(barrel) ? WITHOUT_ETHERS.join(" and ") : barrel;
      for (const name of namesOf(barrel)) entriesOf.set(name, new Set(entriesOf.get(name)).add(entry));
    }
    const crowded = [...entriesOf].filter(([, entries]) => entries.size > 2).map(([name]) => name);
    expect(crowded).to.deep.equal([]);
  });

  for (const barrel of BARRELS) {
    it(`exports the recorded names: ${barrel}`, async () => {
      const values = Object.keys(await import(`../src/${pathOf(barrel)}.ts`));
      const types = exportsOf(barrel).filter(({ isType }) => isType);
      expect(values.sort()).to.deep.equal(surface[barrel].values);
      expect(types.map(({ name }) => name).sort()).to.deep.equal(surface[barrel].types);
    });

    it(`contains only allowed packages and stays small: ${barrel}`, async () => {
      const { gzipped, packages } = await bundle(barrel, "src");
      expect(packages.filter((name) => !ALLOWED.includes(name))).to.deep.equal([]);
      expect(gzipped).to.be.at.most(LIMITS[barrel] * 1000);
    });
  }
});
