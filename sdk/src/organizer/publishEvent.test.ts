import { expect } from "chai";
import { documentAt } from "doorkey-test-support/eventDocument";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { ZeroAddress } from "ethers";
import type { Connection } from "../chain/Connection.ts";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import { publishedEvent } from "../state/publishedEvent.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { publishEvent } from "./publishEvent.ts";
import { registerOrganizer } from "./registerOrganizer.ts";

describe("publishEvent", () => {
  let chain: TestChain;
  let now: number;
  before(async () => {
    chain = await startTestChain();
    now = await chain.clock.now();
  });
  after(() => chain.close());

  for (const transport of TRANSPORTS) {
    describe(transport, () => {
      let connection: Connection;
      let organizerId: number;
      before(async () => {
        connection = await join(chain, transport);
        ({ organizerId } = await registerOrganizer(connection, { name: "Hall", uri: "https://hall.example" }));
      });

      it("publishes the terms of the document", async () => {
        const terms = parseEventDocument(documentAt(now));
        const { eventId } = await publishEvent(connection, { organizerId, terms });
        const { events } = connection.contracts;
        const event = await events.eventOf(eventId);
        expect([event.name, event.uri, event.documentHash]).to.deep.equal([terms.name, terms.url, terms.documentHash]);
        expect(Number(event.organizerId)).to.equal(organizerId);
        for (const [name, time] of Object.entries(terms.schedule)) {
          expect(Number(event[name as keyof typeof terms.schedule]), name).to.equal(time);
        }
        expect(event.identityVerifier).to.equal(chain.deployment.contracts.AttesterIdentityVerifier.address);
        expect([event.maxPerPerson, event.maxRebinds, event.minPublicBps]).to.deep.equal([2n, 1n, 9_500n]);
        expect(Number(event.scope)).to.equal(eventId);
        const classes = await Promise.all([1, 2, 3].map((id) => events.classOf(eventId, id)));
        expect(
          classes.map(({ supply, reserved, seated, named, saleHook }) => [
            Number(supply),
            reserved,
            seated,
            named,
            saleHook,
          ]),
        ).to.deep.equal([
          [1_000, false, false, false, ZeroAddress],
          [800, false, true, false, ZeroAddress],
          [40, true, false, true, ZeroAddress],
        ]);
        const { classes: names } = await publishedEvent(connection, eventId);
        expect(names.map(({ name }) => name)).to.deep.equal(["standing", "seated", "staff"]);
      });

      it("accepts another verifier, a sale hook, and the address where the document is served", async () => {
        const contract = chain.deployment.contracts.AgentRegistry.address;
        const terms = parseEventDocument(
          documentAt(now, {
            policy: { identityVerifier: contract, maxPerPerson: 1, maxRebinds: 0, minPublicBps: 0 },
            classes: { gala: { supply: 9, named: true, saleHook: contract } },
          }),
        );
        const documentUri = "https://hall.example/event.json";
        const { eventId } = await publishEvent(connection, { organizerId, terms, documentUri });
        const event = await connection.contracts.events.eventOf(eventId);
        const gala = await connection.contracts.events.classOf(eventId, 1);
        expect([event.uri, event.identityVerifier, gala.saleHook]).to.deep.equal([documentUri, contract, contract]);
      });

      it("counts persons over an earlier event", async () => {
        const first = await publishEvent(connection, { organizerId, terms: parseEventDocument(documentAt(now)) });
        const policy = { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 1, minPublicBps: 0 };
        const shared = { ...policy, scope: first.eventId };
        const terms = parseEventDocument(documentAt(now, { policy: shared }));
        const { eventId } = await publishEvent(connection, { organizerId, terms });
        expect((await connection.contracts.events.eventOf(eventId)).scope).to.equal(BigInt(first.eventId));
        // The verifier and the limits of the earlier event apply.
        const other = parseEventDocument(documentAt(now, { policy: { ...shared, maxPerPerson: 1 } }));
        const refusal = await refusalOf(publishEvent(connection, { organizerId, terms: other }));
        expect([refusal.name, refusal.args]).to.deep.equal(["PolicyInvalid", ["maxPerPerson", 1n]]);
      });

      it("throws the reason of a refusal", async () => {
        const terms = parseEventDocument(documentAt(now));
        const stranger = await join(chain, transport);
        expect((await refusalOf(publishEvent(stranger, { organizerId, terms }))).name).to.equal("TeamAdminOnly");
        const past = parseEventDocument(documentAt(now - 60 * 86_400));
        const late = await refusalOf(publishEvent(connection, { organizerId, terms: past }));
        expect([late.name, late.args]).to.deep.equal([
          "ScheduleInvalid",
          ["salesOpenAt", BigInt(past.schedule.salesOpenAt)],
        ]);
        const nobody = parseEventDocument(
          documentAt(now, { classes: { gala: { supply: 9, saleHook: `0x${"11".repeat(20)}` } } }),
        );
        const gate = await refusalOf(publishEvent(connection, { organizerId, terms: nobody }));
        expect([gate.name, gate.args]).to.deep.equal(["ClassInvalid", [1n, "saleHook"]]);
      });

      it("can be waited for later", async () => {
        const terms = parseEventDocument(documentAt(now));
        const accepted = await publishEvent(connection, { organizerId, terms }, { until: "accepted" });
        const { eventId } = await accepted.wait();
        expect(eventId).to.equal(Number(await connection.contracts.events.eventCount()));
      });
    });
  }

  it("refuses a value that no contract can take before it sends anything", async () => {
    const connection = await join(chain, "direct");
    const terms = parseEventDocument(documentAt(now));
    expect((await refusalOf(publishEvent(connection, { organizerId: -1, terms }))).code).to.equal("VALUE_INVALID");
    expect(await chain.provider.getTransactionCount((await connection.signer?.getAddress()) ?? "")).to.equal(0);
  });
});
