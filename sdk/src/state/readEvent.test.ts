import { expect } from "chai";
import { openShow, publishShow } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { act, grant, strangerAt } from "../../test/helpers/acts.ts";
import { serveRpc } from "../../test/helpers/serve.ts";
import { connect } from "../chain/connect.ts";
import { admitRightsByHand } from "../gate/admitRightsByHand.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { readEvent } from "./readEvent.ts";

describe("readEvent", () => {
  let chain: TestChain;
  beforeEach(async () => {
    chain = await startTestChain();
  });
  afterEach(() => chain.close());

  it("returns everything that was published", async () => {
    const { organizer, organizerId, eventId, terms } = await publishShow(chain);
    const state = await readEvent(organizer, { eventId });
    const latest = await chain.provider.getBlock("latest");
    const { identityVerifier, scope, ...limits } = terms.policy;
    expect(identityVerifier).to.equal("attester");
    expect(scope).to.equal(0);
    expect(state).to.deep.equal({
      eventId,
      block: latest?.number,
      takenAt: latest?.timestamp,
      organizer: { organizerId, name: "Harbour Hall", uri: "https://hall.example" },
      name: terms.name,
      uri: terms.url,
      documentHash: terms.documentHash,
      schedule: terms.schedule,
      policy: {
        ...limits,
        identityVerifier: chain.deployment.contracts.AttesterIdentityVerifier.address,
        scope: eventId,
      },
      cancelled: false,
      paused: false,
      termsHash: await organizer.contracts.events.termsHashOf(eventId),
      classes: terms.classes.map(({ id, name, supply, reserved, named, seats }) => ({
        id,
        name,
        supply,
        reserved,
        named,
        seated: seats.length > 0,
        granted: 0,
        freed: 0,
        live: 0,
      })),
    });
  });

  it("leaves out values that were not set", async () => {
    const policy = { maxRebinds: 0, minPublicBps: 0 };
    const { organizer, eventId } = await publishShow(chain, { policy, classes: { floor: { supply: 9 } } });
    const state = await readEvent(organizer, { eventId });
    expect(state.policy).not.to.have.property("identityVerifier");
    expect(state.classes[0]).not.to.have.property("saleHook");
  });

  it("counts what is granted, freed and live", async () => {
    const show = await openShow(chain, {
      classes: { standing: { supply: 100_000 }, gala: { supply: 10 } },
      gates: true,
    });
    const { eventId, organizer, agent, desk, doorsOpenAt } = show;
    const first = await grant(show, [1, 2, 3, 4, 5].map(strangerAt));
    const lone = await grant(show, [strangerAt(6)], { classId: 2 });
    await act(agent, "EntryRightRegistry", "revoke", [[first, first + 1n], `0x${"00".repeat(32)}`]);
    const counts = async (countLive = false) => {
      const { classes } = await readEvent(organizer, { eventId, countLive });
      return classes.map(({ granted, freed, live }) => [granted, freed, live]);
    };
    expect(await counts()).to.deep.equal([
      [3, 2, 3],
      [1, 0, 1],
    ]);
    await chain.clock.travelTo(doorsOpenAt);
    await admitRightsByHand(desk, {
      eventId,
      rightIds: [first + 2n, lone],
      scannedAt: doorsOpenAt,
      reason: "dead phone",
    });
    expect(await counts()).to.deep.equal([
      [3, 2, undefined],
      [1, 0, undefined],
    ]);
    expect(await counts(true)).to.deep.equal([
      [3, 2, 2],
      [1, 0, 0],
    ]);
  });

  it("reads 64 classes through a node with few requests at the same time", async () => {
    const names = Array.from({ length: 64 }, (_, i) => `block ${i + 1}`);
    const classes = Object.fromEntries(names.map((name, i) => [name, { supply: 100 + i }]));
    const { eventId } = await publishShow(chain, { policy: { maxRebinds: 0, minPublicBps: 0 }, classes });
    const node = await serveRpc(chain.provider);
    try {
      const connection = await connect({ rpc: node.url, deployment: chain.deployment });
      const state = await readEvent(connection, { eventId });
      expect(state.classes.map(({ id, name, supply }) => [id, name, supply])).to.deep.equal(
        names.map((name, i) => [i + 1, name, 100 + i]),
      );
    } finally {
      await node.close();
    }
  });

  it("refuses an unknown event", async () => {
    const refusal = await refusalOf(readEvent(await chain.connect(), { eventId: 1 }));
    expect(refusal.code).to.equal("EVENT_UNKNOWN");
  });
});
