import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { gatherCalls } from "./gatherCalls.ts";
import { type RpcEndpoint, RpcError, RpcUnreachable, rpcEndpoint } from "./jsonRpc.ts";

type Asked = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };

describe("gatherCalls", () => {
  let server: Server;
  let endpoint: RpcEndpoint;
  /** The methods and parameters of each HTTP request. */
  let bodies: string[][];
  /** The status of an answer to calls of a method. */
  let statusOf: (method: string) => number;
  beforeEach(async () => {
    bodies = [];
    statusOf = () => 200;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked | Asked[];
      const calls = [asked].flat();
      bodies.push(calls.map(({ method, params }) => `${method} ${params.join()}`));
      const answers = calls.map(({ id, params: [what] }) =>
        what === "odd" ? { id, error: { code: 3, message: "execution reverted" } } : { id, result: `about ${what}` },
      );
      response.statusCode = statusOf(calls[0]?.method ?? "");
      response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    endpoint = gatherCalls(rpcEndpoint(url));
  });
  afterEach(() => server.close());

  const call = (what: string, method = "eth_call") => endpoint.call(method, [what]).catch((error: unknown) => error);
  const batch = (...whats: string[]) => endpoint.batch(whats.map((what) => ({ method: "eth_call", params: [what] })));

  it("asks what comes in one moment in one HTTP request, and gives each caller its own answers", async () => {
    const answers = await Promise.all([call("a"), batch("b", "c"), call("d")]);
    expect(answers).to.deep.equal(["about a", ["about b", "about c"], "about d"]);
    expect(bodies).to.deep.equal([["eth_call a", "eth_call b", "eth_call c", "eth_call d"]]);
    expect(await call("e")).to.equal("about e");
    expect(bodies.length).to.equal(2);
  });

  it("asks once what several want to know", async () => {
    const latest = () => call("latest", "eth_getBlockByNumber");
    expect(await Promise.all([latest(), latest(), batch("a", "a")])).to.deep.equal([
      "about latest",
      "about latest",
      ["about a", "about a"],
    ]);
    expect(bodies.toSorted()).to.deep.equal([["eth_call a"], ["eth_getBlockByNumber latest"]]);
  });

  it("keeps one caller's error from the others", async () => {
    const [odd, sound, both] = await Promise.all([call("odd"), call("a"), batch("odd", "b")]);
    expect(odd).to.be.instanceOf(RpcError);
    expect(sound).to.equal("about a");
    expect(both[0]).to.be.instanceOf(RpcError);
    expect(both[1]).to.equal("about b");
  });

  it("asks each method by itself, so that one which the node refuses stops no other", async () => {
    statusOf = (method) => (method === "eth_call" ? 503 : 200);
    const [first, gas, both] = await Promise.all([
      call("a"),
      call("a", "eth_estimateGas"),
      batch("a", "b").catch((error: unknown) => error),
    ]);
    expect(first).to.be.instanceOf(RpcUnreachable);
    expect(gas).to.equal("about a");
    expect(both).to.be.instanceOf(RpcUnreachable);
  });

  it("sends transactions at once, each call as it is", async () => {
    await Promise.all([call("1", "eth_sendRawTransaction"), call("1", "eth_sendRawTransaction")]);
    expect(bodies).to.deep.equal([["eth_sendRawTransaction 1"], ["eth_sendRawTransaction 1"]]);
  });
});
