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

/** A node whose answers a test decides: from the calls of a body, a status and a text, or a cut connection. */
type Reply = { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> } | "cut";
type Asked = { readonly id: number; readonly method: string };

describe("a node with limits", () => {
  let server: Server;
  let url: string;
  let sizes: number[];
  let reply: (calls: readonly Asked[], isBatch: boolean) => Reply;
  before(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const parsed = JSON.parse(Buffer.concat(chunks).toString());
      const calls: Asked[] = Array.isArray(parsed) ? parsed : [parsed];
      sizes.push(calls.length);
      const answer = reply(calls, Array.isArray(parsed));
      if (answer === "cut") return void response.destroy();
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.text);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  beforeEach(() => {
    sizes = [];
  });
  after(() => server.close());

  const callsOf = (count: number) => Array.from({ length: count }, (_, i) => ({ method: `eth_${i}`, params: [] }));
  const methodsOf = (count: number) => callsOf(count).map(({ method }) => method);
  const textOf = (answers: readonly object[], isBatch: boolean) => JSON.stringify(isBatch ? answers : answers[0]);
  /** Each call's result is its method. */
  const echo = (calls: readonly Asked[], isBatch: boolean) => ({
    text: textOf(
      calls.map(({ id, method }) => ({ id, result: method })),
      isBatch,
    ),
  });
  const refuse = (message: string, status = 200) => ({
    status,
    text: JSON.stringify({ id: null, error: { code: -32600, message } }),
  });
  const thrown = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

  it("gets smaller batches until it takes them, in every form of the refusal", async () => {
    const forms: readonly Reply[] = [
      refuse("Batch of more than 3 requests are not allowed on free tier"),
      refuse("batch request limit exceeded"),
      refuse("too many requests in the batch"),
      refuse("batch requests are not supported", 400),
      { status: 413, text: "<html>Request Entity Too Large</html>" },
      { text: "[]" },
      { text: '[{"id":null,"error":{"code":-32600,"message":"batch too large"}}]' },
    ];
    for (const most of [1, 3]) {
      for (const form of forms) {
        sizes = [];
        reply = (calls, isBatch) => (calls.length > most ? form : echo(calls, isBatch));
        const endpoint = rpcEndpoint(url);
        expect(await endpoint.batch(callsOf(10)), JSON.stringify(form)).to.deep.equal(methodsOf(10));
        const [first, ...later] = sizes;
        expect(first).to.equal(10);
        sizes = [];
        await endpoint.batch(callsOf(10));
        // It has learned.
        expect(Math.max(...sizes)).to.be.at.most(most);
        expect(later.length).to.be.above(1);
      }
    }
  });

  it("gets larger batches again after twenty that it took in full, also from single calls", async () => {
    let most = 1;
    reply = (calls, isBatch) => (calls.length > most ? refuse("batch too large") : echo(calls, isBatch));
    const endpoint = rpcEndpoint(url);
    await endpoint.batch(callsOf(2));
    expect(sizes).to.deep.equal([2, 1, 1]);
    most = 100;
    await endpoint.batch(callsOf(17));
    sizes = [];
    await endpoint.batch(callsOf(3));
    expect(sizes).to.deep.equal([1, 2]);
  });

  it("starts to count again when a batch is refused", async () => {
    let most = 2;
    reply = (calls, isBatch) => (calls.length > most ? refuse("batch too large") : echo(calls, isBatch));
    const endpoint = rpcEndpoint(url);
    await endpoint.batch(callsOf(4));
    for (let i = 0; i < 17; i++) await endpoint.batch(callsOf(2));
    most = 1;
    await endpoint.batch(callsOf(2));
    sizes = [];
    for (let i = 0; i < 9; i++) await endpoint.batch(callsOf(2));
    expect(Math.max(...sizes)).to.equal(1);
  });

  it("spoils one call of a list with one refusal, and only this one", async () => {
    reply = (calls, isBatch) => ({
      text: textOf(
        calls.map(({ id, method }) =>
          method === "eth_1" ? { id, error: { code: -32000, message: "missing trie node" } } : { id, result: method },
        ),
        isBatch,
      ),
    });
    const [before, odd, after] = await rpcEndpoint(url).batch(callsOf(3));
    expect([before, after]).to.deep.equal(["eth_0", "eth_2"]);
    expect(odd).to.be.instanceOf(RpcError).and.include({ code: -32000, message: "missing trie node" });
  });

  it("spoils one call where it takes single calls only and cuts the connection of one", async () => {
    reply = (calls, isBatch) => {
      if (isBatch) return refuse("batch requests are not supported");
      return calls[0]?.method === "eth_1" ? "cut" : echo(calls, isBatch);
    };
    const results = await rpcEndpoint(url).batch(callsOf(4));
    expect(results.map((result) => (result instanceof RpcUnreachable ? "silent" : result))).to.deep.equal([
      "eth_0",
      "silent",
      "eth_2",
      "eth_3",
    ]);
  });

  it("is asked no more of a batch after two silences in a row", async () => {
    reply = (calls, isBatch) => {
      if (isBatch) return refuse("batch requests are not supported");
      return calls[0]?.method === "eth_0" ? echo(calls, isBatch) : { status: 503, text: "" };
    };
    const results = await rpcEndpoint(url).batch(callsOf(8));
    expect(results[0]).to.equal("eth_0");
    expect(results.slice(1).every((result) => result instanceof RpcUnreachable)).to.equal(true);
    // Batches of 8, 4 and 2 are refused; then one answer and two silences.
    expect(sizes).to.deep.equal([8, 4, 2, 1, 1, 1]);
  });

  it("is left alone while it is busy, in every form, and its words are in the error", async () => {
    const busy = { code: -32005, message: "too many requests, slow down" };
    const forms: readonly ((calls: readonly Asked[], isBatch: boolean) => Reply)[] = [
      () => ({ status: 429, text: "too many requests, slow down" }),
      (calls, isBatch) => ({
        text: textOf(
          calls.map(({ id }) => ({ id, error: busy })),
          isBatch,
        ),
      }),
      () => ({ text: JSON.stringify({ id: null, error: busy }) }),
    ];
    for (const form of forms) {
      reply = form;
      for (const ask of ["batch", "call"] as const) {
        sizes = [];
        const endpoint = rpcEndpoint(url);
        const work = () => (ask === "batch" ? endpoint.batch(callsOf(2)) : endpoint.call("eth_0", []));
        const error = await thrown(work());
        expect(error).to.be.instanceOf(RpcUnreachable);
        expect(String(error)).to.include("slow down");
        const asked = sizes.length;
        expect(await thrown(work())).to.be.instanceOf(RpcUnreachable);
        expect(sizes).to.have.length(asked);
      }
    }
  });

  it("pauses once for a list in which every call says that it is busy", async () => {
    const busy = { code: -32005, message: "rate limit exceeded" };
    let isOver = false;
    reply = (calls, isBatch) =>
      isOver
        ? echo(calls, isBatch)
        : {
            text: textOf(
              calls.map(({ id }) => ({ id, error: busy })),
              isBatch,
            ),
          };
    let time = 0;
    const endpoint = rpcEndpoint(url, { now: () => time });
    await thrown(endpoint.batch(callsOf(100)));
    isOver = true;
    // The shortest first pause is 125 ms, the longest 250 ms. A pause for each of the calls would be 7.5 s or longer.
    time = 124;
    expect(await thrown(endpoint.call("eth_0", []))).to.be.instanceOf(RpcUnreachable);
    time = 250;
    expect(await endpoint.call("eth_0", [])).to.equal("eth_0");
  });

  it("pauses twice as long after each refusal in a row, and an answer to a single call ends the row", async () => {
    let isBusy = true;
    const busy = { code: -32005, message: "rate limit exceeded" };
    reply = (calls, isBatch) => (isBusy ? { text: textOf([{ id: 1, error: busy }], isBatch) } : echo(calls, isBatch));
    let time = 0;
    const endpoint = rpcEndpoint(url, { now: () => time });
    const isAsked = async () => {
      const before = sizes.length;
      await thrown(endpoint.call("eth_0", []));
      return sizes.length > before;
    };
    for (const longest of [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      expect(await isAsked(), `before the pause of ${longest} ms`).to.equal(true);
      time += longest / 2 - 1;
      expect(await isAsked(), `within the pause of ${longest} ms`).to.equal(false);
      time += longest / 2 + 1;
    }
    isBusy = false;
    expect(await isAsked()).to.equal(true);
    isBusy = true;
    expect(await isAsked()).to.equal(true);
    time += 250;
    expect(await isAsked()).to.equal(true);
  });

  it("is left alone for as long as it asks, and 15 seconds at most", async () => {
    for (const [header, ms] of [
      ["3", 3_000],
      ["3600", 15_000],
      ["Wed, 21 Oct 2026 07:28:00 GMT", 250],
      ["-5", 250],
    ] as const) {
      let time = 0;
      const endpoint = rpcEndpoint(url, { now: () => time });
      reply = () => ({ status: 429, text: "", headers: { "retry-after": header } });
      await thrown(endpoint.call("eth_0", []));
      reply = echo;
      time = ms / 2 - 1;
      expect(await thrown(endpoint.call("eth_0", [])), header).to.be.instanceOf(RpcUnreachable);
      time = ms;
      expect(await endpoint.call("eth_0", []), header).to.equal("eth_0");
    }
  });
});
