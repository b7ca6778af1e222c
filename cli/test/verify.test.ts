import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { suitePlan } from "doorkey/deployment";
import { compilerInput } from "../../tools/support/compilerInput.ts";
import { sourcesOf } from "../src/verify/sourcesOf.ts";
import { CLI } from "./helpers/runCommand.ts";

describe("the sources in the package", () => {
  it("are those of the contracts, with the settings of the build", async () => {
    const fresh = await compilerInput(suitePlan().map(({ name }) => name));
    const kept = await readFile(join(CLI, "compiler-input.json"), "utf8");
    expect(kept === fresh, "they are stale: npm run build -w doorkey-cli").to.equal(true);
  });

  it("have for each contract its own file and all that it imports, and nothing else", async () => {
    const { file, texts, input } = await sourcesOf("AgentRegistry");
    expect(file).to.equal("project/contracts/teams/AgentRegistry.sol");
    expect(Object.keys(texts)).to.include.members([file, "project/contracts/interfaces/ITeams.sol"]);
    expect(Object.keys(texts).join(" ")).not.to.match(/EventRegistry\.sol|mocks|\.t\.sol/);
    const { sources, settings } = JSON.parse(input);
    expect(Object.keys(sources)).to.deep.equal(Object.keys(texts));
    expect(settings).to.include({ viaIR: true, evmVersion: "osaka" });
    expect(settings.outputSelection[file].AgentRegistry).to.include("metadata");
  });
});
