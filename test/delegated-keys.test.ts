/** A key with the code of a delegation (EIP-7702) can get other code tomorrow, so it is not a contract to the suite. */

import { expect } from "chai";
import {
  classTerms,
  DAY,
  deployContracts,
  eventTerms,
  now,
  publishEvent,
  registerTeam,
} from "doorkey-test-support/contracts";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

/** A suite, and a key that delegates to a sale hook by a transaction of type 4. */
async function fixture() {
  const suite = await deployContracts(ethers);
  const organizerId = await registerTeam(suite.events, suite.roles.organizer);
  const hook = await (await ethers.deployContract("SilentSaleHook")).getAddress();
  const key = new ethers.Wallet(ethers.id("a key that delegates"), ethers.provider);
  await networkHelpers.setBalance(key.address, 10n ** 18n);
  const delegate = async (to: string) => {
    const nonce = await key.getNonce();
    const authorization = key.authorizeSync({ address: to, nonce: nonce + 1, chainId: 31_337 });
    await (await key.sendTransaction({ type: 4, to: key.address, authorizationList: [authorization] })).wait();
  };
  await delegate(hook);
  return { suite, organizerId, hook, key: key.address, delegate };
}

describe("a key with the code of a delegation", () => {
  it("is refused as sale hook and as identity verifier of a new event", async () => {
    const { suite, organizerId, hook, key } = await networkHelpers.loadFixture(fixture);
    expect(await ethers.provider.getCode(key)).to.equal(ethers.concat(["0xef0100", hook]));
    const asOrganizer = suite.events.connect(suite.roles.organizer);
    const at = await now(suite);
    await expect(asOrganizer.registerEvent(organizerId, eventTerms(at), [classTerms(), classTerms({ saleHook: key })]))
      .to.be.revertedWithCustomError(suite.events, "ClassInvalid")
      .withArgs(2, "saleHook");
    const identified = eventTerms(at, { policy: { identityVerifier: key, maxPerPerson: 1 } });
    await expect(asOrganizer.registerEvent(organizerId, identified, [classTerms()]))
      .to.be.revertedWithCustomError(suite.events, "PolicyInvalid")
      .withArgs("identityVerifier", BigInt(key));
  });

  it("is refused as the sale hook of a published class, also once it delegates no more", async () => {
    const { suite, organizerId, hook, key, delegate } = await networkHelpers.loadFixture(fixture);
    const { eventId } = await publishEvent(suite, organizerId, {
      schedule: { salesOpenAt: (await now(suite)) + 3 * DAY },
    });
    const asOrganizer = suite.events.connect(suite.roles.organizer);
    const setHook = () =>
      expect(asOrganizer.setSaleHook(eventId, 1, key))
        .to.be.revertedWithCustomError(suite.events, "ClassInvalid")
        .withArgs(1, "saleHook");
    await setHook();
    await delegate(ZeroAddress);
    expect(await ethers.provider.getCode(key)).to.equal("0x");
    await setHook();
    await asOrganizer.setSaleHook(eventId, 1, hook);
    expect((await suite.events.classOf(eventId, 1)).saleHook).to.equal(hook);
  });
});
