import { expect } from "chai";
import { FORWARD_REQUEST_TYPES } from "doorkey-test-support/statements";
import { Transaction, ZeroHash, zeroPadBytes } from "ethers";
import { network } from "hardhat";
import { openForwarder, outcomes, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("hashOf", () => {
    it("is the EIP-712 digest that wallets sign", async () => {
      const { forwarder, domain, ann, sign } = await networkHelpers.loadFixture(fixture);
      for (const data of ["0x", "0x01", `0x${"ab".repeat(1_000)}`]) {
        const { request } = await sign(ann, { data });
        expect(await forwarder.hashOf(request)).to.equal(
          ethers.TypedDataEncoder.hash(domain, FORWARD_REQUEST_TYPES, request),
        );
      }
    });

    it("is in the domain that the forwarder describes", async () => {
      const { forwarder, domain } = await networkHelpers.loadFixture(fixture);
      const { name, version, chainId, verifyingContract, salt, extensions } = await forwarder.eip712Domain();
      expect({ name, version, chainId, verifyingContract }).to.deep.equal(domain);
      expect(salt).to.equal(ZeroHash);
      expect([...extensions]).to.deep.equal([]);
    });
  });

  describe("execute", () => {
    it("calls the target as the signer and logs nonce, success and gas", async () => {
      const { forwarder, target, relay, ann, sign } = await networkHelpers.loadFixture(fixture);
      const signed = await sign(ann);
      const hash = await forwarder.hashOf(signed.request);
      await expect(forwarder.connect(relay).execute([signed]))
        .to.emit(forwarder, "RequestExecuted")
        .withArgs(
          hash,
          ann.address,
          signed.request.nonce,
          true,
          (gas: bigint) => gas > 60_000n && gas < 200_000n,
          ZeroHash,
        );
      expect(await target.sender()).to.equal(ann.address);
      expect(await target.forwarded()).to.equal(true);
      expect(await target.data()).to.equal(signed.request.data);
    });

    it("uses the nonce of a failing call and logs the first 32 bytes of its reason", async () => {
      const { forwarder, target, ann, sign, execute } = await networkHelpers.loadFixture(fixture);
      const reason = target.interface.encodeErrorResult("Refused", [42n]);
      const signed = await sign(ann, { data: target.interface.encodeFunctionData("refuse", [42n]) });
      const hash = await forwarder.hashOf(signed.request);
      expect(await execute([signed])).to.deep.equal([
        { hash, success: false, reason: ethers.dataSlice(reason, 0, 32) },
      ]);
      expect(await execute([signed])).to.deep.equal([{ hash, skipped: SKIP.nonceUsed }]);

      const short = await sign(ann, { data: target.interface.encodeFunctionData("refuseWith", ["0xc0ffee"]) });
      expect(await execute([short])).to.deep.equal([
        { hash: await forwarder.hashOf(short.request), success: false, reason: zeroPadBytes("0xc0ffee", 32) },
      ]);
    });

    it("executes until the deadline and not a second longer", async () => {
      const { forwarder, relay, ann, deadline, sign } = await networkHelpers.loadFixture(fixture);
      const early = await sign(ann);
      const late = await sign(ann);
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      const last = await forwarder.connect(relay).execute([early]);
      expect(outcomes(forwarder, await last.wait())).to.deep.equal([
        { hash: await forwarder.hashOf(early.request), success: true },
      ]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await expect(forwarder.connect(relay).execute([late]))
        .to.emit(forwarder, "RequestSkipped")
        .withArgs(await forwarder.hashOf(late.request), ann.address, SKIP.expired);
      expect(await forwarder.isNonceUsed(ann.address, late.request.nonce)).to.equal(false);
    });

    it("gives every request its own data, even after requests that left memory dirty", async () => {
      const { forwarder, target, ann, sign, execute } = await networkHelpers.loadFixture(fixture);
      for (const sizes of [
        [5_000, 33, 32, 31, 1, 0],
        [0, 5_000, 0],
      ]) {
        const requests = await Promise.all(
          sizes.map((size) => sign(ann, { data: `0x${"ff".repeat(size)}`, gas: 5_000_000n })),
        );
        const hashes = await Promise.all(requests.map(({ request }) => forwarder.hashOf(request)));
        const told = await execute(requests, undefined, 16_000_000n);
        expect(told).to.deep.equal(hashes.map((hash) => ({ hash, success: true })));
        expect(await target.data()).to.equal(requests.at(-1)?.request.data);
        expect(await target.sender()).to.equal(ann.address);
      }
    });

    it("accepts neither ether nor unknown functions", async () => {
      const { address, forwarder, relay, ann, sign } = await networkHelpers.loadFixture(fixture);
      await expect(relay.sendTransaction({ to: address, value: 1n })).to.revert(ethers);
      await expect(relay.sendTransaction({ to: address, value: 1n, data: "0x12345678" })).to.revert(ethers);
      await expect(relay.sendTransaction({ to: address, data: "0x12345678" })).to.revert(ethers);
      const data = forwarder.interface.encodeFunctionData("execute", [[await sign(ann)]]);
      await expect(relay.sendTransaction({ to: address, value: 1n, data })).to.revert(ethers);
      expect(await ethers.provider.getBalance(address)).to.equal(0n);
    });

    it("accepts a signer whose account has code (EIP-7702)", async () => {
      const { forwarder, target, relay, sign, execute } = await networkHelpers.loadFixture(fixture);
      const delegated = ethers.Wallet.createRandom();
      const { chainId } = await ethers.provider.getNetwork();
      const authorization = await delegated.authorize({ address: await target.getAddress(), nonce: 0, chainId });
      const raw = Transaction.from({
        type: 4,
        chainId,
        nonce: 0,
        to: relay.address,
        gasLimit: 200_000,
        maxFeePerGas: 10n ** 10n,
        maxPriorityFeePerGas: 0,
        authorizationList: [authorization],
      });
      const payer = ethers.Wallet.createRandom();
      await networkHelpers.setBalance(payer.address, 10n ** 18n);
      await ethers.provider.broadcastTransaction(await payer.signTransaction(raw));
      expect(await ethers.provider.getCode(delegated.address)).to.match(/^0xef0100/);

      const signed = await sign(delegated);
      expect(await execute([signed])).to.deep.equal([{ hash: await forwarder.hashOf(signed.request), success: true }]);
      expect(await target.sender()).to.equal(delegated.address);
    });
  });
});
