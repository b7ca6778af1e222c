import { expect } from "chai";
import { type RpcEndpoint, RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { observeRpc, type RpcObservation } from "./observeRpc.ts";

const refused = new RpcError({ code: -32_000, message: "missing trie node" });
const reverted = new RpcError({ code: 3, message: "execution reverted" });
const silent = new RpcUnreachable("no answer");

function observed(answers: readonly unknown[]) {
  const seen: RpcObservation[] = [];
  const endpoint: RpcEndpoint = {
    url: "https://node.example/secret-key",
    call: async () => {
      if (answers[0] instanceof Error) throw answers[0];
      return answers[0];
    },
    batch: async () => {
      if (answers.length === 0) throw silent;
      return [...answers];
    },
  };
  return { endpoint: observeRpc(endpoint, (call) => seen.push(call)), seen };
}

describe("observeRpc", () => {
  for (const [answer, outcome] of [
    ["0x1", "answered"],
    [null, "answered"],
    [reverted, "answered"],
    [refused, "refused"],
    [silent, "silent"],
  ] as const) {
    it(`reports a call with ${answer instanceof Error ? answer.message : answer} as ${outcome}`, async () => {
      const { endpoint, seen } = observed([answer]);
      const got = await endpoint.call("eth_call", []).catch((error: unknown) => error);
      expect(got).to.equal(answer);
      expect(seen).to.have.length(1);
      expect(seen[0]).to.include({ method: "eth_call", endpoint: "node.example", outcome });
      expect(seen[0]?.ms).to.be.at.least(0);
    });
  }

  it("reports each call of a batch by its own method and answer", async () => {
    const { endpoint, seen } = observed(["0x1", refused, silent]);
    const calls = ["eth_chainId", "eth_call", "eth_getLogs"].map((method) => ({ method, params: [] }));
    expect(await endpoint.batch(calls)).to.deep.equal(["0x1", refused, silent]);
    expect(seen.map(({ method, outcome }) => `${method} ${outcome}`)).to.deep.equal([
      "eth_chainId answered",
      "eth_call refused",
      "eth_getLogs silent",
    ]);
  });

  it("reports every call of a batch that no node answers as silent", async () => {
    const { endpoint, seen } = observed([]);
    const calls = ["a", "b"].map((method) => ({ method, params: [] }));
    expect(await endpoint.batch(calls).catch((error: unknown) => error)).to.equal(silent);
    expect(seen.map(({ outcome }) => outcome)).to.deep.equal(["silent", "silent"]);
  });
});
