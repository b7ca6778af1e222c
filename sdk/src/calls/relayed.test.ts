import { inspect } from "node:util";
import { expect } from "chai";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import { problem, serve, serveRelay } from "../../test/helpers/serve.ts";
import { contractAt, interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { forwarderOf } from "../chain/forwarderOf.ts";
import { signerOf } from "../chain/signerOf.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { requestDigest, requestDigester, signRequest } from "../relay/forwardRequest.ts";
import { httpRelay } from "../relay/httpRelay.ts";
import type { Relay } from "../relay/Relay.ts";
import type { RequestStatus, WireForwardRequest, WireSignedRequest } from "../relay/wire.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { encodeCall } from "./encodeCall.ts";
import { prepareRequest } from "./prepareRequest.ts";
import { findExecution, outcomeIn } from "./requestOutcome.ts";

const PROFILE = { name: "Zepp Hall", uri: "https://zepp.example" };
const STRANGER: Address = "0x00000000000000000000000000000000000000AA";

describe("calls through a relay", () => {
  let chain: TestChain;
  let connection: Connection;
  before(async () => {
    chain = await startTestChain();
    connection = await chain.connect(chain.emptyKey());
  });
  after(() => chain.close());

  const codeOf = (through: Partial<Relay>, options = {}) =>
    registerOrganizer({ ...connection, relay: { ...chain.relay, ...through } }, PROFILE, options).then(
      () => "done",
      ({ code, message }) => `${code}: ${message.split("\n")[1]}`,
    );

  it("need a relay and a signer", async () => {
    const without = { ...connection, relay: undefined };
    const via = await registerOrganizer(without, PROFILE, { via: "relay" }).catch((error) => error.code);
    expect(via).to.equal("RELAY_MISSING");
    const reader = await registerOrganizer({ ...connection, signer: undefined }, PROFILE).catch((error) => error.code);
    expect(reader).to.equal("SIGNER_MISSING");
  });

  describe("refuse a prepared request", () => {
    const lies: [string, (request: WireForwardRequest) => Partial<WireForwardRequest>][] = [
      ["from", () => ({ from: STRANGER })],
      ["to", () => ({ to: STRANGER })],
      ["data", ({ data }) => ({ data: `${data}00` })],
    ];
    for (const [field, lie] of lies) {
      it(`with another ${field}`, async () => {
        const prepare: Relay["prepare"] = async (call) => {
          const prepared = await chain.relay.prepare(call);
          return { ...prepared, request: { ...prepared.request, ...lie(prepared.request) } };
        };
        expect(await codeOf({ prepare })).to.equal(`RELAY_DISHONEST: Different from the call: ${field}.`);
      });
    }

    it("with another chain or forwarder", async () => {
      const prepare: Relay["prepare"] = async (call) => ({
        ...(await chain.relay.prepare(call)),
        chainId: 1,
        forwarder: STRANGER,
      });
      expect(await codeOf({ prepare })).to.equal("RELAY_DISHONEST: Different from the call: chain, forwarder.");
    });

    it("with a deadline so late that the relay could hold it back and execute it at any time", async () => {
      const after = (seconds: number) => async (call: Parameters<Relay["prepare"]>[0]) => {
        const { request, ...prepared } = await chain.relay.prepare(call);
        return { ...prepared, request: { ...request, deadline: (await chain.clock.now()) + seconds } };
      };
      expect(await codeOf({ prepare: after(86_400) })).to.equal("done");
      expect(await codeOf({ prepare: after(100_000) })).to.equal("RELAY_DISHONEST: Different from the call: deadline.");
    });

    it("but not one with a deadline within a day, on a chain without new blocks", async () => {
      const sleepy = await startTestChain({ startAt: Math.floor(Date.now() / 1_000) - 200_000 });
      const own = await sleepy.connect(sleepy.emptyKey());
      const prepare: Relay["prepare"] = async (call) => {
        const { request, ...prepared } = await sleepy.relay.prepare(call);
        return { ...prepared, request: { ...request, deadline: Math.floor(Date.now() / 1_000) + 300 } };
      };
      const { organizerId } = await registerOrganizer({ ...own, relay: { ...sleepy.relay, prepare } }, PROFILE);
      expect(organizerId).to.equal(1);
      await sleepy.close();
    });

    it("that is malformed", async () => {
      for (const answer of [null, {}, [], { chainId: 31337, forwarder: 7 }, { error: { code: -32601 } }]) {
        expect(await codeOf({ prepare: async () => answer as never })).to.match(/^RELAY_DISHONEST: /);
      }
    });
  });

  describe("trust the chain, not the relay", () => {
    /** A relay that accepts a request and reports any status for it. */
    const saying = (status: (digest: Hex) => Partial<RequestStatus>): Partial<Relay> => {
      const told = (digest: Hex): RequestStatus => ({
        digest,
        kind: "request",
        state: "mined",
        receivedAt: "",
        updatedAt: "",
        ...status(digest),
      });
      return {
        submit: async ([signed]) => {
          const digest = requestDigest(forwarderOf(connection), (signed as WireSignedRequest).request);
          return [{ digest, status: told(digest) }];
        },
        status: async (digest) => told(digest),
      };
    };

    it("when it names a transaction of another request", async () => {
      const { transaction } = await registerOrganizer(connection, PROFILE);
      const error = await codeOf(saying(() => ({ outcome: "success", transactionHash: transaction.hash })));
      expect(error).to.match(/^LOG_MISSING: Request 0x[0-9a-f]{64} in transaction/);
    });

    it("when it names no transaction", async () => {
      expect(
        await codeOf(
          saying(() => ({ outcome: "success" })),
          { timeout: 1 },
        ),
      ).to.match(/^CALL_UNDECIDED/);
    });

    for (const state of ["rejected", "expired", "superseded", "cancelled"] as const) {
      it(`when it reports a request as ${state}`, async () => {
        const error = await codeOf(saying(() => ({ state, reason: { code: "X", detail: "because" } })));
        expect(error).to.match(new RegExp(`^REQUEST_DEAD: Request 0x.* is ${state}: because\\.`));
      });
    }

    it("when a reorg removes the transaction that it named", async () => {
      const orphaned: Hex = `0x${"22".repeat(32)}`;
      let asked = 0;
      const reorged: Partial<Relay> = {
        status: async (digest) => {
          const status = await chain.relay.status(digest);
          return status && (asked++ === 0 ? { ...status, transactionHash: orphaned } : status);
        },
      };
      expect(await codeOf(reorged, { timeout: 3_000 })).to.equal("done");
      expect(asked).to.be.greaterThan(1);
    });

    it("when it reports a request as confirmed whose block is not final", async () => {
      const unfinal = nodeSaying(chain.provider, {
        getBlock: (tag) => chain.provider.getBlock(tag === "finalized" ? 0 : tag),
      });
      const call = registerOrganizer({ ...connection, provider: unfinal }, PROFILE, { until: "final", timeout: 200 });
      expect(await call.catch(({ code }) => code)).to.equal("CALL_UNDECIDED");
    });

    it("when it lost the request", async () => {
      const lost = { ...saying(() => ({})), status: async () => undefined };
      expect(await codeOf(lost, { timeout: 1 })).to.match(/^CALL_UNDECIDED/);
    });
  });

  it("read each request's own part of a transaction with several", async () => {
    const payer = await chain.fundedKey();
    const signed = await Promise.all(
      ["ann", "bob", "eve"].map(async (name): Promise<WireSignedRequest> => {
        const own = await chain.connect(chain.emptyKey());
        const call = encodeCall(own, "EventRegistry", "register", [name, ""]);
        const request = await prepareRequest(own, chain.relay, call);
        // Eve's call runs out of the gas that she signed for.
        const gas = name === "eve" ? "40000" : request.gas;
        return signRequest(forwarderOf(own), await signerOf(own), {
          ...request,
          gas,
          relayer: payer.address as Address,
        });
      }),
    );
    const forwarder = contractAt("GasRelayForwarder", forwarderOf(connection).forwarder, payer);
    const receipt = await (await forwarder.execute([...signed, ...signed.slice(0, 1)], { gasLimit: 2_000_000 })).wait();
    if (receipt === null) throw new Error("it was not mined");
    const outcome = async (request: WireForwardRequest) => {
      try {
        const { logs } = await outcomeIn(connection, receipt, {
          digest: requestDigest(forwarderOf(connection), request),
          request,
        });
        return logs.map((log) => interfaces.EventRegistry.parseLog(log)?.args.name);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const [ann, bob, eve] = await Promise.all(signed.map(({ request }) => outcome(request)));
    expect([ann, bob, eve]).to.deep.equal([["ann"], ["bob"], "CALL_REVERTED"]);
  });

  it("succeed although the forwarder skipped a spoilt copy first", async () => {
    const payer = await chain.fundedKey();
    const own = await chain.connect(chain.emptyKey());
    const call = encodeCall(own, "EventRegistry", "register", ["twice", ""]);
    const request = { ...(await prepareRequest(own, chain.relay, call)), relayer: payer.address as Address };
    const where = forwarderOf(own);
    const signed = await signRequest(where, await signerOf(own), request);
    const spoilt = { ...signed, signature: (await signRequest(where, payer, request)).signature };
    const forwarder = contractAt("GasRelayForwarder", where.forwarder, payer);
    const receipt = await (await forwarder.execute([spoilt, signed], { gasLimit: 2_000_000 })).wait();
    if (receipt === null) throw new Error("it was not mined");
    const { logs } = await outcomeIn(own, receipt, { digest: requestDigest(where, request), request });
    expect(logs).to.have.length(1);
  });

  it("are submitted again when the answer gets lost, and are never reported as retryable", async () => {
    const teams = () => connection.contracts.events.teamCount();
    const before = await teams();
    let lost = 1;
    const submit: Relay["submit"] = async (requests) => {
      const results = await chain.relay.submit(requests);
      if (lost-- > 0) throw new DoorkeyError("RELAY_UNREACHABLE");
      return results;
    };
    expect(await codeOf({ submit })).to.equal("done");
    lost = 99;
    expect(await codeOf({ submit })).to.match(/^CALL_UNDECIDED: Request 0x/);
    expect(await teams()).to.equal(before + 2n);
  });

  it("are found by their digest", async () => {
    const accepted = await registerOrganizer(connection, PROFILE, { until: "accepted" });
    const receipt = await findExecution(connection, accepted.id, 0);
    const request = {} as WireForwardRequest;
    expect(receipt && (await outcomeIn(connection, receipt, { digest: accepted.id, request }))).to.deep.equal(
      (await accepted.wait()).transaction,
    );
    expect(await findExecution(connection, `0x${"11".repeat(32)}`, 0)).to.equal(undefined);
  });

  it("are found by their digest at a node that limits its ranges", async () => {
    const accepted = await registerOrganizer(connection, PROFILE, { until: "accepted" });
    for (let i = 0; i < 10; i++) await chain.provider.send("evm_mine", []);
    const latest = await chain.provider.getBlockNumber();
    const provider = nodeSaying(chain.provider, {
      getLogs: async (filter) => {
        const { fromBlock, toBlock } = filter as { fromBlock: number; toBlock: number | "latest" };
        const span = (toBlock === "latest" ? latest : toBlock) - fromBlock + 1;
        if (span > 4) throw new Error("block range is too wide: at most 4");
        return chain.provider.getLogs(filter);
      },
    });
    const receipt = await findExecution({ ...connection, provider }, accepted.id, 0);
    expect(receipt?.hash).to.equal((await accepted.wait()).transaction.hash);
  });

  it("have the digest that the forwarder computes", async () => {
    const call = encodeCall(connection, "EventRegistry", "register", ["a", "b"]);
    const request = await prepareRequest(connection, chain.relay, call);
    const where = forwarderOf(connection);
    const digest = await contractAt("GasRelayForwarder", where.forwarder, chain.provider).hashOf(request);
    expect(requestDigest(where, request)).to.equal(digest);
    expect(requestDigester(where)(request)).to.equal(digest);
  });
});

describe("httpRelay", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("carries calls like a relay in the process", async () => {
    const server = await serveRelay(chain.relay);
    const relay = httpRelay({ url: `${server.url}/` });
    const connection = { ...(await chain.connect(chain.emptyKey())), relay };
    expect((await registerOrganizer(connection, PROFILE)).organizerId).to.equal(1);
    expect(await relay.info()).to.deep.equal(await chain.relay.info());
    expect(await relay.status(`0x${"11".repeat(32)}`)).to.equal(undefined);

    const error = await registerOrganizer(connection, { name: "x".repeat(257), uri: "" }).catch((thrown) => thrown);
    expect(error).to.deep.include({ code: "CALL_REVERTED" });
    expect(error.contractError.name).to.equal("TeamTextTooLong");
    await server.close();
  });

  it("refuses answers that no relay gives", async () => {
    for (const body of [
      "null",
      "{}",
      "[]",
      '{"results":{}}',
      '{"results":[null]}',
      '{"results":[7]}',
      '{"results":[]}',
    ]) {
      const server = await serve((_, response) => void response.writeHead(200).end(body));
      const { submit, submitReturns } = httpRelay({ url: server.url });
      const relay: Relay = { ...chain.relay, submit, submitReturns };
      const connection = { ...(await chain.connect(chain.emptyKey())), relay };
      const error = await registerOrganizer(connection, PROFILE).catch((thrown) => thrown);
      expect(error.code, body).to.equal("RELAY_DISHONEST");
      await server.close();
    }
  });

  it("refuses an address or a key that cannot be sent, and repeats neither", () => {
    const urls = [
      "",
      "relay.example",
      "ftp://a.b",
      "http://me:secret@a.b",
      "http://a.b/?key=secret",
      "http://a.b/#secret",
    ];
    for (const parameters of [...urls.map((url) => ({ url })), { url: "http://a.b", key: "a\nsecret" }]) {
      let error: unknown;
      try {
        httpRelay(parameters);
      } catch (thrown) {
        error = thrown;
      }
      expect((error as { code: string } | undefined)?.code, parameters.url).to.equal("VALUE_INVALID");
      expect(inspect(error, { depth: 9 })).not.to.contain("secret");
    }
  });

  const answers: [string, number, unknown, string][] = [
    ["a refusal", 403, problem("POLICY_REFUSED", 403), "RELAY_REFUSED"],
    ["a limit", 429, problem("RATE_LIMITED", 429, { retryable: true }), "RELAY_BUSY"],
    ["a fault", 500, problem("INTERNAL", 500), "RELAY_BUSY"],
    ["no JSON", 502, "Bad gateway", "RELAY_UNREACHABLE"],
    ["nothing", 500, "null", "RELAY_BUSY"],
  ];
  for (const [what, status, body, code] of answers) {
    it(`reports ${what} as ${code}, and does not show its key`, async () => {
      let seen: string | undefined;
      const server = await serve((request, response) => {
        seen = request.headers.authorization;
        response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
      });
      const error = await httpRelay({ url: server.url, key: "secret" })
        .info()
        .catch((thrown) => thrown);
      expect(error.code).to.equal(code);
      expect(seen).to.equal("Bearer secret");
      expect(error.message).not.to.contain("secret");
      await server.close();
    });
  }
});
