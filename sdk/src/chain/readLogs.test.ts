import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { type Log, makeError, type Provider } from "ethers";
import { readLogs } from "./readLogs.ts";

describe("readLogs", () => {
  /** The ranges that are asked of a node that fails at more than four blocks. */
  async function asked(failure: () => unknown): Promise<[number, number][]> {
    const ranges: [number, number][] = [];
    const provider = {
      getLogs: async ({ fromBlock, toBlock }: { fromBlock: number; toBlock: number }): Promise<Log[]> => {
        ranges.push([fromBlock, toBlock]);
        if (toBlock - fromBlock >= 4) throw failure();
        return [];
      },
    } as unknown as Provider;
    for await (const _ of readLogs(provider, { address: "0x" }, 0, 9)) throw new Error("there are no logs");
    return ranges;
  }

  it("asks for smaller ranges when the node reports its limit in its own words", async () => {
    const answer = { code: -32005, message: "query returned more than 10000 results", amount: 5n };
    const body = { requestUrl: "", responseBody: '{"error":"block range is too large"}' };
    const failures = [
      () => new Error("eth_getLogs is limited to a 4 block range"),
      () => makeError("could not coalesce error", "UNKNOWN_ERROR", { error: answer }),
      () => makeError("server response 400", "SERVER_ERROR", { info: body } as never),
    ];
    for (const failure of failures) expect((await asked(failure)).at(-1)?.[1]).to.equal(9);
  });

  it("asks a dead or busy node once, even if the program's path looks like a limit", async () => {
    let questions = 0;
    const dead = () => {
      questions++;
      const error = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
      error.stack = "Error: connect\n    at /srv/orange-limited/shop.js:1:1";
      return error;
    };
    const busy = () => {
      questions++;
      return makeError("exceeded maximum retry limit", "SERVER_ERROR", {} as never);
    };
    for (const failure of [dead, busy]) {
      expect((await refusalOf(asked(failure))).code).to.equal("CHAIN_UNREACHABLE");
    }
    expect(questions).to.equal(2);
  });
});
