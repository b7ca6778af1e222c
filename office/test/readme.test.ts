import { readFileSync } from "node:fs";
import { expect } from "chai";
import { problemTable } from "../src/problems/problemTable.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("README.md", () => {
  it("lists every refusal as the table has it", () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (\d+) \| (.*) \| (yes)? ?\|$/gm)];
    const told = rows.map(([, code = "", status, title, again]) => [
      code,
      { status: Number(status), title, retryable: again === "yes" },
    ]);
    expect(Object.fromEntries(told)).to.deep.equal(problemTable);
  });
});
