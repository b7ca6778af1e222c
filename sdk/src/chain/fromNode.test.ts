import { inspect } from "node:util";
import { expect } from "chai";
import { type ErrorCode as EthersCode, makeError } from "ethers";
import type { DoorkeyError } from "../core/DoorkeyError.ts";
import type { ErrorCode } from "../core/errorTable.ts";
import { fromNode } from "./fromNode.ts";

const ethersError = (code: EthersCode, message = "as ethers says", info: object = {}) =>
  makeError(message, code, info as never);
const rpc = (code: number, message: string) =>
  ethersError("UNKNOWN_ERROR", "could not coalesce error", { error: { code, message } });

describe("fromNode", () => {
  const byCode: Readonly<Record<EthersCode, ErrorCode>> = {
    ACTION_REJECTED: "SIGNATURE_DECLINED",
    BAD_DATA: "CHAIN_ANSWER_MALFORMED",
    BUFFER_OVERRUN: "CHAIN_ANSWER_MALFORMED",
    CALL_EXCEPTION: "CALL_REVERTED",
    CANCELLED: "CHAIN_UNREACHABLE",
    INSUFFICIENT_FUNDS: "FUNDS_MISSING",
    INVALID_ARGUMENT: "VALUE_INVALID",
    MISSING_ARGUMENT: "VALUE_INVALID",
    NETWORK_ERROR: "CHAIN_UNREACHABLE",
    NONCE_EXPIRED: "NONCE_TAKEN",
    NOT_IMPLEMENTED: "SIGNER_UNFIT",
    NUMERIC_FAULT: "VALUE_INVALID",
    OFFCHAIN_FAULT: "CHAIN_ANSWER_MALFORMED",
    REPLACEMENT_UNDERPRICED: "NONCE_TAKEN",
    SERVER_ERROR: "CHAIN_UNREACHABLE",
    TIMEOUT: "CHAIN_UNREACHABLE",
    TRANSACTION_REPLACED: "NONCE_TAKEN",
    UNCONFIGURED_NAME: "VALUE_INVALID",
    UNEXPECTED_ARGUMENT: "VALUE_INVALID",
    UNKNOWN_ERROR: "CHAIN_REFUSED",
    UNSUPPORTED_OPERATION: "SIGNER_UNFIT",
    VALUE_MISMATCH: "VALUE_INVALID",
  };
  for (const [code, known] of Object.entries(byCode)) {
    it(`maps ${code} of ethers to ${known}`, () => {
      expect(fromNode(ethersError(code as EthersCode))).to.include({ name: "DoorkeyError", code: known });
    });
  }

  const others: readonly (readonly [string, unknown, ErrorCode])[] = [
    [
      "a fetch that fails in Node",
      new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }),
      "CHAIN_UNREACHABLE",
    ],
    ["a fetch that fails in Chromium", new TypeError("Failed to fetch"), "CHAIN_UNREACHABLE"],
    [
      "a fetch that fails in Firefox",
      new TypeError("NetworkError when attempting to fetch resource."),
      "CHAIN_UNREACHABLE",
    ],
    ["a fetch that fails in WebKit", new TypeError("Load failed"), "CHAIN_UNREACHABLE"],
    ["a request that was given up", new DOMException("The operation was aborted.", "AbortError"), "CHAIN_UNREACHABLE"],
    ["a request that took too long", new DOMException("The operation timed out.", "TimeoutError"), "CHAIN_UNREACHABLE"],
    ["a closed socket", Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }), "CHAIN_UNREACHABLE"],
    ["an unknown host", Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "CHAIN_UNREACHABLE"],
    ["a busy node", rpc(-32005, "daily request count exceeded, request rate limited"), "CHAIN_BUSY"],
    ["a status 429", ethersError("SERVER_ERROR", "server response 429 Too Many Requests"), "CHAIN_BUSY"],
    [
      "a page for an answer",
      ethersError("UNSUPPORTED_OPERATION", "response body is not valid JSON"),
      "CHAIN_ANSWER_MALFORMED",
    ],
    ["a broken answer", new SyntaxError("Unexpected token '<'"), "CHAIN_ANSWER_MALFORMED"],
    [
      "a call of an address without a contract",
      ethersError("BAD_DATA", "could not decode result data", { value: "0x" }),
      "CHAIN_ANSWER_MALFORMED",
    ],
    ["a node without old states, geth", rpc(-32000, "missing trie node 0xabc (path )"), "BLOCK_STATE_MISSING"],
    ["a node without old states, Erigon", rpc(-32000, "old data not available due to pruning"), "BLOCK_STATE_MISSING"],
    ["a block that the node lacks", rpc(-32000, "header not found"), "BLOCK_STATE_MISSING"],
    ["a wallet's owner who declines", { code: 4001, message: "User rejected the request." }, "SIGNATURE_DECLINED"],
    ["a wallet that is not connected", { code: 4900, message: "Disconnected" }, "CHAIN_UNREACHABLE"],
    ["a wallet on no chain", { code: 4901, message: "Chain disconnected" }, "CHAIN_DIFFERENT"],
    ["an empty account", rpc(-32000, "insufficient funds for gas * price + value"), "FUNDS_MISSING"],
    ["a nonce that was used", rpc(-32000, "nonce too low: next nonce 5, tx nonce 3"), "NONCE_TAKEN"],
    ["a method that the node lacks", rpc(-32601, "the method eth_getLogs does not exist"), "CHAIN_REFUSED"],
    ["another refusal", rpc(-32000, "no"), "CHAIN_REFUSED"],
    ["a text", "no", "CHAIN_REFUSED"],
    ["nothing", undefined, "CHAIN_REFUSED"],
  ];
  for (const [what, error, code] of others) {
    it(`maps ${what} to ${code}`, () => expect(fromNode(error)).to.include({ name: "DoorkeyError", code }));
  }

  it("says what a node said, and repeats no address", () => {
    const error = fromNode(rpc(-32000, "ask https://node.example/v3/secret for more")) as DoorkeyError;
    expect(error.message).to.contain("It says: ask [address] for more");
    expect(inspect(error, { depth: 9 })).not.to.contain("secret");
  });

  it("returns a bug of the program unchanged", () => {
    for (const bug of [
      new TypeError("x is undefined"),
      new RangeError("Invalid array length"),
      new ReferenceError("x"),
    ]) {
      expect(fromNode(bug)).to.equal(bug);
    }
  });
});
