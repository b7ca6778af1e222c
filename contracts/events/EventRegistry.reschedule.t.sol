// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// How the times of an event change, in the order of EventRegistry.tree. Sequences of many changes are in
/// EventRegistry.history.t.sol.
contract EventRegistryRescheduleTest is EventsFixture {
    uint40 private constant NOTICE = 48 hours;
    uint40 private constant LEAD = DOORS_OPEN - NAME_BY;
    uint40 private constant SIX_YEARS = 6 * 365 days;

    EventId private eventId;
    EventId private constant NONE = EventId.wrap(7);

    function setUp() public override {
        super.setUp();
        eventId = _publish();
    }

    function test_Reschedule_IsForAdmins() public {
        _assertAdminsOnly(_rescheduling(DOORS_OPEN + 1, DOORS_CLOSE + 1, SALES_CLOSE + 1));
        _assertNoEvent(abi.encodeCall(events.reschedule, (NONE, DOORS_OPEN, DOORS_CLOSE, SALES_CLOSE)), NONE);
    }

    function test_Reschedule_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, _rescheduling(DOORS_OPEN + 30 days, DOORS_CLOSE + 30 days, SALES_CLOSE));
    }

    function test_Reschedule_RevertWhen_NothingChanges() public {
        _refuse(
            ADMIN,
            _rescheduling(DOORS_OPEN, DOORS_CLOSE, SALES_CLOSE),
            abi.encodeWithSelector(IEventRegistry.ScheduleUnchanged.selector, eventId)
        );
        uint256 snapshot = vm.snapshotState();
        _move(DOORS_OPEN + 1, DOORS_CLOSE, SALES_CLOSE);
        vm.revertToState(snapshot);
        _move(DOORS_OPEN, DOORS_CLOSE + 1, SALES_CLOSE);
        vm.revertToState(snapshot);
        _move(DOORS_OPEN, DOORS_CLOSE, SALES_CLOSE - 1);
    }

    // Doors come forward

    function test_Reschedule_BringsDoorsForwardWithNotice() public {
        uint40 soonest = NOW + NOTICE;
        _refuseOpening(NOW + 1, DOORS_CLOSE);
        _refuseOpening(NOW, DOORS_CLOSE);
        _refuseOpening(0, DOORS_CLOSE);
        _refuseOpening(soonest - 1, DOORS_CLOSE);
        _move(soonest, soonest + 1 hours, SALES_OPEN + 1);
    }

    /// To at most three hours before the announced doors.
    function test_Reschedule_BringsDoorsForwardOnTheDay() public {
        vm.warp(DOORS_OPEN - 10 hours);
        _refuseOpening(DOORS_OPEN - 3 hours - 1, DOORS_CLOSE);
        _move(DOORS_OPEN - 3 hours, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(DOORS_OPEN);
    }

    /// To at least an hour from now.
    function test_Reschedule_BringsDoorsForwardToAnHourAhead() public {
        uint40 now_ = DOORS_OPEN - 2 hours;
        vm.warp(now_);
        _refuseOpening(now_ + 1 hours - 1, DOORS_CLOSE);
        _move(now_ + 1 hours, DOORS_CLOSE, SALES_CLOSE);
        // A delay requires no notice, up to the last second. Nor does a change that leaves the doors where they are.
        vm.warp(now_ + 1 hours - 1);
        _refuseOpening(now_ + 1 hours - 1, DOORS_CLOSE);
        _move(now_ + 1 hours, DOORS_CLOSE + 1, SALES_CLOSE);
        _move(now_ + 1 hours + 1, DOORS_CLOSE + 1, SALES_CLOSE);
    }

    function test_Reschedule_AddsUpNoShortSteps() public {
        vm.warp(DOORS_OPEN - 24 hours);
        _move(DOORS_OPEN - 1 hours, DOORS_CLOSE, SALES_CLOSE);
        _move(DOORS_OPEN - 3 hours, DOORS_CLOSE, SALES_CLOSE);
        _refuseOpening(DOORS_OPEN - 3 hours - 1, DOORS_CLOSE);
        // A delay followed by an earlier time gains nothing.
        _move(DOORS_OPEN - 3 hours + 1, DOORS_CLOSE, SALES_CLOSE);
        _refuseOpening(DOORS_OPEN - 3 hours - 1, DOORS_CLOSE);
        _move(DOORS_OPEN, DOORS_CLOSE, SALES_CLOSE);
        _refuseOpening(DOORS_OPEN - 3 hours - 1, DOORS_CLOSE);
        _move(DOORS_OPEN - 3 hours, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(DOORS_OPEN);
    }

    /// A delay counts as announced at once: from there doors may come forward by three hours.
    function test_Reschedule_AnnouncesADelay() public {
        vm.warp(DOORS_OPEN - 24 hours);
        _move(DOORS_OPEN + 2 hours, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(DOORS_OPEN + 2 hours);
        _refuseOpening(DOORS_OPEN - 1 hours - 1, DOORS_CLOSE);
        _move(DOORS_OPEN - 1 hours, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(DOORS_OPEN + 2 hours);
    }

    /// Earlier doors count as announced with 48 hours' notice, but not with a second less.
    function test_Reschedule_AnnouncesDoorsWithNotice() public {
        uint40 earlier = DOORS_OPEN - 3 hours;
        uint256 snapshot = vm.snapshotState();
        vm.warp(earlier - NOTICE);
        _move(earlier, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(earlier);
        _move(earlier - 3 hours, DOORS_CLOSE, SALES_CLOSE);
        _refuseOpening(earlier - 3 hours - 1, DOORS_CLOSE);
        _assertAnnounced(earlier);
        vm.revertToState(snapshot);

        vm.warp(earlier - NOTICE + 1);
        _move(earlier, DOORS_CLOSE, SALES_CLOSE);
        _assertAnnounced(DOORS_OPEN);
        _refuseOpening(earlier - 1, DOORS_CLOSE);
    }

    // Doors close

    /// Doors close earlier only if they open 48 hours from now or later.
    function test_Reschedule_ClosesDoorsEarlierWithNotice() public {
        vm.warp(DOORS_OPEN - NOTICE + 1);
        _refuseClosing(DOORS_OPEN, DOORS_CLOSE - 1, DOORS_OPEN);
        _refuseClosing(DOORS_OPEN - 1 hours, DOORS_CLOSE - 1, DOORS_OPEN - 1 hours);
        vm.warp(DOORS_OPEN - NOTICE);
        _move(DOORS_OPEN, DOORS_CLOSE - 1, DOORS_OPEN);
        // A delay that gives this notice lets them close earlier too.
        vm.warp(DOORS_OPEN - 1 hours);
        _refuseClosing(DOORS_OPEN + 1, DOORS_CLOSE - 2, DOORS_OPEN);
        _move(DOORS_OPEN + NOTICE, DOORS_CLOSE + NOTICE, DOORS_OPEN);
        vm.warp(DOORS_OPEN - 30 minutes);
        _refuseClosing(DOORS_OPEN + NOTICE - 30 minutes - 1, DOORS_CLOSE + NOTICE - 1, DOORS_OPEN);
        _move(DOORS_OPEN + NOTICE - 30 minutes, DOORS_CLOSE + NOTICE - 1, DOORS_OPEN);
    }

    function test_Reschedule_KeepsDoorsOpenForAnHour() public {
        _refuseClosing(DOORS_OPEN, DOORS_OPEN + 1 hours - 1, SALES_OPEN + 1);
        _refuseClosing(DOORS_OPEN, DOORS_OPEN, SALES_OPEN + 1);
        _refuseClosing(DOORS_OPEN, 0, SALES_OPEN + 1);
        _refuseClosing(DOORS_CLOSE - 1 hours + 1, DOORS_CLOSE, SALES_OPEN + 1);
        _move(DOORS_OPEN, DOORS_OPEN + 1 hours, SALES_OPEN + 1);
    }

    /// Or they stay open for as long as before, if that was less.
    function test_Reschedule_KeepsShortDoorsAsTheyAre() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.doorsCloseAt = DOORS_OPEN + 600;
        eventId = _publish(terms, _classes(false));
        _refuseClosing(DOORS_OPEN, DOORS_OPEN + 599, SALES_OPEN + 1);
        _move(DOORS_OPEN + 1, DOORS_OPEN + 601, SALES_OPEN + 1);
        _move(DOORS_OPEN, DOORS_OPEN + 2 hours, SALES_OPEN + 1);
        // Doors that are open for an hour by now stay open for an hour.
        _refuseClosing(DOORS_OPEN, DOORS_OPEN + 1 hours - 1, SALES_OPEN + 1);
        _move(DOORS_OPEN, DOORS_OPEN + 1 hours, SALES_OPEN + 1);
    }

    // Order

    function test_Reschedule_OpensDoorsWithinSixYearsOfSales() public {
        uint40 last = SALES_OPEN + SIX_YEARS;
        _refuseOpening(last + 1, last + 2 hours);
        _refuseOpening(type(uint40).max - 1 hours, type(uint40).max);
        _move(last, last + 2 hours, SALES_CLOSE);
    }

    function test_Reschedule_ClosesSalesBetweenTheirOpeningAndTheDoors() public {
        _refuseTimes(DOORS_OPEN, DOORS_CLOSE, SALES_OPEN, "salesCloseAt", SALES_OPEN);
        _refuseTimes(DOORS_OPEN, DOORS_CLOSE, 0, "salesCloseAt", 0);
        _refuseTimes(DOORS_OPEN, DOORS_CLOSE, DOORS_CLOSE + 1, "salesCloseAt", DOORS_CLOSE + 1);
        _move(DOORS_OPEN, DOORS_CLOSE, SALES_OPEN + 1);
        _move(DOORS_OPEN, DOORS_CLOSE, DOORS_CLOSE);
    }

    // Returns

    /// Holders get 48 hours to return, unless doors open sooner. Both sides of each bound.
    function test_Reschedule_LeavesTimeToReturn() public {
        uint256 snapshot = vm.snapshotState();
        // returnUntil is 10 days before doors. With doors in 12 days it is 48 hours from now.
        uint40 inTwelve = NOW + 12 days;
        for (uint40 doors = inTwelve - 1; doors <= inTwelve + 1; ++doors) {
            _move(doors, doors + 1 hours, SALES_OPEN + 1);
            require(
                events.eventOf(eventId).returnUntil == (doors > inTwelve ? doors - 10 days : NOW + NOTICE),
                "returnUntil"
            );
            vm.revertToState(snapshot);
        }
        // With doors in less than 48 hours, it is at doors.
        vm.warp(DOORS_OPEN - NOTICE + 1);
        _move(DOORS_OPEN, DOORS_CLOSE + 1, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == DOORS_OPEN, "until doors");
        _move(DOORS_OPEN - 1 hours, DOORS_CLOSE + 1, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == DOORS_OPEN - 1 hours, "until earlier doors");
        vm.revertToState(snapshot);
        vm.warp(DOORS_OPEN - NOTICE - 1);
        _move(DOORS_OPEN, DOORS_CLOSE + 1, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == DOORS_OPEN - 1, "48 hours");
    }

    /// A holder that could no longer return can do so again when the event is rescheduled.
    function test_Reschedule_OpensReturnsAgain() public {
        vm.warp(DOORS_OPEN - 1 hours);
        _move(DOORS_OPEN + 30 days, DOORS_CLOSE + 30 days, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == RETURN_UNTIL + 30 days, "moved along");
        // Also when only the close of doors moves.
        vm.warp(DOORS_OPEN + 29 days);
        _move(DOORS_OPEN + 30 days, DOORS_CLOSE + 31 days, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == DOORS_OPEN + 30 days, "until doors");
    }

    // Rebinds

    function test_Reschedule_MovesRebindUntilAlong() public {
        uint256 snapshot = vm.snapshotState();
        _move(DOORS_OPEN + 5, DOORS_CLOSE + 5, SALES_CLOSE);
        require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL + 5, "later");
        _move(DOORS_OPEN - 5, DOORS_CLOSE + 5, SALES_CLOSE);
        require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL - 5, "earlier");
        vm.revertToState(snapshot);
        vm.warp(REBIND_UNTIL - 1);
        _move(DOORS_OPEN + 1, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL + 1, "until it has passed");
    }

    function test_Reschedule_ReopensRebindsWithA48HoursDelayOnly() public {
        uint256 snapshot = vm.snapshotState();
        for (uint40 now_ = REBIND_UNTIL; now_ <= REBIND_UNTIL + 1; ++now_) {
            vm.warp(now_);
            _move(DOORS_OPEN + NOTICE - 1, DOORS_CLOSE + NOTICE, SALES_CLOSE);
            require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL, "reopened");
            vm.revertToState(snapshot);
            vm.warp(now_);
            _move(DOORS_OPEN + NOTICE, DOORS_CLOSE + NOTICE, SALES_CLOSE);
            require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL + NOTICE, "not reopened");
            vm.revertToState(snapshot);
        }
        // Once it has passed, it does not move with doors that come forward either.
        vm.warp(DOORS_OPEN - 12 hours);
        _move(DOORS_OPEN - 3 hours, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).rebindUntil == REBIND_UNTIL, "moved back");
    }

    // Names

    function test_Reschedule_KeepsNameByWhenDoorsStay() public {
        _move(DOORS_OPEN, DOORS_CLOSE + 1, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY, "far ahead");
        vm.warp(NAME_BY - 1);
        _move(DOORS_OPEN, DOORS_CLOSE + 2, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY, "a second before");
    }

    /// Later doors give more time to name. After changes back and forth the distance is still the published one.
    function test_Reschedule_MovesNameByWithLaterDoors() public {
        _move(DOORS_OPEN + 9, DOORS_CLOSE + 9, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY + 9, "later");
        _move(DOORS_OPEN - 10 days, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY - 10 days, "earlier");
        _move(DOORS_OPEN, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY, "back");
    }

    /// At least 24 hours are left to name when doors come forward with notice, but never more than before.
    function test_Reschedule_LeavesTimeToName() public {
        uint256 snapshot = vm.snapshotState();
        // Doors − nameLead is 24 hours from now.
        uint40 doors = NOW + 24 hours + LEAD;
        _move(doors + 1, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NOW + 24 hours + 1, "by the distance");
        _move(doors, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NOW + 24 hours, "both");
        vm.revertToState(snapshot);
        _move(doors - 1, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NOW + 24 hours, "24 hours");
        vm.revertToState(snapshot);
        _move(NOW + NOTICE, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NOW + 24 hours, "24 hours of 48");
        vm.revertToState(snapshot);
        // If less was left, nameBy stays.
        for (uint40 now_ = NAME_BY - 24 hours - 1; now_ <= NAME_BY - 24 hours + 1; ++now_) {
            vm.warp(now_);
            _move(now_ + NOTICE, DOORS_CLOSE, SALES_CLOSE);
            uint40 left = now_ + 24 hours;
            require(events.eventOf(eventId).nameBy == (left < NAME_BY ? left : NAME_BY), "what was left");
            vm.revertToState(snapshot);
        }
    }

    /// When doors come forward without notice, a nameBy after them moves to them.
    function test_Reschedule_EndsNamingWithEarlierDoors() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.nameBy = DOORS_OPEN - 1 hours;
        eventId = _publish(terms, _classes(false));
        uint256 snapshot = vm.snapshotState();
        for (uint40 i = 0; i <= 2; ++i) {
            vm.warp(DOORS_OPEN - 5 hours);
            uint40 doors = DOORS_OPEN - 1 hours - 1 + i;
            _move(doors, DOORS_CLOSE, SALES_CLOSE);
            require(events.eventOf(eventId).nameBy == (i == 0 ? doors : DOORS_OPEN - 1 hours), "nameBy");
            vm.revertToState(snapshot);
        }
    }

    function test_Reschedule_KeepsAPassedNameBy() public {
        uint256 snapshot = vm.snapshotState();
        for (uint40 now_ = NAME_BY; now_ <= NAME_BY + 1; ++now_) {
            vm.warp(now_);
            _move(DOORS_OPEN + 30 days, DOORS_CLOSE + 30 days, SALES_CLOSE);
            require(events.eventOf(eventId).nameBy == NAME_BY, "lifted by later doors");
            vm.revertToState(snapshot);
            vm.warp(now_);
            _move(now_ + NOTICE, DOORS_CLOSE, SALES_CLOSE);
            require(events.eventOf(eventId).nameBy == NAME_BY, "moved by earlier doors");
            vm.revertToState(snapshot);
        }
        vm.warp(NAME_BY - 1);
        _move(DOORS_OPEN + 30 days, DOORS_CLOSE + 30 days, SALES_CLOSE);
        require(events.eventOf(eventId).nameBy == NAME_BY + 30 days, "not passed");
    }

    // Bounds of times

    /// A time that would move before 1970 moves to 1970: here returnUntil, before it becomes 48 hours from now, and a
    /// nameBy with a long published distance from doors.
    function test_Reschedule_EndsAtTheBeginningOfTime() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.returnUntil = 1;
        terms.schedule.rebindUntil = 1;
        eventId = _publish(terms, _classes(false));
        _move(DOORS_OPEN - 2, DOORS_CLOSE, SALES_CLOSE);
        require(events.eventOf(eventId).returnUntil == NOW + NOTICE, "time to return");
        require(events.eventOf(eventId).rebindUntil == 1, "passed in 1970");

        terms.schedule.salesOpenAt = type(uint40).max - SIX_YEARS;
        terms.schedule.salesCloseAt = type(uint40).max - 1;
        terms.schedule.doorsOpenAt = type(uint40).max - 1;
        terms.schedule.doorsCloseAt = type(uint40).max;
        terms.schedule.nameBy = NOW + 2 days;
        eventId = _publish(terms, _classes(false));
        _move(NOW + NOTICE, type(uint40).max, type(uint40).max);
        require(events.eventOf(eventId).nameBy == NOW + 24 hours, "a lead that begins before 1970");
    }

    function test_Reschedule_ReachesTheEndOfTime() public {
        uint40 last = type(uint40).max;
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesOpenAt = last - SIX_YEARS;
        terms.schedule.salesCloseAt = last - 1 hours;
        terms.schedule.doorsOpenAt = last - 3 hours;
        terms.schedule.doorsCloseAt = last - 1 hours;
        terms.schedule.nameBy = last - 4 hours;
        eventId = _publish(terms, _classes(false));
        _move(last - 1 hours, last, last);
        IEventRegistry.Event memory moved = events.eventOf(eventId);
        require(moved.doorsOpenAt == last - 1 hours && moved.doorsCloseAt == last, "doors");
        require(moved.rebindUntil == REBIND_UNTIL + 2 hours && moved.nameBy == last - 2 hours, "moved along");
    }

    // Storage and logs

    /// A reschedule does not change the rest of an event.
    function test_Reschedule_ChangesAndTellsNothingElse() public {
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        expected.doorsOpenAt += 9;
        expected.doorsCloseAt += 99;
        expected.salesCloseAt += 5;
        expected.returnUntil += 9;
        expected.rebindUntil += 9;
        expected.nameBy += 9;
        expected.announcedDoorsAt += 9;
        _expectRescheduled(expected);
        _move(DOORS_OPEN + 9, DOORS_CLOSE + 99, SALES_CLOSE + 5);
        _assertEvent(eventId, expected);

        // Without notice, the announced doors differ from the new doors.
        vm.warp(DOORS_OPEN - 20 hours);
        expected.doorsOpenAt -= 1 hours;
        expected.returnUntil = expected.doorsOpenAt;
        _expectRescheduled(expected);
        _move(DOORS_OPEN + 9 - 1 hours, DOORS_CLOSE + 99, SALES_CLOSE + 5);
        _assertEvent(eventId, expected);
    }

    // Helpers

    function _expectRescheduled(IEventRegistry.Event memory expected) private {
        vm.expectEmit(address(events));
        emit IEventRegistry.EventRescheduled(
            eventId,
            IEventRegistry.Schedule({
                salesOpenAt: expected.salesOpenAt,
                salesCloseAt: expected.salesCloseAt,
                doorsOpenAt: expected.doorsOpenAt,
                doorsCloseAt: expected.doorsCloseAt,
                returnUntil: expected.returnUntil,
                rebindUntil: expected.rebindUntil,
                nameBy: expected.nameBy
            }),
            expected.announcedDoorsAt
        );
    }

    function _assertAnnounced(uint40 doors) private view {
        require(events.eventOf(eventId).announcedDoorsAt == doors, "announced");
    }

    function _move(uint40 opens, uint40 closes, uint40 sales) private {
        vm.prank(ADMIN);
        events.reschedule(eventId, opens, closes, sales);
        IEventRegistry.Event memory moved = events.eventOf(eventId);
        require(moved.doorsOpenAt == opens && moved.doorsCloseAt == closes && moved.salesCloseAt == sales, "times");
    }

    function _refuseOpening(uint40 opens, uint40 closes) private {
        _refuseTimes(opens, closes, SALES_OPEN + 1, "doorsOpenAt", opens);
    }

    function _refuseClosing(uint40 opens, uint40 closes, uint40 sales) private {
        _refuseTimes(opens, closes, sales, "doorsCloseAt", closes);
    }

    function _refuseTimes(uint40 opens, uint40 closes, uint40 sales, string memory field, uint40 value) private {
        _refuse(
            ADMIN,
            _rescheduling(opens, closes, sales),
            abi.encodeWithSelector(IEventRegistry.ScheduleInvalid.selector, field, value)
        );
    }

    function _rescheduling(uint40 opens, uint40 closes, uint40 sales) private view returns (bytes memory) {
        return abi.encodeCall(events.reschedule, (eventId, opens, closes, sales));
    }
}
