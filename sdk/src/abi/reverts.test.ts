import { inspect } from "node:util";
import { expect } from "chai";
import { AbiCoder, type ErrorFragment, makeError } from "ethers";
import { fromNode } from "../chain/fromNode.ts";
import type { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { contractSentences } from "./contractSentences.ts";
import { interfaces } from "./contracts.ts";
import { decodeRevert, describeContractError } from "./decodeRevert.ts";
import { findRevertData } from "./findRevertData.ts";
import { contractErrors } from "./generated/contractErrors.ts";

const quota = interfaces.EntryRightRegistry.encodeErrorResult("QuotaExceeded", [1, 2, 3, 5, 4]) as Hex;

describe("findRevertData", () => {
  const nests: [string, unknown][] = [
    ["ethers", makeError("reverted", "CALL_EXCEPTION", { data: quota } as never)],
    ["a JSON-RPC error", { code: -32603, message: "…", data: quota }],
    ["geth", { error: { code: 3, message: "execution reverted", data: quota } }],
    ["a test network", { data: { message: "…", txHash: `0x${"11".repeat(32)}`, data: quota } }],
    ["a wallet", { code: -32603, data: { originalError: { code: 3, data: quota } } }],
    [
      "ethers around a node",
      { info: { error: { code: 3, data: quota }, payload: { params: [{ data: "0xdeadbeef" }] } } },
    ],
    ["a relay's problem", { code: "CALL_REVERTS", revertData: quota }],
    ["a chain of causes", new Error("a", { cause: new Error("b", { cause: { data: quota } }) })],
  ];
  for (const [where, error] of nests) {
    it(`finds revert data where ${where} puts it`, () => expect(findRevertData(error)).to.equal(quota));
  }

  it("returns undefined without revert data", () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    for (const error of [
      undefined,
      null,
      5,
      "text",
      "0x",
      {},
      { data: "0x" },
      { data: "0x12" },
      circle,
      new Error("0x"),
    ]) {
      expect(findRevertData(error)).to.equal(undefined);
    }
  });
});

describe("decodeRevert", () => {
  it("names the error and its arguments, and says when it is thrown", () => {
    const error = decodeRevert(quota);
    expect(error).to.deep.include({ name: "QuotaExceeded", data: quota });
    expect(error?.args).to.deep.equal({ eventId: 1n, classId: 2n, agentId: 3n, wanted: 5n, left: 4n });
    expect(error?.sentence).to.equal("Only 4 more rights are left of your allotment.");
    expect(error?.remedy).to.match(/^Grant fewer/);
    expect(error && describeContractError(error)).to.equal(
      "QuotaExceeded(eventId: 1, classId: 2, agentId: 3, wanted: 5, left: 4)",
    );
  });

  it("names the error when its arguments are cut, as in the forwarder's log", () => {
    expect(decodeRevert(quota.slice(0, 66) as Hex)).to.deep.include({ name: "QuotaExceeded", args: {} });
  });

  it("decodes Solidity's own errors, and no unknown ones", () => {
    const text = `0x08c379a0${"20".padStart(64, "0")}${"4".padStart(64, "0")}${"6f6f7073".padEnd(64, "0")}` as Hex;
    expect(decodeRevert(text)).to.deep.include({ name: "Error", sentence: "Refused: oops." });
    expect(decodeRevert("0xdeadbeef")).to.equal(undefined);
    expect(decodeRevert("0x")).to.equal(undefined);
  });

  it("says the same in the event's own time, and in UTC where its offset is not known", () => {
    const closed = interfaces.EventRegistry.encodeErrorResult("SalesClosed", [1, 1_900_000_000, 1_900_086_400]) as Hex;
    expect(decodeRevert(closed)?.sentence).to.equal(
      "Sales are open from 17 March 2030, 17:46:40 (UTC) to 18 March 2030, 17:46:40 (UTC) only.",
    );
    expect(decodeRevert(closed, { utcOffset: 540 })?.sentence).to.equal(
      "Sales are open from 18 March 2030, 02:46:40 (UTC+09:00) to 19 March 2030, 02:46:40 (UTC+09:00) only.",
    );
    expect(decodeRevert(closed, { utcOffset: -210 })?.sentence).to.contain("17 March 2030, 14:16:40 (UTC-03:30)");
  });

  it("writes one right in the singular, and none as none", () => {
    const left = (rights: number) =>
      decodeRevert(interfaces.EntryRightRegistry.encodeErrorResult("QuotaExceeded", [1, 2, 3, 5, rights]) as Hex)
        ?.sentence;
    expect(left(0)).to.equal("No more right is left of your allotment.");
    expect(left(1)).to.equal("Only 1 more right is left of your allotment.");
    expect(left(3)).to.equal("Only 3 more rights are left of your allotment.");
  });
});

describe("the sentences of contract errors", () => {
  const toldOf = (name: string, args: readonly unknown[]) =>
    decodeRevert(interfaces.MerkleSaleHook.encodeErrorResult(name, args) as Hex, { utcOffset: 540 })?.sentence;

  it("name who is not in the list of a presale, and the hook that the class has instead", () => {
    const holder = `0x${"00".repeat(12)}${"ab".repeat(20)}`;
    const list = "is not in the list of the presale.";
    expect(toldOf("NotListed", [3, holder])).to.equal(`The holder 0x${"ab".repeat(20)} ${list}`);
    expect(toldOf("NotListed", [3, `0x${"cd".repeat(32)}`])).to.equal(`The person 0x${"cd".repeat(32)} ${list}`);
    expect(toldOf("ListOfOtherHook", [7, 2, `0x${"00".repeat(20)}`])).to.equal("Class 2 of event 7 has no sale hook.");
    expect(toldOf("ListOfOtherHook", [7, 2, `0x${"11".repeat(20)}`])).to.equal(
      `Class 2 of event 7 has another sale hook, 0x${"11".repeat(20)}.`,
    );
    expect(toldOf("ListTooLate", [7, 2, 1_900_000_000])).to.contain(
      "has sold openly since 18 March 2030, 02:46:40 (UTC+09:00)",
    );
    expect(toldOf("PresaleEndInvalid", [7, 2, 1_900_000_000])).to.contain("on 18 March 2030, 02:46:40 (UTC+09:00).");
  });

  const errors = new Map(
    Object.values(interfaces).flatMap((abi) => {
      const found: [string, ErrorFragment][] = [];
      abi.forEachError((fragment) => found.push([fragment.name, fragment]));
      return found;
    }),
  );
  const own = [...errors].filter(([name]) => !/^(ECDSA|InvalidShortString|StringTooLong|SafeCast)/.test(name));

  it("are there for every error of the contracts, and for no other", () => {
    expect(Object.keys(contractSentences).sort()).to.deep.equal(own.map(([name]) => name).sort());
    expect(Object.keys(contractSentences).sort()).to.deep.equal(Object.keys(contractErrors).sort());
  });

  for (const [name, fragment] of own) {
    it(`have values and a remedy, and also fit an error whose arguments are cut: ${name}`, () => {
      const values = fragment.inputs.map(({ type }, i) => VALUES[type]?.(i) ?? 900 + i);
      const data = AbiCoder.defaultAbiCoder().encode(fragment.inputs, values).slice(2);
      const whole = decodeRevert(`${fragment.selector}${data}` as Hex);
      const cut = decodeRevert(fragment.selector as Hex);
      for (const error of [whole, cut]) {
        expect(error?.sentence).to.match(/^[A-Z0-9].*\.$/);
        expect(error?.sentence).not.to.match(/undefined|NaN|null|`|\[object/);
        expect(error?.remedy).to.match(/^[A-Z].*\.$/);
      }
    });
  }
});

const VALUES: Readonly<Record<string, (i: number) => unknown>> = {
  address: () => `0x${"ab".repeat(20)}`,
  bool: () => true,
  string: () => "name",
  bytes: () => "0x01",
  bytes32: () => `0x${"cd".repeat(32)}`,
  uint8: (i) => i + 1,
  uint40: (i) => 1_900_000_000 + i,
};

describe("fromNode", () => {
  const codes: [string, unknown, string][] = [
    ["a revert", { data: quota }, "CALL_REVERTED"],
    ["a revert with unknown data", { data: "0xdeadbeef" }, "CALL_REVERTED"],
    ["a revert without data", makeError("missing revert data", "CALL_EXCEPTION", {} as never), "CALL_REVERTED"],
    ["a signer without ether", makeError("poor", "INSUFFICIENT_FUNDS", {} as never), "FUNDS_MISSING"],
    [
      "a signer without ether on a test network",
      new Error("Sender doesn't have enough funds to send tx."),
      "FUNDS_MISSING",
    ],
    ["a wallet's refusal", makeError("no", "ACTION_REJECTED", {} as never), "SIGNATURE_DECLINED"],
  ];
  for (const [what, error, code] of codes) {
    it(`maps ${what} to ${code}`, () => expect(fromNode(error)).to.include({ code, cause: error }));
  }

  const info = { requestUrl: "https://node.example/v3/secret", responseBody: "range too wide" };
  const silent: [string, Error, string, string][] = [
    ["a dead", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "connect", "ECONNREFUSED"],
    ["a slow", makeError("slow", "TIMEOUT", {} as never), "slow", "TIMEOUT"],
    ["a broken", makeError("500", "SERVER_ERROR", { info } as never), "500: range too wide", "SERVER_ERROR"],
  ];
  for (const [what, error, message, code] of silent) {
    it(`maps ${what} node to CHAIN_UNREACHABLE, with its message and without its address`, () => {
      const { code: known, cause } = fromNode(error) as DoorkeyError & { cause: Error };
      expect(known).to.equal("CHAIN_UNREACHABLE");
      expect(cause).to.include({ message, code });
      expect(inspect(cause)).not.to.contain("secret");
    });
  }

  it("returns its own errors unchanged", () => {
    const own = fromNode({ data: quota });
    expect(fromNode(own)).to.equal(own);
  });
});
