import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { EVENT, keyOf, passOf } from "../../test/helpers/venue.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { Claim, Invitation } from "../pass/Claim.ts";
import type { Pass } from "../pass/Pass.ts";
import { signClaim } from "../pass/signClaim.ts";
import { signRebind } from "../pass/signRebind.ts";
import { signReturn } from "../pass/signReturn.ts";
import { type SellerClient, sellerClient } from "./sellerClient.ts";

type Asked = { readonly method: string; readonly path: string; readonly body: string; readonly headers: object };

const INVITATION: Invitation = {
  v: 1,
  event: EVENT,
  classId: 1,
  agentId: 3,
  purchaseKey: `0x${"5e".repeat(32)}`,
  quantity: 2,
  expiresAt: 1_900_000_000,
};
const TOLD_EVENT = {
  eventId: 7,
  name: "A night to remember",
  url: "https://hall.example/night",
  startsAt: "2030-03-20T19:00:00+09:00",
  sellerName: "Tickets & Co",
  classes: [{ classId: 1, name: "standing" }],
  salesCloseAt: 1,
  returnUntil: 2,
  rebindUntil: 3,
  doorsOpenAt: 4,
  doorsCloseAt: 5,
  maxRebinds: 1,
  isCancelled: false,
};

const saying =
  (value: unknown, status = 200, type = "application/json"): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": type }).end(typeof value === "string" ? value : JSON.stringify(value));

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function failureOf(answer: Promise<unknown>): Promise<{ code: string; message: string; retryable: boolean }> {
  return answer.then(
    (value) => expect.fail(`it answered ${JSON.stringify(value)}`),
    (error) => error,
  );
}

describe("sellerClient", () => {
  let server: Server;
  let origin: string;
  let shop: SellerClient;
  let answer: RequestListener;
  let asked: Asked[];
  let key: DeviceKey;
  let claim: Claim;
  let pass: Pass;

  before(async () => {
    server = createServer(async (request, response) => {
      const { method = "", url: path = "", headers } = request;
      asked.push({ method, path, body: await textOf(request), headers });
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    shop = sellerClient(`${origin}/door/`, { timeout: 10_000 });
    key = await keyOf("p256");
    claim = await signClaim(key, INVITATION);
    pass = { ...passOf(key, { count: 2 }), seller: { agentId: 3, name: "Tickets & Co" } };
  });
  beforeEach(() => {
    asked = [];
    answer = saying({});
  });
  after(() => {
    server.closeAllConnections();
    return new Promise((done) => void server.close(() => done(undefined)));
  });

  it("claims, with the claim as JSON and nothing of the page", async () => {
    answer = saying(pass);
    expect(await shop.claim(claim)).to.deep.equal(pass);
    expect(shop.url).to.equal(`${origin}/door`);
    const [{ method, path, body, headers } = expect.fail()] = asked;
    expect([method, path, JSON.parse(body)]).to.deep.equal(["POST", "/door/claims", claim]);
    expect(headers).to.include({ "content-type": "application/json" });
    expect(headers).not.to.have.any.keys("cookie", "referer", "authorization");
  });

  it("hands over returns and rebinds, and gives the result of each", async () => {
    const returns = [await signReturn(key, pass, { index: 0, count: 1 }), await signReturn(key, pass, { index: 1 })];
    const results = [
      { rightId: returns[0]?.rightId, status: "returned" },
      { rightId: returns[1]?.rightId, status: "refused", reason: "Admitted" },
    ];
    answer = saying({ results });
    expect(await shop.return(returns)).to.deep.equal(results);
    const rebinds = [await signRebind(key, pass, { newHolder: `0x${"5e".repeat(20)}` })];
    answer = saying({ results: [{ rightId: rebinds[0]?.rightId, status: "rebound" }] });
    expect((await shop.rebind(rebinds))[0]?.status).to.equal("rebound");
    expect(asked.map(({ method, path, body }) => [method, path, JSON.parse(body)])).to.deep.equal([
      ["POST", "/door/returns", { returns }],
      ["POST", "/door/rebinds", { rebinds }],
    ]);
  });

  it("asks for an event, for a key's rights, and about another site", async () => {
    answer = saying(TOLD_EVENT);
    expect(await shop.event(7)).to.deep.equal(TOLD_EVENT);
    const right = { rightId: pass.rightId, eventId: 7, status: "admitted", holder: key.address, rebinds: 0 };
    const rights = { passes: [pass], rights: [{ ...right, entry: { at: 1_900_000_000, lane: 3 } }] };
    answer = saying(rights);
    expect(await shop.rights(key.address)).to.deep.equal(rights);
    answer = saying({ status: "not-designated", reason: "not-https" });
    expect((await shop.checkSeller(7, "http://x?a=b&c")).status).to.equal("not-designated");
    // Half of a character.
    expect((await shop.checkSeller(7, "http://x/\ud800")).status).to.equal("not-designated");
    expect(asked.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "GET /door/events/7",
      `GET /door/rights?holder=${key.address}`,
      "GET /door/sellers/7?url=http%3A%2F%2Fx%3Fa%3Db%26c",
      "GET /door/sellers/7?url=http%3A%2F%2Fx%2F%EF%BF%BD",
    ]);
  });

  it("checks that the seller's site names the invitation's agent", async () => {
    const { chainId, rightsRegistry } = EVENT;
    const agent = { chainId, rightsRegistry, agentId: 3 };
    const seller = { path: "/door", name: "Tickets & Co", hosts: ["www.shop.example"] };
    answer = saying({ agents: [{ ...agent, agentId: 9 }, agent], seller });
    expect((await shop.check(INVITATION)).seller).to.deep.equal(seller);
    expect(asked.map(({ path }) => path)).to.deep.equal(["/.well-known/doorkey.json"]);
    for (const other of [{ agentId: 4 }, { chainId: 1 }, { rightsRegistry: `0x${"12".repeat(20)}` }]) {
      answer = saying({ agents: [{ ...agent, ...other }] });
      expect((await failureOf(shop.check(INVITATION))).code).to.equal("SELLER_DIFFERENT");
    }
  });

  it("refuses a pass that does not fit the claim", async () => {
    const other = await keyOf("p256");
    for (const [change, detail] of [
      [{ holder: other.address }, "Its pass is of another key."],
      [{ chainId: 1 }, "Its pass is for another event."],
      [{ seller: { agentId: 4, name: "x" } }, "Its pass names another seller."],
      [{ count: 1 }, "Its pass has 1 places, and the order has 2."],
      [{ rightId: "1" }, "The parts of its pass do not agree."],
      [{ rightId: "<script>" }, "rightId must be a right id in decimal digits."],
    ] as const) {
      answer = saying({ ...pass, ...change });
      const { code, message } = await failureOf(shop.claim(claim));
      expect(code).to.equal("SELLER_ANSWER_MALFORMED");
      expect(message).to.contain(detail);
    }
  });

  it("refuses answers about other rights, another event, or another key's passes", async () => {
    const returns = [await signReturn(key, pass)];
    for (const results of [[], [{ rightId: "7", status: "returned" }]]) {
      answer = saying({ results });
      expect((await failureOf(shop.return(returns))).message).to.contain("other rights");
    }
    answer = saying({ results: [{ rightId: returns[0]?.rightId, status: "rebound" }] });
    expect((await failureOf(shop.return(returns))).code).to.equal("SELLER_ANSWER_MALFORMED");
    answer = saying({ ...TOLD_EVENT, eventId: 8 });
    expect((await failureOf(shop.event(7))).message).to.contain("It answered for event 8, not 7.");
    answer = saying({ ...TOLD_EVENT, url: "javascript:alert(1)" });
    expect((await failureOf(shop.event(7))).message).to.contain("url must be an https address.");
    answer = saying({ passes: [{ ...pass, holder: `0x${"12".repeat(20)}` }], rights: [] });
    expect((await failureOf(shop.rights(key.address))).message).to.contain("another key");
  });

  it("passes on the codes that a seller may answer, and says all others in its words", async () => {
    const refusal = { message: "Another phone has it.", retryable: false };
    answer = saying({ ...refusal, code: "PURCHASE_TAKEN", details: ["Since 19:42."] }, 409, "application/problem+json");
    const taken = await failureOf(shop.claim(claim));
    expect(taken).to.include({ code: "PURCHASE_TAKEN", retryable: false });
    expect(taken.message).to.contain("Since 19:42.");
    // Otherwise a seller could make a page believe that its key is lost.
    for (const code of ["KEY_LOST", "OUT_OF_COFFEE", "__proto__"]) {
      answer = saying({ ...refusal, code, retryable: true, details: Array(9).fill("x".repeat(400)) }, 503);
      const refused = await failureOf(shop.claim(claim));
      expect(refused).to.include({ code: "SELLER_REFUSED", retryable: true });
      expect(refused.message).to.contain("Another phone has it.");
      expect(refused.message.length).to.be.below(1_500);
    }
  });

  it("does not follow a redirect, to this host or another", async () => {
    for (const location of ["/door/other", "https://evil.example/claims"]) {
      answer = (_, response) => response.writeHead(307, { location }).end();
      expect((await failureOf(shop.claim(claim))).message).to.contain("another address, which is not followed");
    }
    expect(asked).to.have.length(2);
  });

  it("reads at most a megabyte of an answer", async () => {
    let written = 0;
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (written < 10_000_000 && !response.destroyed) {
          written += 65_536;
          if (!response.write(" ".repeat(65_536))) return;
        }
        response.end();
      };
      response.on("drain", more);
      more();
    };
    expect((await failureOf(shop.rights(key.address))).message).to.contain("more than 1048576 bytes");
    answer = saying(`${JSON.stringify(TOLD_EVENT)}${" ".repeat(1_048_576 - JSON.stringify(TOLD_EVENT).length)}`);
    expect((await shop.event(7)).name).to.equal("A night to remember");
  });

  it("refuses another type of content, and what is not JSON", async () => {
    for (const type of ["text/html", "text/plain; x=application/json", "application/json5", ""]) {
      answer = saying(TOLD_EVENT, 200, type);
      expect((await failureOf(shop.event(7))).code, type).to.equal("SELLER_ANSWER_MALFORMED");
    }
    answer = saying(TOLD_EVENT, 200, "Application/JSON; charset=utf-8");
    expect((await shop.event(7)).eventId).to.equal(7);
    for (const body of ["", "{", "null", "[]", '"x"']) {
      answer = saying(body);
      expect((await failureOf(shop.event(7))).code, body).to.equal("SELLER_ANSWER_MALFORMED");
    }
  });

  it("may be asked again when the seller failed, and not when it has no such route", async () => {
    for (const status of [500, 502, 503, 429]) {
      answer = saying("<h1>Sorry</h1>", status, "text/html");
      expect(await failureOf(shop.claim(claim))).to.include({ code: "SELLER_UNREACHABLE", retryable: true });
    }
    answer = saying({}, 500);
    expect((await failureOf(shop.claim(claim))).message).to.contain("It answered 500 without a reason.");
    answer = saying("<h1>Not found</h1>", 404, "text/html");
    expect(await failureOf(shop.claim(claim))).to.include({ code: "SELLER_ANSWER_MALFORMED", retryable: false });
  });

  it("stops waiting at its timeout, for an answer or for the rest of one, and for a server that is gone", async () => {
    const hasty = sellerClient(origin, { timeout: 100 });
    for (const silence of [
      () => undefined,
      ((_, response) => response.writeHead(200, { "content-type": "application/json" }).write("{")) as RequestListener,
      ((_, response) => response.destroy()) as RequestListener,
    ]) {
      answer = silence;
      expect((await failureOf(hasty.event(7))).code).to.equal("SELLER_UNREACHABLE");
    }
    expect((await failureOf(sellerClient("http://127.0.0.1:1").event(7))).code).to.equal("SELLER_UNREACHABLE");
  });

  it("counts a fetch that throws or answers nothing as no answer", async () => {
    const broken = [() => undefined, () => ({}), () => Promise.reject(7), () => expect.fail("no network")] as never[];
    for (const fetch of broken) {
      expect((await failureOf(sellerClient(origin, { fetch }).event(7))).code).to.equal("SELLER_UNREACHABLE");
    }
  });

  it("sends nothing that is not whole", async () => {
    for (const url of ["http://shop.example", "javascript:alert(1)", "", 7 as never]) {
      expect(() => sellerClient(url))
        .to.throw("url must be")
        .with.property("code", "VALUE_INVALID");
    }
    expect((await failureOf(shop.claim({ ...claim, signature: "0x" }))).code).to.equal("CLAIM_MALFORMED");
    const one = await signReturn(key, pass);
    const endless: { rightId: string; same?: unknown } = { rightId: "1" };
    endless.same = endless;
    for (const list of [
      [],
      Array(9).fill(one),
      [undefined],
      "x",
      [{}],
      [{ ...one, nonce: 1n }],
      [endless],
    ] as never[]) {
      expect((await failureOf(shop.return(list))).code).to.equal("VALUE_INVALID");
      expect((await failureOf(shop.rebind(list))).code).to.equal("VALUE_INVALID");
    }
    expect((await failureOf(shop.rights("0x12"))).code).to.equal("VALUE_INVALID");
    expect((await failureOf(shop.event(-1))).code).to.equal("VALUE_INVALID");
    expect((await failureOf(shop.checkSeller(7, ""))).code).to.equal("VALUE_INVALID");
    expect(asked).to.deep.equal([]);
  });
});
