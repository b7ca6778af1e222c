import type { ServerResponse } from "node:http";
import { expect } from "chai";
import { problem, type Served, serve } from "../../test/helpers/serve.ts";
import type { Hex } from "../core/Hex.ts";
import { httpRelay } from "./httpRelay.ts";
import type { Relay } from "./Relay.ts";
import type { RequestState, RequestStatus } from "./wire.ts";

const digestOf = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;

const statusOf = (digest: Hex, state: RequestState): RequestStatus => ({
  digest,
  kind: "request",
  state,
  receivedAt: "2030-01-01T00:00:00.000Z",
  updatedAt: "2030-01-01T00:00:00.000Z",
});

describe("httpRelay, following statuses", () => {
  let server: Served;
  let relay: Relay;
  /** What the relay was asked, and the streams that are open. */
  let asked: string[];
  let streams: { readonly digests: string; readonly response: ServerResponse }[];
  let hasStream: boolean;
  beforeEach(async () => {
    asked = [];
    streams = [];
    hasStream = true;
    server = await serve((request, response) => {
      const url = request.url ?? "";
      asked.push(url.replace(/\?.*/, ""));
      if (url.startsWith("/v1/requests/")) {
        return void response.end(JSON.stringify(statusOf(url.slice("/v1/requests/".length) as Hex, "queued")));
      }
      if (!hasStream) return void response.writeHead(404).end(JSON.stringify(problem("NOT_FOUND", 404)));
      response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
      streams.push({ digests: new URL(url, "http://relay").searchParams.get("digests") ?? "", response });
    });
    relay = httpRelay({ url: server.url });
  });
  afterEach(() => server.close());

  const send = (status: RequestStatus) =>
    streams.at(-1)?.response.write(`id: 1\nevent: status\ndata: ${JSON.stringify(status)}\n\n`);
  const until = async (what: () => boolean | Promise<boolean>) => {
    while (!(await what())) await new Promise((done) => setImmediate(done));
  };
  const asksFor = (digest: Hex) => asked.filter((url) => url === `/v1/requests/${digest}`).length;

  it("gets the statuses of all requests from one stream, and asks no more", async () => {
    const digests = [1, 2, 3].map(digestOf);
    await Promise.all(digests.map((digest) => relay.status(digest)));
    await until(() => streams.length === 1);
    expect(streams[0]?.digests.split(",").sort()).to.deep.equal(digests);
    for (const digest of digests) send(statusOf(digest, "assigned"));
    for (const digest of digests) {
      await until(async () => (await relay.status(digest))?.state === "assigned");
    }
    const before = asked.length;
    for (let i = 0; i < 50; i++) for (const digest of digests) await relay.status(digest);
    expect(asked.length).to.equal(before);
    expect(streams.length).to.equal(1);
  });

  it("closes the stream once every request is in a block", async () => {
    await relay.status(digestOf(1));
    await until(() => streams.length === 1);
    const closed = new Promise((done) => streams[0]?.response.on("close", done));
    send(statusOf(digestOf(1), "mined"));
    await until(async () => (await relay.status(digestOf(1)))?.state === "mined");
    await closed;
  });

  it("opens a stream for the next request, although it has closed the one before", async () => {
    for (const n of [1, 2, 3]) {
      await relay.status(digestOf(n));
      await until(() => streams.length === n);
      expect(streams[n - 1]?.digests).to.equal(digestOf(n));
      send(statusOf(digestOf(n), "mined"));
      await until(async () => (await relay.status(digestOf(n)))?.state === "mined");
    }
    expect(asked.filter((url) => url === "/v1/events").length).to.equal(3);
  });

  it("reports at once what has changed, and otherwise when the time is over", async () => {
    await relay.status(digestOf(1));
    await until(() => streams.length === 1);
    let told = 0;
    const changed = [1, 2].map(async () => {
      await relay.changed?.(digestOf(1), 2 ** 30);
      told++;
    });
    await relay.changed?.(digestOf(1), 1);
    await relay.changed?.(digestOf(2), 1);
    expect(told).to.equal(0);
    send(statusOf(digestOf(2), "assigned"));
    send(statusOf(digestOf(1), "assigned"));
    await Promise.all(changed);
    expect((await relay.status(digestOf(1)))?.state).to.equal("assigned");
  });

  it("takes further requests into the stream", async () => {
    await relay.status(digestOf(1));
    await until(() => streams.length === 1);
    await relay.status(digestOf(2));
    await until(() => streams.length === 2);
    expect(streams[1]?.digests.split(",").sort()).to.deep.equal([digestOf(1), digestOf(2)]);
  });

  it("asks again when the stream breaks", async () => {
    await relay.status(digestOf(1));
    await until(() => streams.length === 1);
    send(statusOf(digestOf(1), "assigned"));
    await until(async () => (await relay.status(digestOf(1)))?.state === "assigned");
    streams[0]?.response.destroy();
    const before = asksFor(digestOf(1));
    await until(async () => {
      await relay.status(digestOf(1));
      return asksFor(digestOf(1)) > before;
    });
    expect((await relay.status(digestOf(1)))?.state).to.equal("queued");
  });

  it("asks a relay without streams each time, and for a stream only once", async () => {
    hasStream = false;
    // The first answer does until the relay refuses the stream.
    await until(async () => {
      await relay.status(digestOf(1));
      return asksFor(digestOf(1)) === 2;
    });
    for (let i = 0; i < 5; i++) await relay.status(digestOf(1));
    expect(asksFor(digestOf(1))).to.equal(7);
    expect(asked.filter((url) => url === "/v1/events").length).to.equal(1);
  });

  it("does not believe events that are no statuses, or of other requests", async () => {
    await relay.status(digestOf(1));
    await until(() => streams.length === 1);
    const { response } = streams[0] as { response: ServerResponse };
    response.write("data: {\n\nevent: status\ndata: null\n\ndata: 5\n\n");
    send({ ...statusOf(digestOf(1), "assigned"), state: "eaten" as RequestState });
    send(statusOf(digestOf(9), "assigned"));
    await until(async () => {
      expect((await relay.status(digestOf(1)))?.state).to.equal("queued");
      return asksFor(digestOf(1)) === 2;
    });
  });
});
