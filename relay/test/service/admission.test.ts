import { expect } from "chai";
import { type Address, connect } from "doorkey";
import { contractAt, interfaces } from "doorkey/abi";
import { grantMany } from "doorkey/agent";
import type { Hex } from "doorkey/buyer";
import {
  httpRelay,
  type Problem,
  type Submitted,
  type WireForwardRequest,
  type WireSignedRequest,
} from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { ZeroAddress } from "ethers";
import type { ProblemCode } from "../../src/problems/problemTable.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { suiteOf } from "../helpers/suite.ts";
import { isDear } from "../helpers/world.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("admission", () => {
  let stage: RelayStage;
  /** A signed grant that would be accepted. */
  let good: WireSignedRequest;
  let to: Hex;
  before(async () => {
    stage = await startRelayStage();
    to = rightsRegistryOf(stage.node);
    good = await stage.request(stage.show.agent.signer, to, grantData(stage.show));
  });
  after(() => stage.close());

  /** The good request with changes, signed again. */
  const changed = (change: Partial<WireForwardRequest>) =>
    stage.sign(stage.show.agent.signer, { ...good.request, ...change });
  const refused = async (signed: WireSignedRequest, code: ProblemCode, key?: string) =>
    expectProblem(await stage.submit(signed, key), code);

  describe("of the message", () => {
    const bodies: readonly (readonly [string, unknown])[] = [
      ["no JSON", "{"],
      ["nothing", {}],
      ["an empty list", { requests: [] }],
      ["101 items", { requests: Array(101).fill({}) }],
      ["an unknown field", { requests: [{}], more: 1 }],
    ];
    for (const [what, body] of bodies) {
      it(`refuses ${what}`, async () => {
        expectProblem(await stage.call("POST", "/v1/requests", { body, key: API_KEY }), "BODY_MALFORMED");
      });
    }

    it("refuses each field of a request that has the wrong form", async () => {
      const wrong: Record<keyof WireForwardRequest, unknown> = {
        from: "0x12",
        to: 5,
        gas: 100_000,
        nonce: "01",
        deadline: "1",
        relayer: "nobody",
        data: "0x1",
      };
      for (const [field, value] of Object.entries(wrong)) {
        const body = { requests: [{ ...good, request: { ...good.request, [field]: value } }] };
        const { detail } = expectProblem(
          await stage.call("POST", "/v1/requests", { body, key: API_KEY }),
          "BODY_MALFORMED",
        );
        expect(detail).to.contain(`/requests/0/request/${field}`).and.not.contain(String(value));
      }
      for (const field of ["gas", "nonce"]) {
        const request = { ...good.request, [field]: String(1n << 256n) };
        await refused({ ...good, request }, "BODY_MALFORMED");
      }
    });

    it("refuses a body above the limit, another media type, and paths that are not there", async () => {
      const body = `{"requests":["${"x".repeat(1_048_576)}"]}`;
      expectProblem(await stage.call("POST", "/v1/requests", { body, key: API_KEY }), "BODY_TOO_LARGE");
      const headers = { "content-type": "text/plain" };
      expectProblem(await stage.call("POST", "/v1/requests", { body: "x", headers }), "MEDIA_TYPE_UNSUPPORTED");
      expectProblem(await stage.call("GET", "/v1/nothing"), "ROUTE_UNKNOWN");
      expectProblem(await stage.call("GET", "/v1/requests/0x12"), "BODY_MALFORMED");
    });
  });

  describe("of hook data", () => {
    const holder = walletOf("a fan of large data").address as Address;
    const hookData = (bytes: number): Hex => `0x${"ff".repeat(bytes)}`;
    const asked = (from: number) => stage.log.slice(from).filter((line) => line.includes('"method":"POST"')).length;

    /** What the SDK answers for a grant with so much hook data, and how many calls the relay got. */
    async function granted(bytes: number): Promise<readonly [string | undefined, number]> {
      const { agent, agentId, eventId } = stage.show;
      const relay = httpRelay({ url: stage.relay.url, key: API_KEY });
      const { url: rpc, deployment } = stage.node;
      const seller = await connect({ rpc, signer: agent.signer, relay, deployment });
      const from = stage.log.length;
      const rows = [{ order: String(bytes), className: "standing", holder }];
      const { results } = await grantMany(seller, { agentId, eventId, rows, hookData: () => hookData(bytes) });
      const [row] = results;
      return [row?.status === "refused" ? row.reason : row?.status, asked(from)];
    }

    /** The same without the SDK's own limit: signed by the agent, and sent as it is. */
    async function sent(bytes: number): Promise<void> {
      const { agentId, eventId } = stage.show;
      const { EntryRightRegistry: abi } = interfaces;
      const data = abi.encodeFunctionData("grant", [eventId, 1, agentId, holder, [], hookData(bytes), 1]) as Hex;
      await refused(await changed({ data }), bytes > 500_000 ? "BODY_TOO_LARGE" : "DATA_TOO_LARGE");
    }

    it("refuses a megabyte: the SDK sends none, and the relay does not read the body", async () => {
      const batches = await stage.show.agent.contracts.rights.batchesOf(stage.show.eventId);
      expect(await granted(1_000_000)).to.deep.equal(["CALL_TOO_LARGE", 0]);
      await sent(1_000_000);
      expect(await stage.show.agent.contracts.rights.batchesOf(stage.show.eventId)).to.equal(batches);
    });

    it("refuses more than a node takes by itself, and what is more than this relay takes by the relay's answer", async () => {
      expect(await granted(130_000)).to.deep.equal(["CALL_TOO_LARGE", 0]);
      const [reason, calls] = await granted(100_000);
      expect([reason, calls > 0]).to.deep.equal(["CALL_TOO_LARGE", true]);
      await sent(130_000);
      await sent(100_000);
    });

    it("takes ten kilobytes, through prepare and submit", async () => {
      const [status, calls] = await granted(10_000);
      expect([status, calls > 1]).to.deep.equal(["granted", true]);
    });
  });

  describe("of who pays", () => {
    it("refuses calls without a key, with an unknown key, and with a malformed key", async () => {
      const body = { requests: [good] };
      expectProblem(await stage.call("POST", "/v1/requests", { body }), "KEY_MISSING");
      expectProblem(await stage.call("POST", "/v1/requests", { body, key: "dk_nobody_knows-it" }), "KEY_UNKNOWN");
      const headers = { authorization: "Basic abc" };
      expectProblem(await stage.call("POST", "/v1/requests", { body, headers }), "KEY_UNKNOWN");
    });

    it("refuses targets, functions and arguments that the sponsor does not list", async () => {
      await refused(good, "TARGET_NOT_SPONSORED", OTHER_KEY);
      const { EventRegistry } = stage.node.deployment.contracts;
      const cancel = interfaces.EventRegistry.encodeFunctionData("cancel", [stage.show.eventId]) as Hex;
      await refused(await changed({ to: EventRegistry.address, data: cancel }), "TARGET_NOT_SPONSORED");
      const reopen = interfaces.EntryRightRegistry.encodeFunctionData("reopen", [stage.show.eventId, 1, 1]) as Hex;
      await refused(await changed({ data: reopen }), "FUNCTION_NOT_SPONSORED");
      const grant = interfaces.EntryRightRegistry.getFunction("grant").selector as Hex;
      await refused(await changed({ data: grant.slice(0, -2) as Hex }), "FUNCTION_NOT_SPONSORED");
      await refused(await changed({ data: grantData(stage.stranger) }), "ARGUMENTS_NOT_SPONSORED");
      await refused(await changed({ data: grant }), "ARGUMENTS_NOT_SPONSORED");
      await refused(await changed({ to: suiteOf(stage.node).forwarder, data: grant }), "FUNCTION_NOT_SPONSORED");
    });

    it("accepts a gate's admissions without a key if a sponsor pays for the organizer, and no others", async () => {
      const admit = (eventId: number) =>
        interfaces.EntryRightRegistry.encodeFunctionData("admit", [eventId, [], "0x"]) as Hex;
      const prepare = (eventId: number) =>
        stage.call<Problem>("POST", "/v1/prepare", {
          body: { from: stage.show.gate.signer.address, to, data: admit(eventId) },
        });
      // Sponsored, but doors are shut. In returns.test.ts they are open.
      const early = expectProblem(await prepare(stage.show.eventId), "CALL_REVERTS");
      expect(interfaces.EventRegistry.parseError(early.revertData ?? "0x")?.name).to.equal("DoorsNotOpen");
      expectProblem(await prepare(stage.stranger.eventId), "KEY_MISSING");
      expectProblem(await prepare(4_000_000_000), "KEY_MISSING");
      // A key that is not a gate cannot spend an organizer's money, because the call would revert.
      const body = { from: walletOf("nobody").address, to, data: admit(stage.show.eventId) };
      const { revertData } = expectProblem(await stage.call("POST", "/v1/prepare", { body }), "CALL_REVERTS");
      expect(interfaces.EventRegistry.parseError(revertData ?? "0x")?.name).to.equal("GateOnly");
    });
  });

  describe("of the request", () => {
    it("bounds gas by the sponsor's ceiling, to the last unit", async () => {
      await refused(await changed({ gas: "5000001" }), "GAS_TOO_HIGH");
      await refused(await changed({ gas: "12000001" }), "GAS_TOO_HIGH");
      const { status } = await stage.submit(await changed({ gas: "5000000", nonce: "1000" }));
      expect(status).to.equal(202);
    });

    it("bounds call data", async () => {
      const data = `${grantData(stage.show)}${"00".repeat(98_304)}` as Hex;
      await refused(await changed({ data }), "DATA_TOO_LARGE");
    });

    it("bounds the deadline on both sides, by the chain's clock", async () => {
      // A block may come between reading the time and the check.
      const now = await stage.node.clock.now();
      await refused(await changed({ deadline: now + 14 }), "DEADLINE_TOO_NEAR");
      await refused(await changed({ deadline: now - 1 }), "DEADLINE_TOO_NEAR");
      await refused(await changed({ deadline: now + 3_700 }), "DEADLINE_TOO_FAR");
      for (const [i, deadline] of [now + 25, now + 3_600].entries()) {
        const { status } = await stage.submit(await changed({ deadline, nonce: String(1_001 + i) }));
        expect(status).to.equal(202);
      }
    });

    it("refuses a foreign relayer, and accepts a request that names none", async () => {
      await refused(await changed({ relayer: walletOf("another relay").address as Hex }), "RELAYER_OTHER");
      const { status } = await stage.submit(await changed({ relayer: ZeroAddress as Hex, nonce: "1010" }));
      expect(status).to.equal(202);
    });

    it("refuses signatures of other keys, of other requests, and in another form", async () => {
      const forged = await stage.sign(walletOf("a thief"), good.request);
      await refused(forged, "SIGNATURE_INVALID");
      await refused({ ...good, request: { ...good.request, gas: "4999999" } }, "SIGNATURE_INVALID");
      await refused({ ...good, signature: `0x${"00".repeat(65)}` }, "SIGNATURE_INVALID");
      const flipped = good.signature.endsWith("1b") ? "1c" : "1b";
      await refused({ ...good, signature: `${good.signature.slice(0, -2)}${flipped}` as Hex }, "SIGNATURE_INVALID");
    });

    it("refuses a nonce that the chain has, and one that another request has", async () => {
      const first = await stage.request(stage.show.agent.signer, to, grantData(stage.show, 1));
      expect((await stage.submit(first)).status).to.equal(202);
      const second = await changed({ nonce: first.request.nonce, gas: "4000000" });
      const { detail } = await refused(second, "NONCE_TAKEN");
      expect(detail).to.contain(stage.digestOf(first));

      const forwarder = contractAt("GasRelayForwarder", suiteOf(stage.node).forwarder, stage.node.payer);
      const elsewhere = await changed({ nonce: "2000", relayer: ZeroAddress as Hex });
      await (await forwarder.execute([elsewhere])).wait();
      await refused(await changed({ nonce: "2000", gas: "4000000" }), "NONCE_USED");
    });

    it("refuses a call that would revert, with its revert data", async () => {
      const sold = grantData({ ...stage.show, agentId: stage.stranger.agentId });
      const { revertData } = await refused(await changed({ data: sold, nonce: "3000" }), "CALL_REVERTS");
      const error = interfaces.EventRegistry.parseError(revertData ?? "0x");
      expect(error?.name).to.be.a("string");
      // The simulation has exactly the signed gas.
      await refused(await changed({ gas: "30000", nonce: "3001" }), "GAS_TOO_LOW");
    });

    it("prepares no call that would revert, is not sponsored, or takes too much gas", async () => {
      const stranger = walletOf("no member");
      expectProblem(await stage.prepare(stranger, to, grantData(stage.show)), "CALL_REVERTS");
      expectProblem(
        await stage.prepare(stage.show.agent.signer, to, grantData(stage.stranger)),
        "ARGUMENTS_NOT_SPONSORED",
      );
      // Where state is dear, no transaction holds 1,200 rights, and the call fails with the contract's own error.
      const many = grantData(stage.show, isDear ? 300 : 1_200);
      expectProblem(await stage.prepare(stage.show.agent.signer, to, many), "GAS_TOO_HIGH");
    });
  });

  it("judges each of several requests by itself, in their order", async () => {
    const one = await stage.request(stage.show.agent.signer, to, grantData(stage.show));
    const two = await changed({ gas: "5000001" });
    const three = await stage.request(stage.show.agent.signer, to, grantData(stage.show));
    const { status, body } = await stage.submit<Submitted>([one, two, three, one]);
    expect(status).to.equal(202);
    const [first, second, third, again] = body.results;
    expect(first).to.have.nested.property("status.digest", stage.digestOf(one));
    expect(second).to.have.nested.property("problem.code", "GAS_TOO_HIGH");
    expect(third).to.have.nested.property("status.digest", stage.digestOf(three));
    expect(again).to.have.nested.property("status.digest", stage.digestOf(one));
  });

  it("gives out each free nonce once", async () => {
    const from = walletOf("nonces of prepare");
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { body } = await stage.prepare(from, suiteOf(stage.node).forwarder, "0x");
        return Number(body.request.nonce);
      }),
    );
    expect(nonces.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, i) => i));

    // Nonces used otherwise: 20 to 255 on chain, and 256 by a stored request.
    const forwarder = contractAt("GasRelayForwarder", suiteOf(stage.node).forwarder, stage.node.payer);
    const deadline = (await stage.node.clock.now()) + 3_000;
    const burn = (nonce: number) =>
      stage.sign(from, {
        from: from.address as Hex,
        to: stage.node.deployment.contracts.GasRelayForwarder.address,
        gas: "0",
        nonce: String(nonce),
        deadline,
        relayer: ZeroAddress as Hex,
        data: "0x",
      });
    const burns = await Promise.all(Array.from({ length: 236 }, (_, i) => burn(20 + i)));
    await (await forwarder.execute(burns.slice(0, 118), { gasLimit: 16_000_000 })).wait();
    await (await forwarder.execute(burns.slice(118), { gasLimit: 16_000_000 })).wait();
    expect((await stage.submit(await burn(256))).status).to.equal(202);
    const { body } = await stage.prepare(from, suiteOf(stage.node).forwarder, "0x");
    expect(body.request.nonce).to.equal("257");
  });
});
