import { expect } from "chai";
import { layerFaults } from "../tools/check/layers.ts";
import { layerTable, publishedSources } from "../tools/check/layerTable.ts";
import { importsOf } from "../tools/support/imports.ts";
import { fileBehind, packageEntries } from "../tools/support/packageEntries.ts";

const rules = {
  rows: [["sdk/src/core"], ["sdk/src/calls", "sdk/src/state"], ["sdk/src/agent"], ["cli/src"], ["tools"]],
  published: ["sdk/src", "cli/src"],
  entries: new Map([["doorkey/agent", "sdk/src/agent/index.ts"]]),
};

/** Faults in files that each import the files or packages beside them. */
function faultsOf(imports: Readonly<Record<string, readonly string[]>>): string[] {
  const texts = Object.entries(imports).map(
    ([path, specifiers]) => [path, specifiers.map((it) => `import { x } from "${it}";\n`).join("")] as const,
  );
  return layerFaults(new Map(texts), rules);
}

describe("the layers", () => {
  it("accept imports of the same folder, of lower rows and of packages", () => {
    const faults = faultsOf({
      "sdk/src/core/a.ts": ["./b.ts", "ethers", "node:fs"],
      "sdk/src/core/b.ts": [],
      "sdk/src/agent/index.ts": ["../calls/send.ts", "../core/a.ts"],
      "sdk/src/calls/send.ts": ["../core/b.ts", "./generated/isNotHere.ts"],
      "cli/src/main.ts": ["doorkey/agent"],
    });
    expect(faults).to.deep.equal([]);
  });

  it("refuse a file that imports itself", () => {
    expect(faultsOf({ "tools/a.ts": ["./a.ts"] })).to.deep.equal(["tools/a.ts imports itself."]);
  });

  it("refuse a cycle of two files, once", () => {
    expect(faultsOf({ "tools/a.ts": ["./b.ts"], "tools/b.ts": ["./a.ts"] })).to.deep.equal([
      "tools/a.ts imports tools/b.ts, which imports tools/a.ts: an import cycle, in which types count too; move what " +
        "they share to its own file.",
    ]);
  });

  it("refuse a cycle of three files, and name only its files", () => {
    const faults = faultsOf({
      "tools/leadsIn.ts": ["./a.ts"],
      "tools/a.ts": ["./leadsOut.ts", "./b.ts"],
      "tools/b.ts": ["./c.ts"],
      "tools/c.ts": ["./a.ts"],
      "tools/leadsOut.ts": [],
    });
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(
      /^tools\/a\.ts imports tools\/b\.ts, which imports tools\/c\.ts, which imports tools\/a\.ts:/,
    );
  });

  it("refuse two cycles that share a file", () => {
    const faults = faultsOf({ "tools/a.ts": ["./b.ts", "./c.ts"], "tools/b.ts": ["./a.ts"], "tools/c.ts": ["./a.ts"] });
    expect(faults.map((fault) => fault.split(":")[0])).to.deep.equal([
      "tools/a.ts imports tools/b.ts, which imports tools/a.ts",
      "tools/c.ts imports tools/a.ts, which imports tools/c.ts",
    ]);
  });

  it("refuse a cycle of types, and one through a re-export or an import at run time", () => {
    for (const back of [`import type { X } from "./a.ts";`, `export * from "./a.ts";`, `await import("./a.ts");`]) {
      const texts = new Map([
        ["tools/a.ts", `import type { Y } from "./b.ts";`],
        ["tools/b.ts", back],
      ]);
      expect(layerFaults(texts, rules), back).to.have.length(1);
    }
  });

  it("refuse a cycle through the name of a package", () => {
    const faults = faultsOf({ "sdk/src/agent/index.ts": ["./sell.ts"], "sdk/src/agent/sell.ts": ["doorkey/agent"] });
    expect(faults[0]).to.match(/^sdk\/src\/agent\/index\.ts imports sdk\/src\/agent\/sell\.ts, which imports .*cycle/);
  });

  it("refuse an import of a higher layer, and say where", () => {
    expect(
      faultsOf({ "sdk/src/core/a.ts": ["./b.ts", "../calls/send.ts"], "sdk/src/calls/send.ts": [] }),
    ).to.deep.equal([
      "sdk/src/core/a.ts:2 imports sdk/src/calls/send.ts: the layer sdk/src/core is below sdk/src/calls, and a lower " +
        "layer imports no higher one.",
    ]);
  });

  it("refuse an import between two folders of one row", () => {
    expect(faultsOf({ "sdk/src/state/a.ts": ["../calls/send.ts"], "sdk/src/calls/send.ts": [] })).to.deep.equal([
      "sdk/src/state/a.ts:1 imports sdk/src/calls/send.ts: sdk/src/state and sdk/src/calls are in one row of the " +
        "layers, and its folders do not import one another.",
    ]);
  });

  it("refuse another package's file by its path, where sources are published", () => {
    expect(faultsOf({ "cli/src/main.ts": ["../../sdk/src/core/a.ts"], "sdk/src/core/a.ts": [] })).to.deep.equal([
      "cli/src/main.ts:1 imports sdk/src/core/a.ts by its path: what is published in cli/src imports other packages by " +
        "their names.",
    ]);
    expect(faultsOf({ "tools/main.ts": ["../sdk/src/core/a.ts"], "sdk/src/core/a.ts": [] })).to.deep.equal([]);
  });

  it("refuse a file in a folder that they do not know, and say where to add it", () => {
    expect(faultsOf({ "sdk/src/corelike/a.ts": [] })).to.deep.equal([
      "sdk/src/corelike/a.ts is in no layer: add its folder to the table in tools/check/layerTable.ts.",
    ]);
  });

  it("let tests import everything, and refuse imports of a test", () => {
    const faults = faultsOf({
      "sdk/src/core/a.test.ts": ["./a.ts", "../agent/index.ts"],
      "test/flow.test.ts": ["../sdk/src/core/a.test.ts"],
      "sdk/src/core/a.ts": [],
      "sdk/src/agent/index.ts": [],
    });
    expect(faults).to.deep.equal([
      "test/flow.test.ts:1 imports sdk/src/core/a.test.ts, which is a test: nothing imports a test.",
    ]);
  });
});

describe("the table of layers", () => {
  it("names no entry twice, and each published source", () => {
    const entries = layerTable.flat();
    expect(new Set(entries).size).to.equal(entries.length);
    for (const source of publishedSources) {
      expect(entries.some((entry) => entry === source || entry.startsWith(`${source}/`))).to.equal(true);
    }
  });

  it("knows the files behind the names of packages", async () => {
    const entries = await packageEntries();
    expect(fileBehind(entries, "doorkey")).to.equal("sdk/src/index.ts");
    expect(fileBehind(entries, "doorkey/gate")).to.equal("sdk/src/gate/index.ts");
    expect(fileBehind(entries, "doorkey-relay")).to.equal("relay/src/index.ts");
    expect(fileBehind(entries, "ethers")).to.equal(undefined);
  });

  it("finds files by entries with a star", () => {
    const entries = new Map([["tests/*", "test-support/src/*.ts"]]);
    expect(fileBehind(entries, "tests/walk/choose")).to.equal("test-support/src/walk/choose.ts");
    expect(fileBehind(entries, "tests")).to.equal(undefined);
  });
});

describe("imports in a text", () => {
  const specifiers = (text: string) => importsOf(text).map(({ specifier }) => specifier);

  it("are found in every form", () => {
    const text = `
      import "a";
      import b, { type B, b as c } from 'b';
      import type { C } from "c";
      import * as d from "d";
      import {
        e, // a comment between
        f,
      } from "e";
      export * from "f";
      export * as g from "g";
      export { h } from "h";
      export type { I } from "i";
      type J = import("j").J;
      const k = await import("k");
      const l = \`\${(await import("l")).name}\`;
      import { from } from "m";
    `;
    expect(specifiers(text)).to.deep.equal([..."abcdefghijklm"]);
  });

  it("have the line that they start on", () => {
    expect(importsOf(`import "a";\n\nimport {\n  b,\n} from "b";\n`)).to.deep.equal([
      { specifier: "a", line: 1 },
      { specifier: "b", line: 3 },
    ]);
  });

  it("are not found in comments, strings, templates and regular expressions", () => {
    const text = `
      // import "a";
      /** import { b } from "b"; */
      const c = 'import "c"; \\' import "c";';
      const d = \`import "d"; \${{ d: "import 'd'" }} import "d"; \\\` import "d";\`;
      const e = /import "e" [/"] from "e"/;
      const half = 1 / 2; const f = "/"; 
      return /"/;
    `;
    expect(specifiers(text)).to.deep.equal([]);
  });

  it("are not found where import and export mean other things", () => {
    const text = `
      const here = import.meta.dirname;
      const made = module.import("a");
      const object = { import: "b", from: "c" };
      export const from = "d";
      export function export_(from: "e") { return from; }
      export type F = { from: "f" };
      export { object };
      const read = await import(\`./\${"g"}.ts\`);
    `;
    expect(specifiers(text)).to.deep.equal([]);
  });
});
