import type { RequestListener } from "node:http";
import { expect } from "chai";
import { documentAt } from "doorkey-test-support/eventDocument";
import { join, refusalOf } from "doorkey-test-support/transports";
import { keccak256, toUtf8Bytes } from "ethers";
import { freePort, type Served, serve } from "../../test/helpers/serve.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import { publishEvent } from "../organizer/publishEvent.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { fetchEventDocument } from "./fetchEventDocument.ts";

describe("fetchEventDocument", () => {
  let chain: TestChain;
  let organizer: Connection;
  let organizerId: number;
  let text: string;
  let site: Served;
  let answer: RequestListener;
  before(async () => {
    chain = await startTestChain();
    organizer = await join(chain, "direct");
    ({ organizerId } = await registerOrganizer(organizer, { name: "Hall", uri: "https://hall.example" }));
    text = documentAt(await chain.clock.now());
    site = await serve((request, response) => answer(request, response));
  });
  beforeEach(() => {
    answer = (_, response) => response.end(text);
  });
  after(async () => {
    await site.close();
    await chain.close();
  });

  /** Id of an event that is published with this `documentUri`. */
  async function published(documentUri = `${site.url}/event.json`, change: { documentHash?: Hex } = {}) {
    const terms = { ...parseEventDocument(text), ...change };
    return (await publishEvent(organizer, { organizerId, terms, documentUri })).eventId;
  }

  const fetched = (eventId: number) => fetchEventDocument(organizer, { eventId });

  it("returns the document that the organizer published", async () => {
    const asked: (string | undefined)[] = [];
    answer = (request, response) => {
      asked.push(request.url, request.headers.accept);
      response.end(text);
    };
    expect(await fetched(await published())).to.deep.equal(parseEventDocument(text));
    expect(asked).to.deep.equal(["/event.json", "application/ld+json, application/json;q=0.9"]);
  });

  it("refuses another document, even if it differs by one space", async () => {
    answer = (_, response) => response.end(`${text}\n`);
    expect((await refusalOf(fetched(await published()))).code).to.equal("EVENT_DOCUMENT_DIFFERS");
  });

  it("refuses a document with other classes than the chain's, even if its hash is right", async () => {
    const other = documentAt(await chain.clock.now(), { classes: { floor: { supply: 5 } } });
    const { documentHash } = parseEventDocument(other);
    const eventId = await published(undefined, { documentHash });
    answer = (_, response) => response.end(other);
    const refusal = await refusalOf(fetched(eventId));
    expect(refusal.code).to.equal("EVENT_DOCUMENT_DIFFERS");
    expect(refusal.message).to.contain("Classes on chain: standing; seated, seated; staff.");
  });

  it("reports the mistakes in a published document", async () => {
    const broken = text.replace('"maxRebinds":1', '"maxRebinds":-1');
    const eventId = await published(undefined, { documentHash: keccak256(toUtf8Bytes(broken)) as Hex });
    answer = (_, response) => response.end(broken);
    const refusal = await refusalOf(fetched(eventId));
    expect(refusal.code).to.equal("EVENT_DOCUMENT_INVALID");
    expect(refusal.message).to.contain("doorkey.policy.maxRebinds: must be a whole number from 0 to 255, not -1.");
  });

  it("stops reading at the size limit of documents", async () => {
    let written = 0;
    answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += 100_000;
          if (!response.write("x".repeat(100_000))) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    };
    expect((await refusalOf(fetched(await published()))).code).to.equal("EVENT_DOCUMENT_INVALID");
    expect(written).to.be.below(20_000_000);
  });

  for (const [what, reply, said] of [
    [
      "the status is not a success",
      ((_, response) => response.writeHead(404).end(text)) as RequestListener,
      "status 404",
    ],
    [
      "the answer breaks off",
      ((_, response) => {
        response.writeHead(200, { "content-length": "100000" }).write("{");
        setTimeout(() => response.destroy(), 10);
      }) as RequestListener,
      "sent no complete answer",
    ],
  ] as const) {
    it(`reports that ${what}`, async () => {
      answer = reply;
      const refusal = await refusalOf(fetched(await published()));
      expect(refusal.code).to.equal("EVENT_DOCUMENT_UNREACHABLE");
      expect(refusal.message).to.contain(said);
    });
  }

  it("reports that no server answers, or that the address is not a web address", async () => {
    const silent = await published(`http://127.0.0.1:${await freePort()}/event.json`);
    expect((await refusalOf(fetched(silent))).code).to.equal("EVENT_DOCUMENT_UNREACHABLE");
    const file = await refusalOf(fetched(await published("file:///etc/hostname")));
    expect(file.code).to.equal("EVENT_DOCUMENT_UNREACHABLE");
    expect(file.message).to.contain("not a web address");
  });

  it("stops at its timeout, even if the answer has begun", async () => {
    answer = (_, response) => void response.write("{");
    const refusal = await refusalOf(fetchEventDocument(organizer, { eventId: await published(), timeout: 100 }));
    expect(refusal.code).to.equal("EVENT_DOCUMENT_UNREACHABLE");
  });

  it("refuses an unknown event", async () => {
    expect((await refusalOf(fetched(4_000_000))).code).to.equal("EVENT_UNKNOWN");
  });
});
