import { expect } from "chai";
import {
  type BaseWallet,
  type ContractTransactionReceipt,
  concat,
  type HDNodeWallet,
  Signature,
  Transaction,
  type TypedDataDomain,
  toBeHex,
  ZeroAddress,
  ZeroHash,
  zeroPadBytes,
} from "ethers";
import { network } from "hardhat";
import type { GasRelayForwarder } from "../types/ethers-contracts/index.js";

const { ethers, networkHelpers } = await network.create();

const types = {
  ForwardRequest: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "gas", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint48" },
    { name: "relayer", type: "address" },
    { name: "data", type: "bytes" },
  ],
};
const Skip = { None: 0n, Expired: 1n, NonceUsed: 2n, OtherRelayer: 3n, BadSignature: 4n, TargetUntrusting: 5n };
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

type Signer = BaseWallet | HDNodeWallet;
type Request = {
  from: string;
  to: string;
  gas: bigint;
  nonce: bigint;
  deadline: number;
  relayer: string;
  data: string;
};
type Outcome = { hash: string } & ({ skipped: bigint } | { success: boolean; reason?: string });
type Signed = { request: Request; signature: string };

describe("GasRelayForwarder", () => {
  async function fixture() {
    const [relay, eve] = await ethers.getSigners();
    if (!relay || !eve) throw new Error("two accounts are needed");
    const forwarder = await ethers.deployContract("GasRelayForwarder");
    const address = await forwarder.getAddress();
    const target = await ethers.deployContract("TrustingTarget", [address]);
    const { chainId } = await ethers.provider.getNetwork();
    const domain: TypedDataDomain = { name: "Doorkey Forwarder", version: "1", chainId, verifyingContract: address };
    const ann = ethers.Wallet.createRandom();
    const bob = ethers.Wallet.createRandom();
    const deadline = (await networkHelpers.time.latest()) + 3_600;
    let nonce = 0n;

    async function sign(
      signer: Signer,
      over: Partial<Request> = {},
      domainOver: TypedDataDomain = {},
    ): Promise<Signed> {
      const request = {
        from: signer.address,
        to: await target.getAddress(),
        gas: 200_000n,
        nonce: nonce++,
        deadline,
        relayer: relay?.address ?? ZeroAddress,
        data: target.interface.encodeFunctionData("record", ["0xda7a"]),
        ...over,
      };
      return { request, signature: await signer.signTypedData({ ...domain, ...domainOver }, types, request) };
    }

    /** Executes as the relay, or as `by`; what became of each request, in the order of the logs. */
    async function execute(requests: Signed[], by = relay, gasLimit = 10_000_000n) {
      const transaction = await forwarder.connect(by).execute(requests, { gasLimit });
      return outcomes(forwarder, await transaction.wait());
    }

    return { forwarder, address, target, domain, relay, eve, ann, bob, deadline, sign, execute };
  }

  /** What the logs tell of each request, in their order; a reason only where a call failed. */
  function outcomes(forwarder: GasRelayForwarder, receipt: ContractTransactionReceipt | null): Outcome[] {
    return (receipt?.logs ?? []).flatMap((log): Outcome[] => {
      const event = forwarder.interface.parseLog(log);
      if (event?.name === "RequestSkipped") return [{ hash: event.args.hash, skipped: event.args.why }];
      if (event?.name === "RequestExecuted") {
        const { hash, success, reason } = event.args;
        return [success ? { hash, success } : { hash, success, reason }];
      }
      return [];
    });
  }

  const load = () => networkHelpers.loadFixture(fixture);

  describe("hashOf", () => {
    it("is the EIP-712 digest that wallets sign", async () => {
      const { forwarder, domain, ann, sign } = await load();
      for (const data of ["0x", "0x01", `0x${"ab".repeat(1_000)}`]) {
        const { request } = await sign(ann, { data });
        expect(await forwarder.hashOf(request)).to.equal(ethers.TypedDataEncoder.hash(domain, types, request));
      }
    });

    it("stands in the domain that the forwarder describes", async () => {
      const { forwarder, domain } = await load();
      const { name, version, chainId, verifyingContract, salt, extensions } = await forwarder.eip712Domain();
      expect({ name, version, chainId, verifyingContract }).to.deep.equal(domain);
      expect(salt).to.equal(ZeroHash);
      expect([...extensions]).to.deep.equal([]);
    });
  });

  describe("execute", () => {
    it("calls the target as the signer and tells nonce, success and gas", async () => {
      const { forwarder, target, relay, ann, sign } = await load();
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

    it("uses the nonce of a failing call and tells the first 32 bytes of its reason", async () => {
      const { forwarder, target, ann, sign, execute } = await load();
      const reason = target.interface.encodeErrorResult("Refused", [42n]);
      const signed = await sign(ann, { data: target.interface.encodeFunctionData("refuse", [42n]) });
      const hash = await forwarder.hashOf(signed.request);
      expect(await execute([signed])).to.deep.equal([
        { hash, success: false, reason: ethers.dataSlice(reason, 0, 32) },
      ]);
      expect(await execute([signed])).to.deep.equal([{ hash, skipped: Skip.NonceUsed }]);

      const short = await sign(ann, { data: target.interface.encodeFunctionData("refuseWith", ["0xc0ffee"]) });
      expect(await execute([short])).to.deep.equal([
        { hash: await forwarder.hashOf(short.request), success: false, reason: zeroPadBytes("0xc0ffee", 32) },
      ]);
    });

    it("runs until the deadline and not a second longer", async () => {
      const { forwarder, relay, ann, deadline, sign } = await load();
      const early = await sign(ann);
      const late = await sign(ann);
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      const last = await forwarder.connect(relay).execute([early]);
      expect(outcomes(forwarder, await last.wait())).to.deep.equal([
        { hash: await forwarder.hashOf(early.request), success: true },
      ]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await expect(forwarder.connect(relay).execute([late]))
        .to.emit(forwarder, "RequestSkipped")
        .withArgs(await forwarder.hashOf(late.request), ann.address, Skip.Expired);
      expect(await forwarder.isNonceUsed(ann.address, late.request.nonce)).to.equal(false);
    });

    it("gives every request its own data, whatever memory the ones before it left dirty", async () => {
      const { forwarder, target, ann, sign, execute } = await load();
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

    it("takes neither ether nor anything it does not know", async () => {
      const { address, forwarder, relay, ann, sign } = await load();
      await expect(relay.sendTransaction({ to: address, value: 1n })).to.revert(ethers);
      await expect(relay.sendTransaction({ to: address, value: 1n, data: "0x12345678" })).to.revert(ethers);
      await expect(relay.sendTransaction({ to: address, data: "0x12345678" })).to.revert(ethers);
      const data = forwarder.interface.encodeFunctionData("execute", [[await sign(ann)]]);
      await expect(relay.sendTransaction({ to: address, value: 1n, data })).to.revert(ethers);
      expect(await ethers.provider.getBalance(address)).to.equal(0n);
    });

    it("takes a key whose account has code (EIP-7702) for the signer it is", async () => {
      const { forwarder, target, relay, sign, execute } = await load();
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

  describe("cancelling", () => {
    it("burns a nonce by an empty request to the forwarder, without any call", async () => {
      const { forwarder, address, target, ann, sign, execute } = await load();
      const regretted = await sign(ann);
      const cancel = await sign(ann, { to: address, data: "0x", nonce: regretted.request.nonce, gas: 0n });
      expect(await execute([cancel])).to.deep.equal([{ hash: await forwarder.hashOf(cancel.request), success: true }]);
      expect(await execute([regretted])).to.deep.equal([
        { hash: await forwarder.hashOf(regretted.request), skipped: Skip.NonceUsed },
      ]);
      expect(await target.calls()).to.equal(0n);
    });

    it("cannot be done for another", async () => {
      const { forwarder, address, ann, bob, sign, execute } = await load();
      const regretted = await sign(ann);
      const { request, signature } = await sign(bob, { from: ann.address, to: address, data: "0x", nonce: 0n });
      expect(await execute([{ request, signature }, regretted])).to.deep.equal([
        { hash: await forwarder.hashOf(request), skipped: Skip.BadSignature },
        { hash: await forwarder.hashOf(regretted.request), success: true },
      ]);
    });

    it("never lets a request call the forwarder itself", async () => {
      const { forwarder, address, target, ann, bob, sign, execute } = await load();
      const inner = await sign(bob, { relayer: ZeroAddress });
      const data = forwarder.interface.encodeFunctionData("execute", [[inner]]);
      const outer = await sign(ann, { to: address, data, gas: 1_000_000n });
      expect(await execute([outer])).to.deep.equal([
        { hash: await forwarder.hashOf(outer.request), skipped: Skip.TargetUntrusting },
      ]);
      expect(await target.calls()).to.equal(0n);
    });
  });

  describe("attack: running ahead of the relay", () => {
    it("takes one request out of a batch; the others run and its fate is told", async () => {
      const { forwarder, target, eve, ann, sign, execute } = await load();
      const requests = [];
      for (let i = 0; i < 3; i++) requests.push(await sign(ann, { relayer: ZeroAddress }));
      const [first, second, third] = await Promise.all(requests.map(({ request }) => forwarder.hashOf(request)));
      expect(await execute(requests.slice(1, 2), eve)).to.deep.equal([{ hash: second, success: true }]);
      expect(await execute(requests)).to.deep.equal([
        { hash: first, success: true },
        { hash: second, skipped: Skip.NonceUsed },
        { hash: third, success: true },
      ]);
      expect(await target.calls()).to.equal(3n);
    });

    it("fails when the request names its relayer", async () => {
      const { forwarder, target, eve, ann, relay, sign, execute } = await load();
      const signed = await sign(ann, { relayer: relay.address });
      const hash = await forwarder.hashOf(signed.request);
      expect(await forwarder.check(signed, eve.address)).to.equal(Skip.OtherRelayer);
      expect(await execute([signed], eve)).to.deep.equal([{ hash, skipped: Skip.OtherRelayer }]);
      expect(await target.calls()).to.equal(0n);
      expect(await execute([signed])).to.deep.equal([{ hash, success: true }]);
    });
  });

  describe("attack: steering a call by the transaction's gas", () => {
    it("never reaches a target's catch branch: too little gas reverts the transaction", async () => {
      const { forwarder, address, eve, ann, sign } = await load();
      const target = await ethers.deployContract("TryCatchTarget", [address]);
      const rounds = 8_000n;
      const data = target.interface.encodeFunctionData("attempt", [rounds]);
      const gas = await ethers.provider.estimateGas({ to: target, from: eve, data });

      // The target can be steered: called directly with less, it takes the other path and the transaction succeeds.
      await (await target.connect(eve).attempt(rounds, { gasLimit: (gas * 95n) / 100n })).wait();
      expect([await target.done(), await target.fellBack()]).to.deep.equal([0n, 1n]);

      let ran = 0n;
      let reverted = 0;
      // From less than the call itself to more than everything; 64/63 of the call lies in between.
      const to = await target.getAddress();
      for (let gasLimit = (gas * 9n) / 10n; gasLimit < (gas * 64n) / 63n + 120_000n; gasLimit += 2_000n) {
        const signed = await sign(ann, { to, data, gas, relayer: ZeroAddress });
        const sent = forwarder.connect(eve).execute([signed], { gasLimit });
        const done = await sent.then(
          () => true,
          () => false,
        );
        if (done) ran++;
        else reverted++;
        expect(await forwarder.isNonceUsed(ann.address, signed.request.nonce)).to.equal(done);
      }
      expect(await target.done()).to.equal(ran);
      expect(await target.fellBack()).to.equal(1n);
      expect(ran > 10n && reverted > 10, "the sweep misses the tipping point").to.equal(true);
    });

    it("reverts with the index of the request that wants too much, and costs only the relay", async () => {
      const { forwarder, target, relay, ann, bob, sign, execute } = await load();
      const requests = [await sign(ann), await sign(bob, { gas: 3_000_000n })];
      await expect(forwarder.connect(relay).execute(requests, { gasLimit: 1_000_000n }))
        .to.be.revertedWithCustomError(forwarder, "ForwarderGasTooLow")
        .withArgs(1n, (left: bigint) => left > 0n && left < 1_000_000n, 3_000_000n);
      expect(await target.calls()).to.equal(0n);
      await execute(requests);
      expect(await target.calls()).to.equal(2n);
    });
  });

  describe("attack: hostile targets", () => {
    it("burning gas in the trust check costs 30,000 and no neighbour", async () => {
      const { forwarder, target, ann, bob, relay, sign } = await load();
      const to = await (await ethers.deployContract("GasBurningTrust")).getAddress();
      const requests = [await sign(ann, { to }), await sign(bob), await sign(ann, { to }), await sign(bob)];
      const hashes = await Promise.all(requests.map(({ request }) => forwarder.hashOf(request)));
      const transaction = await forwarder.connect(relay).execute(requests, { gasLimit: 600_000n });
      const receipt = await transaction.wait();
      expect(outcomes(forwarder, receipt)).to.deep.equal([
        { hash: hashes[0], skipped: Skip.TargetUntrusting },
        { hash: hashes[1], success: true },
        { hash: hashes[2], skipped: Skip.TargetUntrusting },
        { hash: hashes[3], success: true },
      ]);
      expect(await target.calls()).to.equal(2n);
      expect(receipt?.gasUsed).to.be.greaterThan(60_000n).and.lessThan(400_000n);
    });

    it("return bombs, in the trust check and in the call, are not copied", async () => {
      const { forwarder, ann, relay, sign } = await load();
      const bomb = await ethers.deployContract("ReturnBomb");
      const to = await bomb.getAddress();
      for (const name of ["returnBytes", "revertBytes"]) {
        const data = bomb.getFunction(name).fragment.selector + toBeHex(1_000_000, 32).slice(2);
        const signed = await sign(ann, { to, data, gas: 3_000_000n });
        const receipt = await (await forwarder.connect(relay).execute([signed], { gasLimit: 4_000_000n })).wait();
        const hash = await forwarder.hashOf(signed.request);
        expect(outcomes(forwarder, receipt)).to.deep.equal([
          name === "returnBytes" ? { hash, success: true } : { hash, success: false, reason: ZeroHash },
        ]);
        // Copying a million bytes would cost 2 million gas once more.
        expect(receipt?.gasUsed).to.be.greaterThan(2_000_000n).and.lessThan(2_200_000n);
      }
    });

    it("reentering runs what others signed, as them, and never the same request again", async () => {
      const { forwarder, address, target, relay, ann, bob, sign, execute } = await load();
      const reentrant = await ethers.deployContract("ReentrantTarget", [address]);
      const to = await reentrant.getAddress();
      const outer = await sign(ann, {
        to,
        data: reentrant.interface.encodeFunctionData("reenter"),
        gas: 2_000_000n,
        relayer: ZeroAddress,
      });
      const anyone = await sign(bob, { relayer: to });
      const named = await sign(bob, { relayer: relay.address });
      const last = await sign(ann);
      await (await reentrant.keep([outer, anyone, named])).wait();

      const hash = async ({ request }: Signed) => forwarder.hashOf(request);
      expect(await execute([outer, last, named])).to.deep.equal([
        { hash: await hash(outer), skipped: Skip.NonceUsed },
        { hash: await hash(anyone), success: true },
        { hash: await hash(named), skipped: Skip.OtherRelayer },
        { hash: await hash(outer), success: true },
        { hash: await hash(last), success: true },
        { hash: await hash(named), success: true },
      ]);
      expect(await target.calls()).to.equal(3n);
      expect(await target.sender()).to.equal(bob.address);
    });
  });

  describe("attack: replay", () => {
    it("within a batch, within a block and later, a request runs once", async () => {
      const { forwarder, target, relay, eve, ann, sign, execute } = await load();
      const signed = await sign(ann, { relayer: ZeroAddress });
      const hash = await forwarder.hashOf(signed.request);

      await ethers.provider.send("evm_setAutomine", [false]);
      const gasLimit = 2_000_000n;
      const sent = [
        await forwarder.connect(relay).execute([signed, signed], { gasLimit }),
        await forwarder.connect(eve).execute([signed], { gasLimit }),
      ];
      await ethers.provider.send("evm_mine");
      await ethers.provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(sent.map((transaction) => transaction.wait()));
      expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber);
      const told = receipts.flatMap((receipt) => outcomes(forwarder, receipt));
      expect(told.filter((outcome) => "success" in outcome)).to.deep.equal([{ hash, success: true }]);
      expect(told.filter((outcome) => "skipped" in outcome)).to.deep.equal([
        { hash, skipped: Skip.NonceUsed },
        { hash, skipped: Skip.NonceUsed },
      ]);

      await networkHelpers.mine(10);
      expect(await execute([signed])).to.deep.equal([{ hash, skipped: Skip.NonceUsed }]);
      expect(await target.calls()).to.equal(1n);
    });

    it("from another domain, a signature is nobody's", async () => {
      const { forwarder, ann, relay, domain, sign } = await load();
      for (const other of [
        { chainId: BigInt(domain.chainId ?? 0) + 1n },
        { verifyingContract: ann.address },
        { name: "Doorkey" },
        { version: "2" },
      ]) {
        const signed = await sign(ann, {}, other);
        expect(await forwarder.check(signed, relay.address)).to.equal(Skip.BadSignature);
        await expect(forwarder.connect(relay).execute([signed]))
          .to.emit(forwarder, "RequestSkipped")
          .withArgs(await forwarder.hashOf(signed.request), ann.address, Skip.BadSignature);
      }
    });

    it("at another forwarder, a request for this one is refused, though the target trusts both", async () => {
      const { address, ann, relay, sign } = await load();
      const other = await ethers.deployContract("GasRelayForwarder");
      // Trusts whoever asks.
      const to = await (await ethers.deployContract("GasMeter")).getAddress();
      const signed = await sign(ann, { to, data: "0x" });
      expect(address).not.to.equal(await other.getAddress());
      expect(await other.check(signed, relay.address)).to.equal(Skip.BadSignature);
      await expect(other.connect(relay).execute([signed]))
        .to.emit(other, "RequestSkipped")
        .withArgs(await other.hashOf(signed.request), ann.address, Skip.BadSignature);
    });
  });

  describe("attack: pretending to be another", () => {
    it("by a suffix in a direct call: the sender is the caller", async () => {
      const { target, eve, ann } = await load();
      const data = concat([target.interface.encodeFunctionData("record", ["0x"]), ann.address]);
      await (await eve.sendTransaction({ to: target, data })).wait();
      expect([await target.sender(), await target.forwarded(), await target.data()]).to.deep.equal([
        eve.address,
        false,
        data,
      ]);
    });

    it("by request data that ends in another's address: the sender is the signer", async () => {
      const { target, ann, bob, sign, execute } = await load();
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

    it("by call data shorter than a suffix: the sender is the caller, be it the forwarder", async () => {
      const { address, target, eve } = await load();
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
      // One byte more, and it is a suffix: only the forwarder can say that, and it always appends a signer.
      const data = `0x${"ee".repeat(20)}`;
      await (await asForwarder.sendTransaction({ to: target, data, gasLimit: 300_000n })).wait();
      expect(await target.sender()).to.equal(ethers.getAddress(data));
      await (await eve.sendTransaction({ to: target, data, gasLimit: 300_000n })).wait();
      expect(await target.sender()).to.equal(eve.address);
    });

    it("by another's signature or none of these encodings", async () => {
      const { forwarder, target, ann, bob, relay, sign, execute } = await load();
      const good = await sign(ann);
      const { r, s, v, compactSerialized } = Signature.from(good.signature);
      const byte = (value: number) => toBeHex(value, 1);
      const others = {
        "another's": (await sign(bob, good.request)).signature,
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
        expect(await forwarder.check(signed, relay.address), name).to.equal(Skip.BadSignature);
        expect(await execute([signed]), name).to.deep.equal([{ hash, skipped: Skip.BadSignature }]);
      }
      expect(await target.calls()).to.equal(0n);
      expect(await execute([good])).to.deep.equal([{ hash, success: true }]);
    });
  });

  describe("one bad request", () => {
    it("of every kind at once hurts no neighbour, in any order", async () => {
      const { forwarder, address, target, relay, ann, bob, sign, execute } = await load();
      const burning = await (await ethers.deployContract("GasBurningTrust")).getAddress();
      const bomb = await ethers.deployContract("ReturnBomb");
      const used = await sign(bob);
      await execute([used]);
      const calls = await target.calls();

      const bad: [Signed, object][] = [
        [await sign(bob, { deadline: 1 }), { skipped: Skip.Expired }],
        [used, { skipped: Skip.NonceUsed }],
        [await sign(bob, { relayer: bob.address }), { skipped: Skip.OtherRelayer }],
        [{ ...(await sign(bob)), signature: "0x" }, { skipped: Skip.BadSignature }],
        [await sign(bob, { from: ann.address }), { skipped: Skip.BadSignature }],
        [await sign(bob, { to: burning }), { skipped: Skip.TargetUntrusting }],
        [await sign(bob, { to: bob.address }), { skipped: Skip.TargetUntrusting }],
        [await sign(bob, { to: address, data: "0x00" }), { skipped: Skip.TargetUntrusting }],
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
      const batch: Signed[] = [];
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
