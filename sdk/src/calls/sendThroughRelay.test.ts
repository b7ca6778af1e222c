import { expect } from "chai";
import { join, type Member, refusalOf } from "doorkey-test-support/transports";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import { problem } from "../../test/helpers/serve.ts";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import type { Relay } from "../relay/Relay.ts";
import type { RequestStatus } from "../relay/wire.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { encodeCall } from "./encodeCall.ts";
import { prepareRequest } from "./prepareRequest.ts";
import { deadError } from "./requestOutcome.ts";
import { sendThroughRelay } from "./sendThroughRelay.ts";

const soon = () => Date.now() + 60_000;

describe("sendThroughRelay", () => {
  let chain: TestChain;
  let connection: Member;
  before(async () => {
    chain = await startTestChain();
    connection = await join(chain, "relay");
  });
  after(() => chain.close());

  const registration = () => encodeCall(connection, "AgentRegistry", "register", ["Tickets & Co", "https://a.b"]);
  const teams = async () => Number(await connection.contracts.agents.teamCount());

  it("submits one signed request up to three times while the answer gets lost", async () => {
    for (const lost of [2, 3]) {
      const before = await teams();
      const submitted: unknown[] = [];
      const submit: Relay["submit"] = async (requests) => {
        submitted.push(requests);
        if (submitted.length <= lost) throw new DoorkeyError("RELAY_UNREACHABLE");
        return chain.relay.submit(requests);
      };
      const sending = sendThroughRelay(connection, { ...chain.relay, submit }, registration());
      if (lost < 3) await (await sending).wait("mined", soon());
      else {
        const { code, message } = await refusalOf(sending);
        expect([code, /Request 0x[0-9a-f]{64}\./.test(message)]).to.deep.equal(["CALL_UNDECIDED", true]);
      }
      expect(submitted).to.deep.equal(Array(3).fill(submitted[0]));
      expect(await teams()).to.equal(before + (lost < 3 ? 1 : 0));
    }
  });

  it("submits once if the relay refuses, is busy, or takes no request of a call", async () => {
    for (const [answer, code] of [
      [async () => [{ problem: problem("FUNCTION_NOT_SPONSORED", 403) }], "RELAY_REFUSED"],
      [async () => [], "RELAY_DISHONEST"],
      [() => Promise.reject(new DoorkeyError("RELAY_BUSY")), "RELAY_BUSY"],
    ] as const) {
      let submitted = 0;
      const submit: Relay["submit"] = () => {
        submitted++;
        return answer();
      };
      const sending = sendThroughRelay(connection, { ...chain.relay, submit }, registration());
      expect([(await refusalOf(sending)).code, submitted]).to.deep.equal([code, 1]);
    }
  });
});

describe("prepareRequest", () => {
  let chain: TestChain;
  let connection: Connection;
  before(async () => {
    chain = await startTestChain();
    connection = await join(chain, "relay");
  });
  after(() => chain.close());

  /** What is different in a request with this deadline, while block and clock show these seconds. */
  async function refusedAt({ block, clock, deadline }: Record<"block" | "clock" | "deadline", number>) {
    const relay: Relay = {
      ...chain.relay,
      prepare: async (call) => {
        const { request, ...prepared } = await chain.relay.prepare(call);
        return { ...prepared, request: { ...request, deadline } };
      },
    };
    const provider = nodeSaying(connection.provider, { getBlock: async () => ({ timestamp: block }) as never });
    const call = encodeCall(connection, "AgentRegistry", "register", ["Tickets & Co", "https://a.b"]);
    const { now } = Date;
    Date.now = () => 1_000 * clock;
    try {
      return (await prepareRequest({ ...connection, provider } as Connection, relay, call)).deadline;
    } catch (error) {
      return (error as DoorkeyError).code;
    } finally {
      Date.now = now;
    }
  }

  it("takes a deadline up to a day and an hour after the later of block and clock", async () => {
    const [early, late] = [1_900_000_000, 1_900_500_000];
    for (const [block, clock] of [
      [early, late],
      [late, early],
    ] as const) {
      const last = late + 90_000;
      expect(await refusedAt({ block, clock, deadline: last })).to.equal(last);
      expect(await refusedAt({ block, clock, deadline: last + 1 })).to.equal("RELAY_DISHONEST");
    }
  });

  it("takes the call's data and addresses in any case of letters", async () => {
    const relay: Relay = {
      ...chain.relay,
      prepare: async (call) => {
        const { request, ...prepared } = await chain.relay.prepare(call);
        const loud = <T extends string>(hex: T) => hex.toUpperCase().replace("0X", "0x") as T;
        return {
          ...prepared,
          forwarder: loud(prepared.forwarder),
          request: { ...request, to: loud(request.to), from: loud(request.from), data: loud(request.data) },
        };
      },
    };
    const call = encodeCall(connection, "AgentRegistry", "register", ["Tickets & Co", "https://a.b"]);
    expect((await prepareRequest(connection, relay, call)).data.toLowerCase()).to.equal(call.data);
  });
});

describe("deadError", () => {
  const status = (reason?: RequestStatus["reason"]): RequestStatus => ({
    digest: `0x${"12".repeat(32)}`,
    kind: "request",
    state: "rejected",
    receivedAt: "",
    updatedAt: "",
    ...(reason && { reason }),
  });

  it("is the contract's error if the relay has it, and says what the relay says", () => {
    const revertData = interfaces.EventRegistry.encodeErrorResult("SalesArePaused", [7]) as Hex;
    const reverted = deadError(status({ code: "CALL_REVERTS", detail: "it reverts", revertData }));
    expect([reverted.code, reverted.contractError?.name]).to.deep.equal(["CALL_REVERTED", "SalesArePaused"]);
    expect(reverted.message).to.contain(`Request 0x${"12".repeat(32)} is rejected: it reverts.`);
    const unknown = deadError(status({ code: "CALL_REVERTS", detail: "it reverts", revertData: "0x" }));
    expect(unknown.code).to.equal("REQUEST_DEAD");
    expect(unknown.message).to.contain("is rejected: it reverts.");
    const bare = deadError(status());
    expect(bare.code).to.equal("REQUEST_DEAD");
    expect(bare.message).to.contain(`Request 0x${"12".repeat(32)} is rejected.`);
  });
});
