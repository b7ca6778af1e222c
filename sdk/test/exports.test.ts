import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ALLOWED, bundle, LIMITS } from "../scripts/bundle.ts";
import { BARRELS, exportsOf, pathOf } from "../scripts/exports.ts";
import { VERSION } from "../src/version.ts";

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

// The public surface: a name that comes or goes shows up in this file, and in the change notes.
const surface = read("surface.json");
const manifest = read("../package.json");

describe("the package", () => {
  it("has an entry for each audience, and no other", () => {
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== "./package.json");
    expect(entries).to.deep.equal(BARRELS.map((barrel) => (barrel === "index" ? "." : `./${barrel}`)));
    expect(Object.keys(surface)).to.deep.equal([...BARRELS]);
    expect(VERSION).to.equal(manifest.version);
  });

  for (const barrel of BARRELS) {
    it(`gives out what it did: ${barrel}`, async () => {
      const values = Object.keys(await import(`../src/${pathOf(barrel)}.ts`));
      const types = exportsOf(barrel).filter(({ isType }) => isType);
      expect(values.sort()).to.deep.equal(surface[barrel].values);
      expect(types.map(({ name }) => name).sort()).to.deep.equal(surface[barrel].types);
    });

    it(`brings nothing that it must not and stays light: ${barrel}`, async () => {
      const { gzipped, packages } = await bundle(barrel, "src");
      expect(packages.filter((name) => !ALLOWED.includes(name))).to.deep.equal([]);
      expect(gzipped).to.be.at.most(LIMITS[barrel] * 1000);
    });
  }
});
