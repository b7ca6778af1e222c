import { expect } from "chai";
import { type Address, type Hex, packRightId } from "doorkey";
import { interfaces } from "doorkey/abi";
import { drawCall, type WireDrawAct, type WireSignedRequest, type WireSignedReturn } from "doorkey/relay";
import { toBeHex } from "ethers";
import { rightAnswer } from "../../test/helpers/rightAnswer.ts";
import {
  bytesOfAct,
  callFor,
  drawActOf,
  forwardedCall,
  revertName,
  rightCalls,
  rightStatusIn,
  signedRequestOf,
  signedReturnOf,
  skipIn,
  skipOf,
} from "./calldata.ts";
import { encodeExecute } from "./encodeForwarder.ts";

const [forwarder, rightsRegistry, ballot, beacon, holder, target] = ["11", "22", "33", "44", "55", "66"].map(
  (byte) => `0x${byte.repeat(20)}` as Address,
) as [Address, Address, Address, Address, Address, Address];
const suite = { chainId: 31337, forwarder, rightsRegistry };
const withDraws = { ...suite, draws: { Ballot: ballot, DrandBeacon: beacon } };
const word = (number: number | bigint) => toBeHex(number, 32) as Hex;

const signed: WireSignedRequest = {
  request: { from: holder, to: target, gas: "90000", nonce: "7", deadline: 9, relayer: target, data: "0xabcdef" },
  signature: `0x${"12".repeat(65)}`,
};
const rightId = String(packRightId({ eventId: 7, batch: 1, index: 254 }));
const giveBack: WireSignedReturn = { rightId, count: 3, rebinds: 0, expiresAt: "9", signature: "0x0012" };
const hold: WireDrawAct = { act: "hold", eventId: 7, classId: 1 };
const accept = (classId: number, evidence: Hex = "0x1234") =>
  ({ act: "accept", eventId: 7, classId, agentId: 1, holder, evidence }) satisfies WireDrawAct;

describe("what a stored request holds", () => {
  it("is read only as what the row is", () => {
    expect(signedRequestOf({ payload: signed })).to.equal(signed);
    expect(signedReturnOf({ payload: giveBack })).to.equal(giveBack);
    expect(drawActOf({ payload: hold })).to.equal(hold);
    expect(() => signedRequestOf({ payload: giveBack })).to.throw("holds no signed request");
    expect(() => signedReturnOf({ payload: hold })).to.throw("holds no signed return");
    expect(() => drawActOf({ payload: signed })).to.throw("holds something signed");
  });
});

describe("the call of a transaction", () => {
  it("goes to the contract that takes what it carries, with all of it", () => {
    const requests = [signed, { ...signed, signature: "0x34" as Hex }];
    expect(
      callFor(
        suite,
        requests.map((payload) => ({ kind: "request", payload })),
      ),
    ).to.deep.equal({
      to: forwarder,
      data: encodeExecute(requests),
    });
    const returns = [giveBack, { ...giveBack, rebinds: 1 }];
    const { to, data } = callFor(
      suite,
      returns.map((payload) => ({ kind: "return", payload })),
    );
    expect(to).to.equal(rightsRegistry);
    const [items] = interfaces.EntryRightRegistry.decodeFunctionData("returnRights", data);
    expect(items.map(({ rebinds }: { rebinds: bigint }) => rebinds)).to.deep.equal([0n, 1n]);
    const acts = [accept(1), accept(1, "0x")];
    expect(
      callFor(
        withDraws,
        acts.map((payload) => ({ kind: "act", payload })),
      ),
    ).to.deep.equal(drawCall(withDraws.draws, acts));
  });

  it("carries no act in a suite without draws", () => {
    expect(() => callFor(suite, [{ kind: "act", payload: hold }])).to.throw("The suite has no draws.");
  });

  it("is tried as the forwarder makes it: with the signer behind the data, and with the signed gas", () => {
    expect(forwardedCall(suite, { payload: signed })).to.deep.equal({
      from: forwarder,
      to: target,
      data: `0xabcdef${holder.slice(2)}`,
      gas: 90_000,
    });
  });

  it("counts an act as the words and the evidence that it adds", () => {
    expect(bytesOfAct({ act: "advance", eventId: 7, classId: 1, seats: [] })).to.equal(32 * 3);
    expect(bytesOfAct({ act: "advance", eventId: 7, classId: 1, seats: [4, 5] })).to.equal(32 * 5);
    expect(bytesOfAct(hold)).to.equal(32 * 8);
    expect(bytesOfAct(accept(1, "0x"))).to.equal(32 * 8);
    expect(bytesOfAct(accept(1, "0x123456"))).to.equal(32 * 8 + 3);
  });
});

describe("the rights of a return", () => {
  it("are asked for one by one", () => {
    const asked = rightCalls(suite, { payload: giveBack });
    expect(asked.map(({ to }) => to)).to.deep.equal(Array(3).fill(rightsRegistry));
    const { EntryRightRegistry: rights } = interfaces;
    expect(asked.map(({ data }) => rights.decodeFunctionData("rightOf", data)[0])).to.deep.equal(
      [0n, 1n, 2n].map((i) => BigInt(rightId) + i),
    );
  });

  it("are void only if the registry says so", () => {
    expect([0, 1, 2, 3].map((status) => rightStatusIn(rightAnswer(status)))).to.deep.equal([
      ...["other", "other", "other", "void"],
    ]);
    expect(rightStatusIn({ success: false, revertData: "0x", message: "reverted", gasTooLow: false })).to.equal(
      "other",
    );
  });

  it("are not known if the node does not say", () => {
    expect(rightStatusIn(undefined)).to.deep.equal({ unanswered: "no answer" });
    expect(rightStatusIn({ success: undefined, message: "busy" })).to.deep.equal({ unanswered: "busy" });
    expect(rightStatusIn({ success: true, data: "0x12" }))
      .to.have.property("unanswered")
      .that.includes("registry");
  });
});

describe("why the forwarder skips a request", () => {
  const CODES = [
    ...["INTERNAL", "REQUEST_EXPIRED", "NONCE_USED", "RELAYER_OTHER", "SIGNATURE_INVALID", "TARGET_NOT_SPONSORED"],
  ];

  it("is a number that has a code", () => {
    expect(CODES.map((_, number) => skipOf(BigInt(number)).code)).to.deep.equal(CODES);
    expect(skipOf(6n).code).to.equal("INTERNAL");
  });

  it("is read from one word and nothing else", () => {
    const read = (data: Hex) => {
      const skip = skipIn(data);
      return skip === "unreadable" ? skip : skip.code;
    };
    expect(CODES.map((_, number) => read(word(number)))).to.deep.equal(CODES);
    for (const data of [word(6), word(2n ** 255n), "0x", "0x02", `${word(2)}00`] as Hex[]) {
      expect(read(data), data).to.equal("unreadable");
    }
  });
});

describe("revertName", () => {
  it("names an error of any contract of the suite, with or without its arguments", () => {
    for (const [contract, name] of [
      ["EntryRightRegistry", "ClassSoldOut"],
      ["MerkleSaleHook", "StoreFailed"],
    ] as const) {
      const selector = interfaces[contract].getError(name)?.selector as Hex;
      expect(revertName(selector)).to.equal(name);
      expect(revertName(`${selector}${"00".repeat(28)}`)).to.equal(name);
    }
  });

  it("does not name what is cut off or foreign", () => {
    for (const data of ["0x", "0x1234", "0x12345678"] as const) expect(revertName(data), data).to.equal(undefined);
  });
});
