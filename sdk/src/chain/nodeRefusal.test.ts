import { expect } from "chai";
import { makeError } from "ethers";
import { nodeRefusal } from "./nodeRefusal.ts";

/** What providers say when a range, an answer or the time for it is too large. */
const TOO_LARGE: readonly string[] = [
  "query returned more than 10000 results",
  "query returned more than 10000 results. Try with this block range [0x100, 0x1ff].",
  "Query returned more than 10000 results. Try with this block range [0x1, 0x2].",
  "range 1000000 exceeds limit of 10000",
  "query exceeds max results 20000, retry with the range 25766988-25775072",
  "query exceeds max block range 100000",
  "eth_getLogs is limited to a 1000 blocks range",
  "eth_getLogs is limited to a 10,000 range",
  "eth_getLogs is limited to 0 - 10000 blocks range",
  "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range",
  "backend response too large",
  "query timed out",
  "query timeout exceeded",
  "Query timeout exceeded. Consider reducing your block range.",
  "query timeout of 10 seconds exceeded",
  "context deadline exceeded",
  "block is out of bounds: requested too many blocks from 0 to 49999, maximum is set to 2048",
  "requested too many blocks from 1 to 5000, maximum is set to 2048",
  "Please specify less number of addresses or blocks",
  "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x1f]",
  "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x1, 0xa]. Upgrade to PAYG for expanded block range.",
  "You can make eth_getLogs requests with up to a 500 block range.",
  "block range is too wide",
  "block range too large",
  "Block range is too large",
  "Block range limit exceeded. See more details at https://docs.provider.example/limits",
  "block range greater than 10000 max",
  "block range too large (5000), maximum allowed is 2000 blocks",
  "exceed maximum block range: 50000",
  "exceed maximum block range: 5000",
  "exceeded max allowed block range of 1000",
  "Requested range exceeds maximum RPC range limit",
  "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800",
  "maximum [from, to] blocks distance: 2000",
  "ranges over 10000 blocks are not supported on freetier",
  "limit exceeded",
  "logs matched by query exceeds limit of 10000",
  "Too many logs requested. Max logs per response is 20000.",
  "too many results, narrow the filter",
  "query must be smaller than size 1024",
  "Response is too big",
  "response size should not greater than 10000000 bytes",
  "The result exceeds the maximum response size",
  "server response 413 Request Entity Too Large",
  "server response 504 Gateway Timeout",
  "request timed out, reduce the block range",
  "the query took too long",
];

/** What providers say when they get too many questions. */
const BUSY: readonly string[] = [
  "Too Many Requests",
  "too many requests",
  "Too many request, try again later",
  "429 Too Many Requests",
  "server response 429",
  "status 429",
  "project ID request rate exceeded",
  "daily request count exceeded, request rate limited",
  "rate limit exceeded",
  "rate-limited",
  "Rate limited, retry in 2s",
  "over rate limit",
  "sender is over rate limit",
  "call rate limit exhausted, retry in 10s",
  "Your app has exceeded its compute units per second capacity. If you have retries enabled, you can safely ignore this message.",
  "Your app has exceeded its concurrent requests capacity.",
  "50/second request limit reached - reduce calls per second or upgrade your account",
  "You've exceeded the RPS limit available on the current plan.",
  "exceeded the quota usage",
  "monthly request limit reached",
  "credits quota exceeded",
  "backend is over capacity",
  "throughput limit exceeded",
  "Request throttled",
  "exceeded maximum retry limit",
  "Max number of concurrent requests: too many concurrent requests",
  "The node is busy, please try again later",
  "Server overloaded",
  "Service Unavailable",
];

/** Refusals that neither waiting nor a smaller question changes. */
const OTHER: readonly string[] = [
  "invalid block range params",
  "block range extends beyond current head block",
  "the method eth_getLogs does not exist/is not available",
  "Method not found",
  "unauthorized",
  "invalid api key",
  "missing trie node 0xabcdef",
  "header not found",
  "exceed max topics",
  "invalid params",
  "execution reverted",
  "connect ECONNREFUSED",
  "fromBlock is greater than toBlock",
];

/** The forms in which a refusal arrives: from ethers, from a raw client, in a body of status 200 or of another one. */
const FORMS: readonly (readonly [string, (text: string) => unknown])[] = [
  ["an error", (text) => new Error(text)],
  ["an error of JSON-RPC in ethers", (text) => makeError("could not coalesce error", "UNKNOWN_ERROR", inner(text))],
  ["data beside `invalid params`", (text) => ({ code: -32602, message: "invalid params", data: { payload: text } })],
  ["a body without JSON-RPC", (text) => makeError("missing response for request", "BAD_DATA", raw(text))],
  ["a body of another status", (text) => makeError("server response 400", "SERVER_ERROR", body(text))],
  ["a cause", (text) => new Error("no answer", { cause: new Error(text) })],
];
const inner = (message: string) => ({
  error: { code: -32005, message },
  payload: { method: "eth_getLogs", params: [{ fromBlock: "0x0", note: "rate limit, range limit" }] },
});
const raw = (message: string) => ({ value: [{ message }], info: { payload: { method: "eth_getLogs" } } }) as never;
const body = (text: string) =>
  ({ info: { requestUrl: "https://node.example/rate-limit/429", responseBody: `{"error":"${text}"}` } }) as never;

describe("nodeRefusal", () => {
  for (const [form, of] of FORMS) {
    it(`reads ${TOO_LARGE.length} words of a limit, ${BUSY.length} of a busy node and ${OTHER.length} others in ${form}`, () => {
      for (const text of TOO_LARGE) expect(nodeRefusal(of(text))?.kind, text).to.equal("too-large");
      for (const text of BUSY) expect(nodeRefusal(of(text))?.kind, text).to.equal("busy");
      for (const text of OTHER) expect(nodeRefusal(of(text)), text).to.equal(undefined);
    });
  }

  it("reads a rate limit by its status and by its code, without words", () => {
    const status = makeError("server response 429 ", "SERVER_ERROR", {
      info: { responseStatus: "429 ", responseBody: "" },
    } as never);
    expect(nodeRefusal(status)?.kind).to.equal("busy");
    expect(nodeRefusal({ code: 429, message: "" })?.kind).to.equal("busy");
  });

  it("finds the blocks that a node suggests, and no others", () => {
    const suggestedIn = (text: string) => {
      const refusal = nodeRefusal(new Error(text));
      return refusal?.kind === "too-large" ? refusal.suggested : undefined;
    };
    expect(suggestedIn("this block range should work: [0x10, 0x1f]")).to.deep.equal({ fromBlock: 16, toBlock: 31 });
    expect(suggestedIn("Try with this block range [0x1A, 0x2B].")).to.deep.equal({ fromBlock: 26, toBlock: 43 });
    const words = "query exceeds max results 20000, retry with the range 25766988-25775072";
    expect(suggestedIn(words)).to.deep.equal({ fromBlock: 25_766_988, toBlock: 25_775_072 });
    for (const none of [
      "range 1000000 exceeds limit of 10000",
      "range too large: [0x2, 0x1]",
      "too many blocks from 0 to 9",
    ]) {
      expect(suggestedIn(none), none).to.equal(undefined);
    }
  });

  it("does not read the question, its address or the program's path", () => {
    const dead = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    dead.stack = "Error: connect\n    at /srv/orange-limited/rate-limit/shop.js:1:1";
    expect(nodeRefusal(dead)).to.equal(undefined);
    const own = makeError("could not coalesce error", "UNKNOWN_ERROR", {
      error: { code: -32000, message: "no" },
      payload: { params: ["block range is too large", "Too Many Requests"] },
    });
    expect(nodeRefusal(own)).to.equal(undefined);
    for (const nothing of [undefined, null, 5, "", {}]) expect(nodeRefusal(nothing)).to.equal(undefined);
  });
});
