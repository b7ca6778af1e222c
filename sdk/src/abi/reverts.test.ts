import { inspect } from "node:util";
import { expect } from "chai";
import { makeError } from "ethers";
import { fromNode } from "../chain/fromNode.ts";
import type { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
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
    expect(error?.sentence).to.equal(`Refused: ${contractErrors.QuotaExceeded}.`);
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

  it("has a sentence for every error of the contracts' interfaces", () => {
    const told = Object.values(interfaces).flatMap((abi) => {
      const names: string[] = [];
      abi.forEachError(({ name }) => names.push(name));
      return names;
    });
    const untold = [...new Set(told)].filter((name) => contractErrors[name] === undefined);
    expect(untold.filter((name) => !/^(ECDSA|InvalidShortString|StringTooLong|SafeCast)/.test(name))).to.deep.equal([]);
  });
});

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
