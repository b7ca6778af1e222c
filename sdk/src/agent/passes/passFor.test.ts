import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import type { RightId } from "../../core/RightId.ts";
import { rescheduleEvent } from "../../organizer/rescheduleEvent.ts";
import { completePass } from "../../pass/completePass.ts";
import { readEvent } from "../../state/readEvent.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { grantMany } from "../bulk/grantMany.ts";
import { passFor } from "./passFor.ts";

const DAY = 86_400;

describe("passFor", () => {
  let chain: TestChain;
  let selling: Show;
  let rightId: RightId;
  before(async () => {
    chain = await startTestChain();
    selling = await openShow(chain, { transport: "relay", classes: HALL });
    const rows = [{ className: "standing", holder: chain.emptyKey().address as `0x${string}`, quantity: 8 }];
    const { agent, agentId, eventId } = selling;
    const { results } = await grantMany(agent, { agentId, eventId, rows });
    rightId = (results[0]?.status === "granted" && results[0].rightIds[0]) || 0n;
  });
  after(() => chain.close());

  it("has the start of a rescheduled event, in the event's own offset", async () => {
    const at = Date.parse(selling.terms.startsAt) / 1_000;
    const newfoundland = (time: number) => `${new Date((time - 9_000) * 1_000).toISOString().slice(0, 19)}-02:30`;
    const documents = [{ ...selling.terms, startsAt: newfoundland(at) }];
    const before = await passFor(selling.agent, { rightId, documents });
    expect(before.event.startsAt).to.equal(newfoundland(at));

    const { schedule } = await readEvent(selling.organizer, { eventId: selling.eventId });
    const later = (time: number) => time + 3 * DAY + 1_800;
    await rescheduleEvent(selling.organizer, {
      eventId: selling.eventId,
      doorsOpenAt: later(schedule.doorsOpenAt),
      doorsCloseAt: later(schedule.doorsCloseAt),
      salesCloseAt: later(schedule.salesCloseAt),
    });
    const { startsAt } = (await passFor(selling.agent, { rightId, documents })).event;
    expect(startsAt).to.equal(newfoundland(later(at)));
    const inUtc = await passFor(selling.agent, { rightId, documents: [selling.terms] });
    expect(Date.parse(inUtc.event.startsAt ?? "")).to.equal(Date.parse(startsAt ?? ""));
    expect(inUtc.event.startsAt).to.match(/:\d\d\+00:00$/);

    const bare = await passFor(selling.agent, { rightId });
    expect(bare.event.startsAt).to.equal(undefined);
    expect(bare.lacks?.fields).to.deep.equal(["startsAt", "reportUrl"]);
    expect(completePass(bare, { document: selling.terms })).to.deep.equal(inUtc);
  });

  it("refuses more rights than a pass may name, and no rights", async () => {
    expect((await passFor(selling.agent, { rightId, count: 8 })).count).to.equal(8);
    for (const count of [0, 9, 1.5, -1, 2 ** 32]) {
      expect((await refusalOf(passFor(selling.agent, { rightId, count }))).code).to.equal("VALUE_INVALID");
    }
  });
});
