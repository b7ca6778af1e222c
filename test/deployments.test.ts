import { expect } from "chai";
import { network } from "hardhat";
import { relayKey } from "../cli/src/terminal/devKeys.ts";
import { deploySuite, readDeployment } from "../tools/support/deploy.ts";

const LOCAL_CHAIN = 31337;

describe("the address book", () => {
  it("has what the Ignition module deploys on a local node: addresses, code hashes, blocks, version", async () => {
    const deployment = await deploySuite(await network.create("node"));
    expect(await readDeployment(LOCAL_CHAIN), "it is stale: npm run generate").to.deep.equal(deployment);
  });

  it("has a deployer that is the only account with ether on the local node", async () => {
    const { ethers } = await network.create("node");
    const signers = await ethers.getSigners();
    expect(signers.map(({ address }) => address)).to.deep.equal([relayKey.address]);
  });
});
