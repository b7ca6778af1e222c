import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import { httpRelay, type RequestStatus, type Submitted, signCancel, type WireSignedRequest } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import type { Wallet } from "ethers";
import { until } from "../helpers/processes.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { readEvents } from "./helpers/readEvents.ts";
import { ADMIN_KEY, API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("requests", () => {
  let stage: RelayStage;
  before(async () => {
    stage = await startRelayStage();
  });
  after(() => stage.close());

  const grant = (count = 1) =>
    stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show, count));
  const pathOf = (signed: WireSignedRequest, rest = "") => `/v1/requests/${stage.digestOf(signed)}${rest}`;
  const accepted = async (signed: WireSignedRequest) => {
    const { status } = await stage.submit<Submitted>(signed);
    expect(status).to.equal(202);
    return signed;
  };
  /** Pauses sending while `work` runs. The intake continues. */
  const whilePaused = async (work: () => Promise<void>) => {
    const signer = `/v1/admin/signers/${stage.signer.address}`;
    await stage.call("POST", `${signer}/pause`, { key: ADMIN_KEY });
    await work();
    await stage.call("POST", `${signer}/resume`, { key: ADMIN_KEY });
  };

  it("reach a confirmed grant through the SDK's client", async () => {
    const relay = httpRelay({ url: stage.relay.url, key: API_KEY });
    const info = await relay.info();
    expect(info).to.deep.equal({
      version: "0.0.0-test",
      chainId: 31337,
      forwarder: stage.node.deployment.contracts.GasRelayForwarder.address,
      rightsRegistry: rightsRegistryOf(stage.node),
      relayers: [stage.signer.address],
      confirmations: 1,
      maxDeadlineSeconds: 3_600,
    });
    const agent = stage.show.agent.signer;
    const data = grantData(stage.show, 3);
    const prepared = await relay.prepare({ from: agent.address as Hex, to: rightsRegistryOf(stage.node), data });
    expect(prepared.sponsor).to.equal("zepp");
    expect(prepared.request.relayer).to.equal(stage.signer.address);
    const signed = await stage.sign(agent, prepared.request);
    const [result] = await relay.submit([signed]);
    expect(result).to.have.nested.property("status.state", "queued");

    const mined = await stage.reaches(stage.digestOf(signed), "mined");
    expect(mined.outcome).to.equal("success");
    // The margin on the measured gas is a fifth, and the call takes what was measured.
    expect(Number(mined.gasUsed)).to.be.within(Number(prepared.request.gas) * 0.6, Number(prepared.request.gas));
    await stage.node.mine(3);
    const final = await stage.reaches(stage.digestOf(signed), "confirmed");
    expect(await relay.status(stage.digestOf(signed))).to.deep.equal(final);
    expect(await relay.status(`0x${"00".repeat(32)}`)).to.equal(undefined);
  });

  it("F20 answers 50 parallel posts of one body with one request", async () => {
    const signed = await grant();
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.submit<Submitted>(signed)));
    expect(answers.filter(({ status }) => status !== 202)).to.deep.equal([]);
    const digests = answers.map(({ body }) => body.results[0]?.digest);
    expect(new Set(digests)).to.deep.equal(new Set([stage.digestOf(signed)]));
    const mined = await stage.reaches(stage.digestOf(signed), "mined");
    expect(mined.outcome).to.equal("success");
    const [again] = (await stage.submit<Submitted>(signed)).body.results;
    expect(again).to.have.nested.property("status.transactionHash", mined.transactionHash);
  });

  it("answers a repeated digest the same after its deadline, with its nonce used", async () => {
    const now = await stage.node.clock.now();
    const signed = await stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show), {
      deadline: now + 40,
    });
    await accepted(signed);
    const mined = await stage.reaches(stage.digestOf(signed), "mined");
    const back = await stage.node.snapshot();
    await stage.node.send("evm_increaseTime", 100);
    await stage.node.mine();
    const [again] = (await stage.submit<Submitted>(signed)).body.results;
    expect(again).to.have.nested.property("status.transactionHash", mined.transactionHash);
    await back();
  });

  it("answers a repeated digest the same when no sponsor pays for it any more", async () => {
    const signed = await accepted(await grant());
    const { transactionHash } = await stage.reaches(stage.digestOf(signed), "mined");
    await stage.reconfigure((text) => text.replace("functions: [grant, revoke,", "functions: [revoke,"));
    const [again] = (await stage.submit<Submitted>(signed)).body.results;
    expect(again).to.have.nested.property("status.transactionHash", transactionHash);
    const other = await stage.sign(stage.show.agent.signer, { ...signed.request, nonce: "900" });
    expectProblem(await stage.submit(other), "FUNCTION_NOT_SPONSORED");
    expectProblem(await stage.submit(signed, "dk_nobody_nothing"), "KEY_UNKNOWN");
    await stage.reconfigure((text) => text.replace("functions: [revoke,", "functions: [grant, revoke,"));
  });

  it("reports the outcome of a call that failed on chain: two buyers, one last place", async () => {
    const place = { ...stage.show, classId: 2 };
    const [one, two] = await Promise.all(
      [0, 1].map(() => stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(place))),
    );
    if (one === undefined || two === undefined) throw new Error("two requests were signed");
    await whilePaused(async () => {
      await accepted(one);
      await accepted(two);
    });
    const ends = await Promise.all([one, two].map((signed) => stage.reaches(stage.digestOf(signed), "mined")));
    expect(ends.map(({ outcome }) => outcome).sort()).to.deep.equal(["failed", "success"]);
    const loser = ends.find(({ outcome }) => outcome === "failed");
    const selector = interfaces.EntryRightRegistry.getError("ClassSoldOut")?.selector;
    expect(loser?.reason?.revertData?.slice(0, 10)).to.equal(selector);
  });

  describe("to cancel", () => {
    const cancelSignature = (by: Wallet, signed: WireSignedRequest) => {
      const forwarder = stage.node.deployment.contracts.GasRelayForwarder.address;
      return signCancel({ chainId: 31337, forwarder }, by, stage.digestOf(signed));
    };
    const cancel = (signed: WireSignedRequest, headers: Record<string, string>, key?: string) =>
      stage.call<RequestStatus>("DELETE", pathOf(signed), { headers, ...(key !== undefined && { key }) });

    it("must be queued, and need their signer or their sponsor", async () => {
      let [bySigner, bySponsor]: WireSignedRequest[] = [];
      await whilePaused(async () => {
        [bySigner, bySponsor] = [
          await accepted(await stage.sign(stage.show.agent.signer, { ...(await base()), nonce: "500" })),
          await accepted(await stage.sign(stage.show.agent.signer, { ...(await base()), nonce: "501" })),
        ];
        expectProblem(await cancel(bySigner, {}), "PROOF_INVALID");
        expectProblem(await cancel(bySigner, {}, OTHER_KEY), "PROOF_INVALID");
        expectProblem(await cancel(bySigner, {}, "dk_nobody_nothing"), "PROOF_INVALID");
        const thief = await cancelSignature(walletOf("a thief"), bySigner);
        expectProblem(await cancel(bySigner, { "doorkey-signature": thief }), "PROOF_INVALID");
        // Neither a request's own signature nor that of another request cancels it.
        expectProblem(await cancel(bySigner, { "doorkey-signature": bySigner.signature }), "PROOF_INVALID");
        const other = await cancelSignature(stage.show.agent.signer, bySponsor);
        expectProblem(await cancel(bySigner, { "doorkey-signature": other }), "PROOF_INVALID");
        expectProblem(await cancel(bySigner, { "doorkey-signature": "0x12" }), "BODY_MALFORMED");

        const own = { "doorkey-signature": await cancelSignature(stage.show.agent.signer, bySigner) };
        for (let i = 0; i < 2; i++) {
          const { status, body } = await cancel(bySigner, own);
          expect([status, body.state]).to.deep.equal([200, "cancelled"]);
        }
        expect((await cancel(bySponsor, {}, API_KEY)).body.state).to.equal("cancelled");
      });
      const sent = await accepted(await grant());
      await stage.reaches(stage.digestOf(sent), "mined");
      expectProblem(await cancel(sent, {}, API_KEY), "REQUEST_NOT_QUEUED");
      const nowhere = `/v1/requests/0x${"12".repeat(32)}`;
      expectProblem(await stage.call("DELETE", nowhere, { key: API_KEY }), "REQUEST_UNKNOWN");
    });

    const base = async () => {
      const deadline = (await stage.node.clock.now()) + 600;
      const relayer = stage.signer.address as Hex;
      const from = stage.show.agent.signer.address as Hex;
      return { from, to: rightsRegistryOf(stage.node), data: grantData(stage.show), gas: "400000", relayer, deadline };
    };
  });

  describe("as server-sent events", () => {
    it("come in order, resume after Last-Event-ID, and end when it is final", async () => {
      const signed = await accepted(await grant());
      const first = await readEvents(`${stage.relay.url}${pathOf(signed, "/events")}`, { until: "mined" });
      expect(first.map(({ status }) => status.state)).to.deep.equal(["queued", "assigned", "mined"]);
      const ids = first.map(({ id }) => id);
      expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));

      const after = first.find(({ status }) => status.state === "assigned")?.id ?? 0;
      const rest = readEvents(`${stage.relay.url}${pathOf(signed, "/events")}`, { after });
      await stage.node.mine(3);
      // This stream ends by itself.
      expect((await rest).map(({ status }) => status.state)).to.deep.equal(["mined", "confirmed"]);

      const last = (await rest).at(-1)?.id ?? 0;
      const headers = { "last-event-id": String(last) };
      expect((await stage.call("GET", pathOf(signed, "/events"), { headers })).status).to.equal(204);
      const all = await readEvents(`${stage.relay.url}${pathOf(signed, "/events")}`, {});
      expect(all.map(({ status }) => status.state)).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
    });

    it("come for several requests in one stream, which ends when all are final", async () => {
      const sent = [await accepted(await grant()), await accepted(await grant())];
      const digests = sent.map((signed) => stage.digestOf(signed));
      const unknown = `0x${"56".repeat(32)}`;
      const url = `${stage.relay.url}/v1/events?digests=${digests.join(",")}`;
      const reading = readEvents(url, {});
      for (const digest of digests) await stage.reaches(digest, "mined");
      await stage.node.mine(3);
      const events = await reading;
      for (const digest of digests) {
        const states = events.filter(({ status }) => status.digest === digest).map(({ status }) => status.state);
        expect(states).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
      }
      const many = Array.from({ length: 101 }, () => unknown).join(",");
      for (const wrong of ["", "0x12", many, `${unknown},`]) {
        expectProblem(await stage.call("GET", `/v1/events?digests=${wrong}`), "BODY_MALFORMED");
      }
      expectProblem(await stage.call("GET", "/v1/events"), "BODY_MALFORMED");
    });

    it("of several requests resume after Last-Event-ID with the newest of each, and end", async () => {
      const urlOf = (...digests: readonly Hex[]) => `${stage.relay.url}/v1/events?digests=${digests.join(",")}`;
      const first = stage.digestOf(await accepted(await grant()));
      await stage.reaches(first, "mined");
      await stage.node.mine(3);
      const before = await readEvents(urlOf(first), {});
      const after = before.at(-1)?.id ?? 0;
      const over = await fetch(urlOf(first, first.toUpperCase().replace("X", "x") as Hex), {
        headers: { "last-event-id": String(after) },
      });
      expect(over.status).to.equal(204);

      const second = stage.digestOf(await accepted(await grant()));
      const reading = readEvents(urlOf(first, second), { after });
      await stage.reaches(second, "mined");
      await stage.node.mine(3);
      const events = await reading;
      const statesOf = (digest: Hex) => {
        return events.filter(({ status }) => status.digest === digest).map(({ status }) => status.state);
      };
      expect(statesOf(first)).to.deep.equal(["confirmed"]);
      expect(statesOf(second)).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
      const all = await readEvents(urlOf(second, first), {});
      const ids = all.map(({ id }) => id);
      expect(ids).to.have.length(8);
      expect(ids).to.deep.equal([...ids].sort((a, b) => a - b));
    });

    it("exist only for stored requests", async () => {
      expectProblem(await stage.call("GET", `/v1/requests/0x${"34".repeat(32)}/events`), "REQUEST_UNKNOWN");
      const signed = await accepted(await grant());
      const headers = { "last-event-id": "one" };
      expectProblem(await stage.call("GET", pathOf(signed, "/events"), { headers }), "BODY_MALFORMED");
    });

    it("are bounded for each caller", async () => {
      const signed = await accepted(await grant());
      const gone = new AbortController();
      const url = `${stage.relay.url}${pathOf(signed, "/events")}`;
      const readers = Array.from({ length: 100 }, () => readEvents(url, { signal: gone.signal }));
      await until("a hundred streams are open", async () => /streams 100$/m.test(await metrics()));
      expectProblem(await stage.call("GET", pathOf(signed, "/events")), "RATE_LIMITED");
      gone.abort();
      await Promise.all(readers);
      await until("all are gone", async () => /streams 0$/m.test(await metrics()));
    });

    it("end when their reader is gone", async () => {
      const signed = await accepted(await grant());
      const gone = new AbortController();
      const reading = readEvents(`${stage.relay.url}${pathOf(signed, "/events")}`, { signal: gone.signal });
      const streams = async () => /^doorkey_relay_streams (\d+)$/m.exec(await metrics())?.[1];
      await until("the stream is open", async () => (await streams()) === "1");
      gone.abort();
      await reading;
      await until("the stream is gone", async () => (await streams()) === "0");
    });

    const metrics = async () => (await fetch(`${stage.relay.metricsUrl}/metrics`)).text();
  });
});
