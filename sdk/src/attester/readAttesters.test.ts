import { expect } from "chai";
import { publishShow } from "doorkey-test-support/show";
import { join, refusalOf } from "doorkey-test-support/transports";
import { strangerAt } from "../../test/helpers/acts.ts";
import { handOver } from "../../test/helpers/handOver.ts";
import { checksummed } from "../core/checksummed.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { deployVerifier } from "./deployVerifier.ts";
import { isAttester } from "./isAttester.ts";
import { readAttesters } from "./readAttesters.ts";
import { setAttester } from "./setAttester.ts";

const [a, b] = [checksummed(strangerAt(1)), checksummed(strangerAt(2))];

describe("readAttesters", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("lists who is trusted now, each once", async () => {
    const { organizer, eventId: scopeEventId } = await publishShow(chain);
    expect(await readAttesters(organizer, { scopeEventId })).to.deep.equal([]);
    for (const attester of [b, a, b]) await setAttester(organizer, { scopeEventId, attester, trusted: true });
    expect(await readAttesters(organizer, { scopeEventId })).to.deep.equal([b, a]);
    await setAttester(organizer, { scopeEventId, attester: b, trusted: false });
    expect(await readAttesters(organizer, { scopeEventId })).to.deep.equal([a]);
  });

  it("lists none of an earlier era, also for an organizer that gets its event back", async () => {
    const { organizer, organizerId, eventId } = await publishShow(chain);
    const of = { scopeEventId: eventId };
    const other = await join(chain, "direct");
    const { organizerId: otherId } = await registerOrganizer(other, { name: "Other", uri: "" });
    await setAttester(organizer, { ...of, attester: a, trusted: true });
    await handOver(organizer, other, { eventId, to: otherId });
    expect(await readAttesters(other, of)).to.deep.equal([]);
    await setAttester(other, { ...of, attester: b, trusted: true });
    expect(await readAttesters(other, of)).to.deep.equal([b]);

    await handOver(other, organizer, { eventId, to: organizerId });
    expect(await readAttesters(organizer, of)).to.deep.equal([]);
    for (const attester of [a, b]) expect(await isAttester(organizer, { ...of, attester })).to.equal(false);
    await setAttester(organizer, { ...of, attester: a, trusted: true });
    expect(await readAttesters(organizer, of)).to.deep.equal([a]);
    expect(await isAttester(organizer, { ...of, attester: a })).to.equal(true);
  });

  it("asks an own verifier for its own attesters", async () => {
    const { organizer, eventId: scopeEventId } = await publishShow(chain);
    const { verifier } = await deployVerifier(organizer);
    await setAttester(organizer, { scopeEventId, attester: a, trusted: true });
    await setAttester(organizer, { scopeEventId, attester: b, trusted: true, verifier });
    expect(await readAttesters(organizer, { scopeEventId })).to.deep.equal([a]);
    expect(await readAttesters(organizer, { scopeEventId, verifier })).to.deep.equal([b]);
  });

  it("knows no unknown event", async () => {
    const refusal = await refusalOf(readAttesters(await join(chain, "direct"), { scopeEventId: 999 }));
    expect(refusal.code).to.equal("EVENT_UNKNOWN");
  });
});
