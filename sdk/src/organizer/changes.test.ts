import { expect } from "chai";
import { type Published, publishShow } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { readEvent } from "../state/readEvent.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { acceptHandOver } from "./acceptHandOver.ts";
import { cancelEvent } from "./cancelEvent.ts";
import { extendDoors } from "./extendDoors.ts";
import { offerHandOver } from "./offerHandOver.ts";
import { openReservedClass } from "./openReservedClass.ts";
import { pauseSales } from "./pauseSales.ts";
import { raiseSupply } from "./raiseSupply.ts";
import { registerOrganizer } from "./registerOrganizer.ts";
import { rescheduleEvent } from "./rescheduleEvent.ts";
import { resumeSales } from "./resumeSales.ts";
import { setSaleHook } from "./setSaleHook.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

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

    it("rescheduleEvent moves all times that depend on doors open", async () => {
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

    it("rescheduleEvent is refused if doors would close before they open", async () => {
      const { organizer, eventId, terms } = show;
      const times = { ...terms.schedule, doorsCloseAt: terms.schedule.doorsOpenAt };
      const refusal = await refusalOf(rescheduleEvent(organizer, { eventId, ...times }));
      expect(refusal.name).to.equal("ScheduleInvalid");
    });

    it("reschedule brings doors forward with notice, or by three hours on the day", async () => {
      const { organizer, eventId, terms } = show;
      const { doorsOpenAt, doorsCloseAt } = terms.schedule;
      await chain.clock.travelTo(doorsOpenAt - 10 * HOUR);
      const move = (doors: number) =>
        rescheduleEvent(organizer, { eventId, doorsOpenAt: doors, doorsCloseAt, salesCloseAt: doors });
      const tooFar = await refusalOf(move(doorsOpenAt - 3 * HOUR - 1));
      expect([tooFar.name, tooFar.args]).to.deep.equal([
        "ScheduleInvalid",
        ["doorsOpenAt", BigInt(doorsOpenAt - 3 * HOUR - 1)],
      ]);
      const { schedule } = await move(doorsOpenAt - 3 * HOUR);
      expect(schedule.doorsOpenAt).to.equal(doorsOpenAt - 3 * HOUR);
      expect((await refusalOf(move(doorsOpenAt - 3 * HOUR))).name).to.equal("ScheduleUnchanged");
    });

    it("extendDoors lets doors close later, also when they are open, and changes no other time", async () => {
      const { organizer, eventId, terms } = show;
      const { doorsOpenAt, doorsCloseAt } = terms.schedule;
      await chain.clock.travelTo(doorsOpenAt);
      const { schedule } = await extendDoors(organizer, { eventId, doorsCloseAt: doorsCloseAt + DAY });
      expect(schedule).to.deep.equal({ ...terms.schedule, doorsCloseAt: doorsCloseAt + DAY });
      expect((await state()).schedule).to.deep.equal(schedule);
    });

    it("extendDoors is refused for earlier times, for more than 7 days, and once doors are closed", async () => {
      const { organizer, eventId, terms } = show;
      const { doorsCloseAt } = terms.schedule;
      await chain.clock.travelTo(doorsCloseAt - HOUR);
      const extend = (time: number) => refusalOf(extendDoors(organizer, { eventId, doorsCloseAt: time }));
      for (const time of [doorsCloseAt, doorsCloseAt + 7 * DAY]) {
        const refusal = await extend(time);
        expect([refusal.name, refusal.args]).to.deep.equal(["ScheduleInvalid", ["doorsCloseAt", BigInt(time)]]);
      }
      await chain.clock.travelTo(doorsCloseAt);
      const late = await extend(doorsCloseAt + DAY);
      expect([late.name, late.args]).to.deep.equal(["DoorsClosed", [BigInt(eventId), BigInt(doorsCloseAt)]]);
      expect((await state()).schedule).to.deep.equal(terms.schedule);
    });

    describe("setSaleHook", () => {
      // It stands for a hook: no right is granted here, so the contracts only ask whether it has code.
      const hookOn = ({ deployment }: TestChain) => deployment.contracts.AgentRegistry.address;
      const publishAhead = async (ahead: number) => {
        const salesOpenAt = (await chain.clock.now()) + ahead;
        return publishShow(chain, { transport, schedule: { salesOpenAt } });
      };

      it("gives a class its hook, and an offer goes stale", async () => {
        const { organizer, eventId } = await publishAhead(3 * DAY);
        const before = await readEvent(organizer, { eventId });
        await setSaleHook(organizer, { eventId, className: "seated", saleHook: hookOn(chain) });
        const { classes, termsHash } = await readEvent(organizer, { eventId });
        expect(classes.map(({ saleHook }) => saleHook)).to.deep.equal([undefined, hookOn(chain), undefined]);
        expect(termsHash).not.to.equal(before.termsHash);
      });

      it("is refused for a class that has one, and less than 48 hours before sales", async () => {
        const { organizer, eventId } = await publishAhead(2 * DAY + HOUR);
        const set = (className: string) => setSaleHook(organizer, { eventId, className, saleHook: hookOn(chain) });
        await set("standing");
        const again = await refusalOf(set("standing"));
        expect([again.name, again.args]).to.deep.equal(["SaleHookFinal", [BigInt(eventId), 1n]]);
        await chain.clock.travelTo((await chain.clock.now()) + HOUR);
        const late = await refusalOf(set("seated"));
        expect([late.name, late.args]).to.deep.equal(["SaleHookFinal", [BigInt(eventId), 2n]]);
      });

      it("is refused for a key and for a class that is not there", async () => {
        const { organizer, eventId } = await publishAhead(3 * DAY);
        const key = setSaleHook(organizer, { eventId, className: "standing", saleHook: `0x${"12".repeat(20)}` });
        expect((await refusalOf(key)).name).to.equal("ClassInvalid");
        const unknown = setSaleHook(organizer, { eventId, className: "stuff", saleHook: hookOn(chain) });
        expect((await refusalOf(unknown)).code).to.equal("CLASS_UNKNOWN");
      });
    });

    it("pauseSales and resumeSales are refused twice in a row", async () => {
      const { organizer, eventId } = show;
      await pauseSales(organizer, { eventId });
      expect((await state()).paused).to.equal(true);
      const twice = await refusalOf(pauseSales(organizer, { eventId }));
      expect([twice.name, twice.args]).to.deep.equal(["SalesUnchanged", [BigInt(eventId), true]]);
      await resumeSales(organizer, { eventId });
      expect((await state()).paused).to.equal(false);
      expect((await refusalOf(resumeSales(organizer, { eventId }))).name).to.equal("SalesUnchanged");
    });

    it("cancelEvent cannot be undone", async () => {
      const { organizer, eventId } = show;
      await cancelEvent(organizer, { eventId });
      expect(await state()).to.include({ cancelled: true, paused: true });
      expect((await refusalOf(resumeSales(organizer, { eventId }))).name).to.equal("EventIsCancelled");
    });

    it("cancelEvent is refused once doors are open", async () => {
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

    it("openReservedClass cannot be undone", async () => {
      const { organizer, eventId } = show;
      await openReservedClass(organizer, { eventId, className: "staff" });
      expect((await state()).classes[2]).to.include({ name: "staff", reserved: false });
      const twice = await refusalOf(openReservedClass(organizer, { eventId, className: "staff" }));
      expect([twice.name, twice.args]).to.deep.equal(["ClassNotReserved", [BigInt(eventId), 3n]]);
    });

    it("names the classes of the event, and the unknown event", async () => {
      const { organizer, eventId } = show;
      const class_ = await refusalOf(openReservedClass(organizer, { eventId, className: "stuff" }));
      expect(class_.code).to.equal("CLASS_UNKNOWN");
      expect(class_.message).to.contain(`"stuff"; event ${eventId} has "standing", "seated", "staff".`);
      const event = await refusalOf(openReservedClass(organizer, { eventId: eventId + 1, className: "staff" }));
      expect(event.code).to.equal("EVENT_UNKNOWN");
      expect((await refusalOf(pauseSales(organizer, { eventId: eventId + 1 }))).name).to.equal("EventNonexistent");
    });

    it("is only for members of the organizer", async () => {
      const stranger = await join(chain, transport);
      const { eventId, terms } = show;
      const one = { eventId, className: "staff" };
      for (const [call, name] of [
        [() => rescheduleEvent(stranger, { eventId, ...terms.schedule }), "TeamAdminOnly"],
        [() => extendDoors(stranger, { eventId, doorsCloseAt: terms.schedule.doorsCloseAt + 1 }), "TeamAdminOnly"],
        [() => setSaleHook(stranger, { ...one, saleHook: `0x${"12".repeat(20)}` }), "TeamAdminOnly"],
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
      it("gives the event to the other organizer when it accepts the offer", async () => {
        const { organizer, eventId } = show;
        const other = await join(chain, transport);
        const { organizerId } = await registerOrganizer(other, { name: "Other", uri: "https://other.example" });
        const { termsHash } = await offerHandOver(organizer, { eventId, to: organizerId });
        expect((await state()).termsHash).to.equal(termsHash);
        await acceptHandOver(other, { eventId, organizerId, termsHash });
        expect((await state()).organizer).to.deep.equal({ organizerId, name: "Other", uri: "https://other.example" });
      });

      it("is stale after the event changed, or the offer was withdrawn", async () => {
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
