import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { withEach, withoutEach } from "../../test/helpers/eachField.ts";
import { problem, type Served, serve } from "../../test/helpers/serve.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { type HttpRelay, httpRelay } from "./httpRelay.ts";
import type { Relay } from "./Relay.ts";
import type { Prepared, RelayInfo, RelayUsage, RequestStatus, WireSignedRequest, WireSignedReturn } from "./wire.ts";

const ADDRESS = `0x${"0a".repeat(20)}` as const;
const DIGEST = `0x${"1b".repeat(32)}` as const;
const OTHER = `0x${"2c".repeat(32)}` as const;

const STATUS: RequestStatus = {
  digest: DIGEST,
  kind: "request",
  state: "confirmed",
  outcome: "failed",
  transactionHash: OTHER,
  blockNumber: 9,
  blockHash: OTHER,
  gasUsed: "21000",
  reason: { code: "CALL_REVERTED", detail: "It reverted.", revertData: "0x12345678" },
  receivedAt: "2027-03-20T10:00:00.000Z",
  updatedAt: "2027-03-20T10:00:12.000Z",
};
const INFO: RelayInfo = {
  version: "0.1.0",
  chainId: 31337,
  forwarder: ADDRESS,
  rightsRegistry: ADDRESS,
  relayers: [ADDRESS],
  confirmations: 12,
  maxDeadlineSeconds: 86_400,
};
const BUDGET = { limit: "100", reserved: "7", spent: "20" };
const USAGE: RelayUsage = {
  sponsor: "hall",
  paused: false,
  day: { period: "2027-03-20", ...BUDGET },
  month: { period: "2027-03", ...BUDGET },
};
const SIGNED: WireSignedRequest = {
  request: { from: ADDRESS, to: ADDRESS, gas: "1", nonce: "2", deadline: 3, relayer: ADDRESS, data: "0x12" },
  signature: "0x34",
};
const RETURN: WireSignedReturn = { rightId: "7", count: 1, rebinds: 0, expiresAt: "9", signature: "0x56" };
const PREPARED: Prepared = { chainId: 31337, forwarder: ADDRESS, request: SIGNED.request, sponsor: "everyone" };
const TAKEN = { results: [{ digest: DIGEST, status: STATUS }] };
const REFUSED = { results: [{ digest: DIGEST, problem: problem("CALL_REVERTS", 422, { revertData: "0x12345678" }) }] };

const OF_STATUS = ["outcome", "transactionHash", "blockNumber", "blockHash", "gasUsed", "reason", "reason.revertData"];
const OF_TAKEN = OF_STATUS.map((path) => `results[0].status.${path}`);

type Route = {
  readonly name: string;
  readonly ask: (relay: HttpRelay) => Promise<unknown>;
  readonly right: object;
  /** Fields that may be absent. */
  readonly optional: readonly string[];
};
const ROUTES: readonly Route[] = [
  { name: "info", ask: (relay) => relay.info(), right: INFO, optional: [] },
  { name: "usage", ask: (relay) => relay.usage(), right: USAGE, optional: [] },
  {
    name: "prepare",
    ask: (relay) => relay.prepare({ from: ADDRESS, to: ADDRESS, data: "0x12" }),
    right: PREPARED,
    optional: [],
  },
  { name: "status", ask: (relay) => relay.status(DIGEST), right: STATUS, optional: OF_STATUS },
  { name: "cancel", ask: (relay) => relay.cancel(DIGEST, "0x12"), right: STATUS, optional: OF_STATUS },
  { name: "submit", ask: (relay) => relay.submit([SIGNED]), right: TAKEN, optional: OF_TAKEN },
  {
    name: "submit that refuses",
    ask: (relay) => relay.submit([SIGNED]),
    right: REFUSED,
    optional: ["results[0].digest", "results[0].problem.revertData"],
  },
  { name: "submitReturns", ask: (relay) => relay.submitReturns([RETURN]), right: TAKEN, optional: OF_TAKEN },
];

describe("httpRelay, checking a server's answers", () => {
  let server: Served;
  let relay: HttpRelay;
  let answer: { readonly status: number; readonly body: string };
  before(async () => {
    server = await serve((_, response) => void response.writeHead(answer.status).end(answer.body));
    relay = httpRelay({ url: server.url });
  });
  after(() => server.close());

  const answering = (body: unknown, status = 200) => {
    answer = { status, body: JSON.stringify(body) };
  };
  const expectDishonest = async ({ ask }: Pick<Route, "ask">, body: unknown, sentence: string) => {
    answering(body);
    const { code, message } = await refusalOf(ask(relay));
    expect(code, answer.body).to.equal("RELAY_DISHONEST");
    expect(message, answer.body).to.contain(`\n${sentence}`);
  };

  for (const route of ROUTES) {
    const { name, ask, right, optional } = route;
    describe(name, () => {
      it("accepts the right answer", async () => {
        answering(right);
        expect(await ask(relay)).to.deep.equal("results" in right ? right.results : right);
      });

      it("ignores further fields", async () => {
        answering({ ...right, hello: 1 });
        expect(await ask(relay)).to.deep.equal("results" in right ? right.results : { ...right, hello: 1 });
      });

      it("refuses an answer that is not an object", async () => {
        await expectDishonest(route, { hello: 1 }, `${Object.keys(right)[0]} must be`);
        for (const body of [[], [right], null, 7, "text", true]) {
          await expectDishonest(route, body, "It must be an object.");
        }
      });

      it("refuses an answer that lacks a field, and names it", async () => {
        for (const [path, body] of withoutEach(right)) {
          if (optional.includes(path)) {
            answering(body);
            expect(await ask(relay), path).not.to.equal(undefined);
          } else {
            await expectDishonest(route, body, `${path.replace(/\.problem$/, ".status")} must be`);
          }
        }
      });

      it("refuses an answer with a field of another type, and names it", async () => {
        for (const [path, body] of withEach(right, null)) await expectDishonest(route, body, `${path} must be`);
        for (const [path, body] of withEach(right, { hello: 1 })) await expectDishonest(route, body, path);
        for (const [path, body] of withEach(right, [[]])) await expectDishonest(route, body, path);
      });
    });
  }

  const WRONG: readonly [sentence: string, ask: Route["ask"], body: unknown][] = [
    [`digest must be ${DIGEST}, not ${OTHER}.`, (relay) => relay.status(DIGEST), { ...STATUS, digest: OTHER }],
    [`digest must be ${DIGEST}, not ${OTHER}.`, (relay) => relay.cancel(DIGEST), { ...STATUS, digest: OTHER }],
    [
      `results[0].status.digest must be ${DIGEST}, not ${OTHER}.`,
      (relay) => relay.submit([SIGNED]),
      { results: [{ digest: DIGEST, status: { ...STATUS, digest: OTHER } }] },
    ],
    ["results must be 2, not 1.", (relay) => relay.submit([SIGNED, SIGNED]), TAKEN],
    ["results must be 1, not 0.", (relay) => relay.submit([SIGNED]), { results: [] }],
    [
      "results must be 1, not 2.",
      (relay) => relay.submitReturns([RETURN]),
      { results: [...TAKEN.results, ...TAKEN.results] },
    ],
    ["state must be one of queued,", (relay) => relay.status(DIGEST), { ...STATUS, state: "eaten" }],
    ["kind must be one of request, return, act.", (relay) => relay.status(DIGEST), { ...STATUS, kind: "other" }],
    ["relayers[0] must be 20 hex bytes.", (relay) => relay.info(), { ...INFO, relayers: ["0x12"] }],
    ["blockNumber must be a whole number", (relay) => relay.status(DIGEST), { ...STATUS, blockNumber: -1 }],
    ["gasUsed must be decimal digits.", (relay) => relay.status(DIGEST), { ...STATUS, gasUsed: "0x1" }],
  ];
  for (const [sentence, ask, body] of WRONG) {
    it(`reports that ${sentence.replaceAll(DIGEST, "this").replaceAll(OTHER, "that")}`, async () => {
      await expectDishonest({ ask }, body, sentence);
    });
  }

  it("accepts a digest in any case", async () => {
    answering({ ...STATUS, digest: `0x${DIGEST.slice(2).toUpperCase()}` });
    expect((await relay.status(DIGEST))?.state).to.equal("confirmed");
  });

  it("has no status for a request that the server does not know", async () => {
    answering(problem("REQUEST_UNKNOWN", 404), 404);
    expect(await relay.status(DIGEST)).to.equal(undefined);
    expect((await refusalOf(relay.cancel(DIGEST))).message).to.contain("The relay says REQUEST_UNKNOWN");
  });

  const REFUSALS: readonly [what: string, code: string, sentence: string, status: number, body: unknown][] = [
    [
      "a Problem",
      "RELAY_REFUSED",
      "The relay says POLICY_REFUSED: POLICY_REFUSED.",
      403,
      problem("POLICY_REFUSED", 403),
    ],
    [
      "an object of another kind",
      "RELAY_REFUSED",
      "The relay answered HTTP 400, and did not say why.",
      400,
      { hello: 1 },
    ],
    [
      "half a Problem",
      "RELAY_REFUSED",
      "The relay answered HTTP 401, and did not say why.",
      401,
      { code: "NO_KEY", detail: 7 },
    ],
    ["a list", "RELAY_REFUSED", "The relay answered HTTP 409, and did not say why.", 409, []],
    ["nothing", "RELAY_BUSY", "The relay answered HTTP 503, and did not say why.", 503, null],
  ];
  for (const [what, code, sentence, status, body] of REFUSALS) {
    it(`maps ${what} with HTTP ${status} to ${code}, on every route`, async () => {
      answering(body, status);
      for (const { ask } of ROUTES) {
        const refusal = await refusalOf(ask(relay));
        expect([refusal.code, refusal.message.includes(sentence)], refusal.message).to.deep.equal([code, true]);
      }
    });
  }

  it("ends a call at once if its status is malformed", async () => {
    const chain = await startTestChain();
    try {
      const lying: Relay = { ...chain.relay, status: relay.status };
      answering({ hello: 1 });
      const connection = { ...(await chain.connect(chain.emptyKey())), relay: lying };
      const started = Date.now();
      const { code } = await refusalOf(registerOrganizer(connection, { name: "Zepp", uri: "https://zepp.example" }));
      expect(code).to.equal("RELAY_DISHONEST");
      expect(Date.now() - started).to.be.lessThan(10_000);
    } finally {
      await chain.close();
    }
  });
});
