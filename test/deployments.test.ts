import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { concat, keccak256 } from "ethers";
import { artifacts } from "hardhat";
import type { Deployment } from "../sdk/src/chain/addresses/deployments.ts";
import { deploySuite, suitePlan } from "../sdk/src/deployment/index.ts";
import { startTestChain } from "../sdk/src/testing/startTestChain.ts";
import { startEmptyNode } from "../test-support/src/servedChain.ts";
import { ROOT } from "../tools/support/shell.ts";

const FOLDER = join(ROOT, "deployments");

describe("the address book", () => {
  it("has what is deployed on a local chain: addresses, salts, hashes, blocks, version", async () => {
    const { deployment, close } = await startTestChain();
    await close();
    expect(await read("31337.json"), "it is stale: npm run generate").to.deep.equal(deployment);
  });

  it("has what a second client has after a deployment", async () => {
    const node = await startEmptyNode({ client: "anvil" });
    try {
      expect(await node.send("web3_clientVersion")).to.match(/^anvil/);
      expect(await deploySuite(node.payer)).to.deep.equal(await read("31337.json"));
    } finally {
      await node.close();
    }
  });

  it("has the salts, init-code hashes and addresses of the compiled contracts on every chain", async () => {
    for (const file of await readdir(FOLDER)) {
      const { chainId, contracts } = await read(file);
      for (const { name, salt, constructorArguments, address } of suitePlan(chainId)) {
        const { bytecode } = await artifacts.readArtifact(name);
        const expected = { salt, address, initCodeHash: keccak256(concat([bytecode, constructorArguments])) };
        expect(contracts[name], `${file}, ${name}`).to.include(expected);
      }
    }
  });
});

async function read(file: string): Promise<Deployment> {
  return JSON.parse(await readFile(join(FOLDER, file), "utf8"));
}
