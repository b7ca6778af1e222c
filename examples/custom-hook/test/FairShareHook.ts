import { expect } from "chai";
import type { Address } from "doorkey";
import { grantMany } from "doorkey/agent";
import { openShow, type Show, startTestChain } from "doorkey/testing";
import { Wallet } from "ethers";
import { network } from "hardhat";

const MOST = 2;
const DAY = 86_400;

describe("FairShareHook", () => {
  let show: Show;
  let opensAt: number;

  beforeEach(async () => {
    // The hook and the suite are on one chain, that of the project's own Hardhat.
    const connection = await network.create();
    const chain = await startTestChain({ network: connection });
    const rights = chain.deployment.contracts.EntryRightRegistry.address;
    opensAt = (await chain.clock.now()) + 10 * DAY;
    const hook = await connection.ethers.deployContract("FairShareHook", [rights, MOST, opensAt]);
    const saleHook = await hook.getAddress();
    show = await openShow({ chain, at: "sale", classes: { standing: { supply: 100, saleHook } } });
  });

  async function grant(...holders: readonly Address[]): Promise<string[]> {
    const { agent, agentId, eventId } = show;
    const rows = holders.map((holder) => ({ className: "standing", holder }));
    const { results } = await grantMany(agent, { agentId, eventId, rows, again: true });
    return results.map((row) => (row.status === "refused" ? row.reason : row.status));
  }

  const newHolder = () => Wallet.createRandom().address as Address;

  it("grants a holder its share, and no more", async () => {
    const [ann, ben] = [newHolder(), newHolder()];
    expect(await grant(ann, ben, ann)).to.deep.equal(["granted", "granted", "granted"]);
    expect(await grant(ann, ben)).to.deep.equal(["SALE_HOOK_REFUSED", "granted"]);
  });

  it("opens by itself", async () => {
    const ann = newHolder();
    await grant(ann, ann);
    await show.chain.clock.travelTo(opensAt);
    expect(await grant(ann)).to.deep.equal(["granted"]);
  });

  it("answers only the registry", async () => {
    const { ethers } = await network.create();
    const hook = await ethers.deployContract("FairShareHook", [newHolder(), MOST, opensAt]);
    const [stranger] = await ethers.getSigners();
    const question = hook.getFunction("beforeGrant").staticCall(1, 1, 1, newHolder(), [], "0x");
    await expect(question).to.be.revertedWithCustomError(hook, "RegistryOnly").withArgs(stranger);
  });
});
