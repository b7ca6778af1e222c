import { expect } from "chai";
import type { SignedRequest } from "doorkey-test-support/statements";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import { openForwarder, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("one bad request", () => {
    it("of every kind at once affects no other request, in any order", async () => {
      const { forwarder, address, target, relay, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      const burning = await (await ethers.deployContract("GasBurningTrust")).getAddress();
      const bomb = await ethers.deployContract("ReturnBomb");
      const used = await sign(bob);
      await execute([used]);
      const calls = await target.calls();

      const bad: [SignedRequest, object][] = [
        [await sign(bob, { deadline: 1n }), { skipped: SKIP.expired }],
        [used, { skipped: SKIP.nonceUsed }],
        [await sign(bob, { relayer: bob.address }), { skipped: SKIP.otherRelayer }],
        [{ ...(await sign(bob)), signature: "0x" }, { skipped: SKIP.badSignature }],
        [await sign(bob, { from: ann.address }), { skipped: SKIP.badSignature }],
        [await sign(bob, { to: burning }), { skipped: SKIP.targetUntrusting }],
        [await sign(bob, { to: bob.address }), { skipped: SKIP.targetUntrusting }],
        [await sign(bob, { to: address, data: "0x00" }), { skipped: SKIP.targetUntrusting }],
        [await sign(bob, { data: target.interface.encodeFunctionData("burn") }), { success: false, reason: ZeroHash }],
        [await sign(bob, { gas: 0n }), { success: false, reason: ZeroHash }],
        [
          await sign(bob, {
            to: await bomb.getAddress(),
            data: bomb.interface.encodeFunctionData("revertBytes", [1_000_000]),
            gas: 2_500_000n,
          }),
          { success: false, reason: ZeroHash },
        ],
      ];
      const batch: SignedRequest[] = [];
      const expected: object[] = [];
      for (const [signed, outcome] of [...bad, ...bad.toReversed().filter(([, { ...o }]) => "skipped" in o)]) {
        const good = await sign(ann);
        batch.push(signed, good);
        expected.push(
          { hash: await forwarder.hashOf(signed.request), ...outcome },
          { hash: await forwarder.hashOf(good.request), success: true },
        );
      }
      expect(await execute(batch, relay, 16_000_000n)).to.deep.equal(expected);
      expect(await target.calls()).to.equal(calls + BigInt(batch.length / 2));
    });
  });
});
