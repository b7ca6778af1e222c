import { Writable } from "node:stream";
import { expect } from "chai";
import type { Problem } from "doorkey/relay";
import { pino } from "pino";
import { RpcError, RpcUnreachable } from "../../src/chain/jsonRpc.ts";
import type { Config } from "../../src/config/Config.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { ticketing } from "../../src/config/ticketing.ts";
import { createApp } from "../../src/http/app.ts";
import { hashOfKey } from "../../src/http/auth.ts";
import type { Routes, Service } from "../../src/http/Service.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { rateLimits } from "../../src/policy/rateLimits.ts";
import { problemTable } from "../../src/problems/problemTable.ts";

/** A service in which reading the signers fails with the given error. */
async function appThatFails(
  error: unknown,
  bounds: Partial<Config["limits"]> = {},
): Promise<{ app: Routes; log: () => string }> {
  const config: Config = {
    ...parseConfig(
      ticketing({
        chainId: 31337,
        rpc: "http://127.0.0.1:9",
        sponsor: { id: "zepp", keyHash: hashOfKey("a key"), organizers: [7] },
        adminKeyHash: hashOfKey("another"),
      }),
      "relay.yaml",
    ),
  };
  const server = { ...config.server, corsOrigins: ["https://fans.example"] };
  const limits = rateLimits({ ...config.limits, ...bounds });
  let text = "";
  const sink = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  const intake = {
    config: () => ({ ...config, server }),
    limits: () => limits,
    state: () => Promise.reject(error),
  } as unknown as Service["intake"];
  const app = await createApp({
    intake,
    feed: {} as Service["feed"],
    logger: pino({ base: null }, sink),
    metrics: createMetrics(async () => undefined),
    version: "0.0.0-test",
    isDraining: () => false,
    readiness: async () => ({ intake: WELL, sending: WELL, reading: WELL }),
    faults: () => [],
    balanceOf: async () => undefined,
  });
  return { app, log: () => text };
}

const WELL = { reasons: [], warnings: [] };

describe("the HTTP service", () => {
  it("answers an unforeseen error with a bare 500, and logs it under the same id", async () => {
    const secret = "select * from requests where signature = 0x1234 at /src/secret.ts";
    const { app, log } = await appThatFails(new TypeError(secret));
    const answer = await app.inject("/v1/info");
    const problem: Problem = answer.json();
    expect(answer.statusCode).to.equal(500);
    expect(problem).to.deep.equal({
      type: "urn:doorkey:relay:problem:INTERNAL",
      code: "INTERNAL",
      detail: problemTable.INTERNAL.title,
      requestId: answer.headers["x-request-id"],
      ...problemTable.INTERNAL,
    });
    const lines = log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const line = lines.find(({ msg }) => msg === "unforeseen error");
    expect(line).to.include({ requestId: problem.requestId, name: "TypeError", message: secret, route: "/v1/info" });
    await app.close();
  });

  it("names the service that does not answer, without quoting its error", async () => {
    const away: readonly (readonly [string, unknown])[] = [
      ["CHAIN_UNREACHABLE", new RpcUnreachable("fetch of 10.0.0.5")],
      ["CHAIN_UNREACHABLE", new RpcError({ code: -32_005, message: "10.0.0.5 is busy" })],
      ["STORE_UNREACHABLE", Object.assign(new Error("connect to 10.0.0.5"), { code: "ECONNREFUSED" })],
      ["STORE_UNREACHABLE", Object.assign(new Error("the system is shutting down"), { code: "57P01" })],
      ["STORE_UNREACHABLE", new Error("Connection terminated unexpectedly")],
      ["INTERNAL", Object.assign(new Error("duplicate key"), { code: "23505" })],
      ["INTERNAL", "a text"],
      ["INTERNAL", undefined],
    ];
    for (const [code, error] of away) {
      const { app } = await appThatFails(error);
      const answer = await app.inject("/v1/info");
      expect(answer.json()).to.include({ code });
      expect(answer.body).not.to.match(/10\.0\.0\.5|duplicate|terminated|shutting/);
      await app.close();
    }
  });

  it("refuses a path that cannot be decoded with a problem", async () => {
    const { app } = await appThatFails(new Error());
    for (const url of ["/v1/requests/%ff", "/v1/%c3%28", "/%"]) {
      const answer = await app.inject(url);
      expect(answer.headers["content-type"], url).to.match(/^application\/problem\+json/);
      expect(answer.json(), url).to.include({ code: "BODY_MALFORMED", requestId: answer.headers["x-request-id"] });
    }
    await app.close();
  });

  it("counts calls of an IPv6 network as one caller's", async () => {
    const { app } = await appThatFails(new Error(), { perIp: { points: 2, seconds: 60 } });
    const from = async (remoteAddress: string) => (await app.inject({ url: "/v1/nothing", remoteAddress })).statusCode;
    const one = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:0db8:1:2:3:4:5:6"];
    expect(await Promise.all(one.map(from))).to.deep.equal([404, 404, 429]);
    const others = ["2001:db8:1:3::1", "2001:db8::2", "::1", "192.0.2.1", "192.0.2.2"];
    for (const address of others) expect(await from(address), address).to.equal(404);
    expect([await from("::ffff:192.0.2.1"), await from("::ffff:192.0.2.1")]).to.deep.equal([404, 429]);
    await app.close();
  });

  it("counts calls however their path is written", async () => {
    const { app } = await appThatFails(new Error(), { perIp: { points: 1, seconds: 60 } });
    const statuses: number[] = [];
    for (const url of ["/v1/info", "/%76%31/info", "/v%31/info", "/v1%2finfo"]) {
      statuses.push((await app.inject(url)).statusCode);
    }
    expect(statuses).to.deep.equal([500, 429, 429, 429]);
    expect((await app.inject("/%6civez")).statusCode).to.equal(200);
    await app.close();
  });

  it("lets pages of the listed origins call, and no others", async () => {
    const { app } = await appThatFails(new Error());
    const ask = (origin: string, method: "GET" | "OPTIONS") =>
      app.inject({ method, url: "/v1/returns", headers: { origin } });
    const preflight = await ask("https://fans.example", "OPTIONS");
    expect(preflight.statusCode).to.equal(204);
    expect(preflight.headers).to.include({
      "access-control-allow-origin": "https://fans.example",
      "access-control-allow-methods": "GET, POST, DELETE",
    });
    expect(preflight.headers.vary).to.contain("origin");
    const other = await ask("https://scalper.example", "OPTIONS");
    expect(other.headers).not.to.have.property("access-control-allow-origin");
    await app.close();
  });
});
