// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// How an organizer lets doors close later, in the order of EventRegistry.tree.
contract EventRegistryExtendTest is EventsFixture {
    EventId private eventId;
    EventId private constant NONE = EventId.wrap(7);

    function setUp() public override {
        super.setUp();
        eventId = _publish();
    }

    function test_ExtendDoors_IsForAdmins() public {
        vm.warp(DOORS_OPEN);
        _assertAdminsOnly(_extending(DOORS_CLOSE + 1));
        _assertNoEvent(abi.encodeCall(events.extendDoors, (NONE, DOORS_CLOSE + 1)), NONE);
    }

    function test_ExtendDoors_RevertWhen_Cancelled() public {
        vm.warp(DOORS_OPEN - 1);
        _cancel(eventId);
        _refuse(ADMIN, _extending(DOORS_CLOSE + 1), _eventIsCancelled(eventId));
    }

    function test_ExtendDoors_EndsWhenDoorsClose() public {
        for (uint40 now_ = DOORS_CLOSE; now_ <= DOORS_CLOSE + 1; ++now_) {
            vm.warp(now_);
            _refuse(
                ADMIN,
                _extending(DOORS_CLOSE + 1 days),
                abi.encodeWithSelector(IEventRegistry.DoorsClosed.selector, eventId, DOORS_CLOSE)
            );
        }
        vm.warp(DOORS_CLOSE - 1);
        _extend(DOORS_CLOSE + 1 days);
        // And again, while they are open.
        vm.warp(DOORS_CLOSE + 1 days - 1);
        _extend(DOORS_CLOSE + 2 days);
    }

    function test_ExtendDoors_OnlyExtends() public {
        vm.warp(DOORS_OPEN);
        _refuseTime(0);
        _refuseTime(DOORS_CLOSE - 1);
        _refuseTime(DOORS_CLOSE);
        _extend(DOORS_CLOSE + 1);
    }

    function test_ExtendDoors_ReachesSevenDaysAhead() public {
        uint40[2] memory times = [DOORS_OPEN - 3 days, DOORS_OPEN + 1 hours];
        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(times[i]);
            _refuseTime(times[i] + 7 days + 1);
            _refuseTime(type(uint40).max);
            _extend(times[i] + 7 days);
        }
    }

    /// It works from publication on. Times further ahead require `reschedule`.
    function test_ExtendDoors_WorksFromPublication() public {
        _refuseTime(DOORS_CLOSE + 1);
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesOpenAt = NOW - 1;
        terms.schedule.salesCloseAt = NOW + 1 hours;
        terms.schedule.doorsOpenAt = NOW + 1;
        terms.schedule.doorsCloseAt = NOW + 1 hours;
        terms.schedule.returnUntil = terms.schedule.rebindUntil = terms.schedule.nameBy = NOW;
        eventId = _publish(terms, _classes(false));
        _extend(NOW + 7 days);
    }

    function test_ExtendDoors_ChangesAndTellsNothingElse() public {
        vm.warp(DOORS_OPEN - 3 hours);
        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN - 1 hours, DOORS_CLOSE, SALES_CLOSE);
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        expected.doorsCloseAt = DOORS_CLOSE + 1 days;
        vm.warp(DOORS_OPEN + 2 hours);
        vm.expectEmit(address(events));
        emit IEventRegistry.EventRescheduled(
            eventId,
            IEventRegistry.Schedule({
                salesOpenAt: SALES_OPEN,
                salesCloseAt: SALES_CLOSE,
                doorsOpenAt: DOORS_OPEN - 1 hours,
                doorsCloseAt: DOORS_CLOSE + 1 days,
                returnUntil: expected.returnUntil,
                rebindUntil: REBIND_UNTIL,
                nameBy: NAME_BY
            }),
            DOORS_OPEN
        );
        _extend(DOORS_CLOSE + 1 days);
        _assertEvent(eventId, expected);
    }

    // Helpers

    function _extend(uint40 doorsCloseAt) private {
        vm.prank(ADMIN);
        events.extendDoors(eventId, doorsCloseAt);
        require(events.eventOf(eventId).doorsCloseAt == doorsCloseAt, "doorsCloseAt");
    }

    function _refuseTime(uint40 doorsCloseAt) private {
        _refuse(
            ADMIN,
            _extending(doorsCloseAt),
            abi.encodeWithSelector(IEventRegistry.ScheduleInvalid.selector, "doorsCloseAt", doorsCloseAt)
        );
    }

    function _extending(uint40 doorsCloseAt) private view returns (bytes memory) {
        return abi.encodeCall(events.extendDoors, (eventId, doorsCloseAt));
    }
}
