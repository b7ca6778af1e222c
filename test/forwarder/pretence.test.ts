import { expect } from "chai";
import { concat, Signature, toBeHex, ZeroHash } from "ethers";
import { network } from "hardhat";
import { openForwarder, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("attack: pretending to be another signer", () => {
    it("by a suffix in a direct call still has the caller as sender", async () => {
      const { target, eve, ann } = await networkHelpers.loadFixture(fixture);
      const data = concat([target.interface.encodeFunctionData("record", ["0x"]), ann.address]);
      await (await eve.sendTransaction({ to: target, data })).wait();
      expect([await target.sender(), await target.forwarded(), await target.data()]).to.deep.equal([
        eve.address,
        false,
        data,
      ]);
    });

    it("by request data that ends in another address still has the signer as sender", async () => {
      const { target, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      for (const data of [
        concat([target.interface.encodeFunctionData("record", ["0x"]), ann.address]),
        ann.address,
        "0x",
        "0xff",
        ethers.dataSlice(ann.address, 0, 19),
      ]) {
        await execute([await sign(bob, { data })]);
        expect([await target.sender(), await target.forwarded(), await target.data()]).to.deep.equal([
          bob.address,
          true,
          data.toLowerCase(),
        ]);
      }
      expect(await target.calls()).to.equal(5n);
    });

    it("by call data shorter than a suffix still has the caller as sender, even the forwarder", async () => {
      const { address, target, eve } = await networkHelpers.loadFixture(fixture);
      await networkHelpers.setBalance(address, 10n ** 18n);
      await networkHelpers.impersonateAccount(address);
      const asForwarder = await ethers.getSigner(address);
      for (const size of [0, 1, 4, 19]) {
        const data = `0x${"ff".repeat(size)}`;
        for (const caller of [eve, asForwarder]) {
          await (await caller.sendTransaction({ to: target, data, gasLimit: 300_000n })).wait();
          expect(await target.sender()).to.equal(caller.address);
          expect(await target.data()).to.equal(data);
        }
      }
      // With one byte more it is a suffix. Only the forwarder's suffix counts, and the forwarder always appends a
      // signer.
      const data = `0x${"ee".repeat(20)}`;
      await (await asForwarder.sendTransaction({ to: target, data, gasLimit: 300_000n })).wait();
      expect(await target.sender()).to.equal(ethers.getAddress(data));
      await (await eve.sendTransaction({ to: target, data, gasLimit: 300_000n })).wait();
      expect(await target.sender()).to.equal(eve.address);
    });

    it("by another signature or an unknown encoding is skipped", async () => {
      const { forwarder, target, ann, bob, relay, sign, execute } = await networkHelpers.loadFixture(fixture);
      const good = await sign(ann);
      const { r, s, v, compactSerialized } = Signature.from(good.signature);
      const byte = (value: number) => toBeHex(value, 1);
      const others = {
        "another key": (await sign(bob, good.request)).signature,
        "high s": concat([r, toBeHex(CURVE_ORDER - BigInt(s), 32), byte(55 - v)]),
        "high s, same v": concat([r, toBeHex(CURVE_ORDER - BigInt(s), 32), byte(v)]),
        "compact (EIP-2098)": compactSerialized,
        "v 0 or 1": concat([r, s, byte(v - 27)]),
        "other v": concat([r, s, byte(55 - v)]),
        "v 26": concat([r, s, byte(26)]),
        "v 29": concat([r, s, byte(29)]),
        "v of EIP-155": concat([r, s, byte(v + 10)]),
        "64 bytes": ethers.dataSlice(good.signature, 0, 64),
        "66 bytes": concat([good.signature, "0x00"]),
        empty: "0x",
        "r 0": concat([ZeroHash, s, byte(v)]),
        "s 0": concat([r, ZeroHash, byte(v)]),
        personal_sign: await ann.signMessage(ethers.getBytes(await forwarder.hashOf(good.request))),
      };
      const hash = await forwarder.hashOf(good.request);
      for (const [name, signature] of Object.entries(others)) {
        const signed = { ...good, signature };
        expect(await forwarder.check(signed, relay.address), name).to.equal(SKIP.badSignature);
        expect(await execute([signed]), name).to.deep.equal([{ hash, skipped: SKIP.badSignature }]);
      }
      expect(await target.calls()).to.equal(0n);
      expect(await execute([good])).to.deep.equal([{ hash, success: true }]);
    });
  });
});
