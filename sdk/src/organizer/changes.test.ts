import { expect } from "chai";
import { type Published, publishShow } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { readEvent } from "../state/readEvent.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { acceptHandOver } from "./acceptHandOver.ts";
import { cancelEvent } from "./cancelEvent.ts";
import { offerHandOver } from "./offerHandOver.ts";
import { openReservedClass } from "./openReservedClass.ts";
import { pauseSales } from "./pauseSales.ts";
import { raiseSupply } from "./raiseSupply.ts";
import { registerOrganizer } from "./registerOrganizer.ts";
import { rescheduleEvent } from "./rescheduleEvent.ts";
import { resumeSales } from "./resumeSales.ts";

const DAY = 86_400;

for (const transport of TRANSPORTS) {
  describe(`changes of a published event, ${transport}`, () => {
    let chain: TestChain;
    let show: Published;
    beforeEach(async () => {
      chain = await startTestChain();
      show = await publishShow(chain, { transport });
    });
    afterEach(() => chain.close());

    const state = () => readEvent(show.organizer, { eventId: show.eventId });

    it("reschedule moves all that belongs to the doors", async () => {
      const { organizer, eventId, terms } = show;
      const later = (time: number) => time + 7 * DAY;
      const { doorsOpenAt, doorsCloseAt, salesCloseAt, salesOpenAt, returnUntil, rebindUntil, nameBy } = terms.schedule;
      const { schedule } = await rescheduleEvent(organizer, {
        eventId,
        doorsOpenAt: later(doorsOpenAt),
        doorsCloseAt: later(doorsCloseAt),
        salesCloseAt: later(salesCloseAt),
      });
      expect(schedule).to.deep.equal({
        salesOpenAt,
        salesCloseAt: later(salesCloseAt),
        returnUntil: later(returnUntil),
        rebindUntil: later(rebindUntil),
        nameBy: later(nameBy),
        doorsOpenAt: later(doorsOpenAt),
        doorsCloseAt: later(doorsCloseAt),
      });
      expect((await state()).schedule).to.deep.equal(schedule);
    });

    it("reschedule is refused when doors would close before they open", async () => {
      const { organizer, eventId, terms } = show;
      const times = { ...terms.schedule, doorsCloseAt: terms.schedule.doorsOpenAt };
      const refusal = await refusalOf(rescheduleEvent(organizer, { eventId, ...times }));
      expect(refusal.name).to.equal("ScheduleInvalid");
    });

    it("pauseSales and resumeSales take turns", async () => {
      const { organizer, eventId } = show;
      await pauseSales(organizer, { eventId });
      expect((await state()).paused).to.equal(true);
      const twice = await refusalOf(pauseSales(organizer, { eventId }));
      expect([twice.name, twice.args]).to.deep.equal(["SalesUnchanged", [BigInt(eventId), true]]);
      await resumeSales(organizer, { eventId });
      expect((await state()).paused).to.equal(false);
      expect((await refusalOf(resumeSales(organizer, { eventId }))).name).to.equal("SalesUnchanged");
    });

    it("cancel is for good", async () => {
      const { organizer, eventId } = show;
      await cancelEvent(organizer, { eventId });
      expect(await state()).to.include({ cancelled: true, paused: true });
      expect((await refusalOf(resumeSales(organizer, { eventId }))).name).to.equal("EventIsCancelled");
    });

    it("cancel comes too late once doors are open", async () => {
      const { organizer, eventId, terms } = show;
      await chain.clock.travelTo(terms.schedule.doorsOpenAt);
      expect((await refusalOf(cancelEvent(organizer, { eventId }))).name).to.equal("DoorsOpen");
    });

    it("raiseSupply finds the class by its name, and only raises", async () => {
      const { organizer, eventId } = show;
      await raiseSupply(organizer, { eventId, className: "seated", supply: 801 });
      expect((await state()).classes.map(({ supply }) => supply)).to.deep.equal([1_000, 801, 40]);
      const lower = await refusalOf(raiseSupply(organizer, { eventId, className: "seated", supply: 801 }));
      expect([lower.name, lower.args]).to.deep.equal(["SupplyInvalid", [BigInt(eventId), 2n, 801n]]);
      const reserved = await refusalOf(raiseSupply(organizer, { eventId, className: "staff", supply: 1_000 }));
      expect(reserved.name).to.equal("ReservedShareExceeded");
    });

    it("openReserved has no way back", async () => {
      const { organizer, eventId } = show;
      await openReservedClass(organizer, { eventId, className: "staff" });
      expect((await state()).classes[2]).to.include({ name: "staff", reserved: false });
      const twice = await refusalOf(openReservedClass(organizer, { eventId, className: "staff" }));
      expect([twice.name, twice.args]).to.deep.equal(["ClassNotReserved", [BigInt(eventId), 3n]]);
    });

    it("is told which classes and events there are", async () => {
      const { organizer, eventId } = show;
      const class_ = await refusalOf(openReservedClass(organizer, { eventId, className: "stuff" }));
      expect(class_.code).to.equal("CLASS_UNKNOWN");
      expect(class_.message).to.contain(`"stuff"; event ${eventId} has "standing", "seated", "staff".`);
      const event = await refusalOf(openReservedClass(organizer, { eventId: eventId + 1, className: "staff" }));
      expect(event.code).to.equal("EVENT_UNKNOWN");
      expect((await refusalOf(pauseSales(organizer, { eventId: eventId + 1 }))).name).to.equal("EventNonexistent");
    });

    it("is for those of the organizer's team alone", async () => {
      const stranger = await join(chain, transport);
      const { eventId, terms } = show;
      const one = { eventId, className: "staff" };
      for (const [call, name] of [
        [() => rescheduleEvent(stranger, { eventId, ...terms.schedule }), "TeamAdminOnly"],
        [() => cancelEvent(stranger, { eventId }), "TeamAdminOnly"],
        [() => raiseSupply(stranger, { ...one, supply: 41 }), "TeamAdminOnly"],
        [() => openReservedClass(stranger, one), "TeamAdminOnly"],
        [() => offerHandOver(stranger, { eventId, to: 1 }), "TeamAdminOnly"],
        [() => pauseSales(stranger, { eventId }), "TeamMemberOnly"],
        [() => resumeSales(stranger, { eventId }), "TeamMemberOnly"],
      ] as const) {
        expect((await refusalOf(call())).name).to.equal(name);
      }
    });

    describe("a hand-over", () => {
      it("goes to the other organizer when it accepts what was offered", async () => {
        const { organizer, eventId } = show;
        const other = await join(chain, transport);
        const { organizerId } = await registerOrganizer(other, { name: "Other", uri: "https://other.example" });
        const { termsHash } = await offerHandOver(organizer, { eventId, to: organizerId });
        expect((await state()).termsHash).to.equal(termsHash);
        await acceptHandOver(other, { eventId, organizerId, termsHash });
        expect((await state()).organizer).to.deep.equal({ organizerId, name: "Other", uri: "https://other.example" });
      });

      it("is stale once the event changed, or the offer was withdrawn", async () => {
        const { organizer, eventId } = show;
        const other = await join(chain, transport);
        const { organizerId } = await registerOrganizer(other, { name: "Other", uri: "https://other.example" });
        const offer = await offerHandOver(organizer, { eventId, to: organizerId });
        await raiseSupply(organizer, { eventId, className: "standing", supply: 1_001 });
        const accept = (termsHash: `0x${string}`) => acceptHandOver(other, { eventId, organizerId, termsHash });
        expect((await refusalOf(accept(offer.termsHash))).name).to.equal("HandOverStale");
        const { termsHash } = await offerHandOver(organizer, { eventId, to: organizerId });
        await offerHandOver(organizer, { eventId, to: "nobody" });
        expect((await refusalOf(accept(termsHash))).name).to.equal("HandOverStale");
        expect((await refusalOf(offerHandOver(organizer, { eventId, to: show.organizerId }))).name).to.equal(
          "HandOverInvalid",
        );
      });
    });
  });
}
