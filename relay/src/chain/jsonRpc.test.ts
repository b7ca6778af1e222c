import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { type RpcEndpoint, RpcError, RpcUnreachable, rpcEndpoint } from "./jsonRpc.ts";

describe("a node that answers in another form", () => {
  let server: Server;
  let endpoint: RpcEndpoint;
  let body: string;
  before(async () => {
    server = createServer((_, response) => void response.end(body));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    endpoint = rpcEndpoint(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  });
  after(() => server.close());

  const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

  it("did not answer", async () => {
    for (const answer of [
      "null",
      "7",
      '"text"',
      "[]",
      "{}",
      '{"id":1}',
      '{"error":{}}',
      '{"error":{"code":"1","message":"m"}}',
      '{"error":{"code":1}}',
      '{"error":null}',
      '{"error":"no"}',
    ]) {
      body = answer;
      expect(await thrown(endpoint.call("eth_chainId", [])), answer).to.be.instanceOf(RpcUnreachable);
      body = `[${answer}]`;
      expect(await thrown(endpoint.batch([{ method: "eth_chainId", params: [] }])), body).to.be.instanceOf(
        RpcUnreachable,
      );
    }
  });

  it("says why a call failed, with its data", async () => {
    body = '{"id":1,"error":{"code":3,"message":"execution reverted","data":"0x12"}}';
    const error = await thrown(endpoint.call("eth_call", []));
    expect(error).to.be.instanceOf(RpcError);
    expect(error).to.include({ code: 3, message: "execution reverted", data: "0x12" });
  });

  it("finds the answer of each call of a batch by its id", async () => {
    body = '[{"id":1,"result":"0x2"},{"id":0,"result":"0x1"}]';
    const calls = ["eth_a", "eth_b"].map((method) => ({ method, params: [] }));
    expect(await endpoint.batch(calls)).to.deep.equal(["0x1", "0x2"]);
  });
});
