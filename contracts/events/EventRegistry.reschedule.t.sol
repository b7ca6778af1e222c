// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// How the times of an event move.
contract EventRegistryRescheduleTest is EventsFixture {
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

    function test_Reschedule_MovesWhatDependsOnDoors() public {
        _assertMoved(DOORS_OPEN + 1 days, RETURN_UNTIL + 1 days, REBIND_UNTIL + 1 days, NAME_BY + 1 days);
        _assertMoved(DOORS_OPEN, RETURN_UNTIL, REBIND_UNTIL, NAME_BY);
        _assertMoved(DOORS_OPEN - 30 days, RETURN_UNTIL - 30 days, REBIND_UNTIL - 30 days, NAME_BY - 30 days);
    }

    /// Holders get 48 hours to return, unless doors open sooner: on both sides of each.
    function test_Reschedule_LeavesTimeToReturn() public {
        uint256 snapshot = vm.snapshotState();
        // returnUntil is 10 days before doors: moved to doors in 12 days it is in 48 hours.
        uint40 inTwelve = NOW + 12 days;
        _assertMoved(inTwelve + 1, NOW + 48 hours + 1, inTwelve + 1 - 1 days, NOW + 48 hours);
        vm.revertToState(snapshot);
        _assertMoved(inTwelve, NOW + 48 hours, inTwelve - 1 days, NOW + 48 hours);
        vm.revertToState(snapshot);
        _assertMoved(inTwelve - 1, NOW + 48 hours, inTwelve - 1 - 1 days, NOW + 48 hours);
        vm.revertToState(snapshot);
        uint40 inTwo = NOW + 48 hours;
        _assertMoved(inTwo + 1, inTwo, inTwo + 1 - 1 days, inTwo);
        vm.revertToState(snapshot);
        _assertMoved(inTwo, inTwo, inTwo - 1 days, inTwo);
        vm.revertToState(snapshot);
        _assertMoved(inTwo - 1, inTwo - 1, inTwo - 1 - 1 days, inTwo - 1);
        vm.revertToState(snapshot);
        _assertMoved(NOW + 1, NOW + 1, NOW + 1 - 1 days, NOW + 1);
    }

    /// Whoever could no longer return can again when the event moves.
    function test_Reschedule_OpensReturnsAgain() public {
        vm.warp(DOORS_OPEN - 1 hours);
        _assertMoved(DOORS_OPEN + 30 days, RETURN_UNTIL + 30 days, REBIND_UNTIL + 30 days, NAME_BY);
        // Also when only the close of doors moves.
        vm.warp(DOORS_OPEN + 29 days);
        _assertMoved(DOORS_OPEN + 30 days, DOORS_OPEN + 30 days, REBIND_UNTIL + 30 days, NAME_BY);
    }

    function test_Reschedule_KeepsAPassedNameBy() public {
        uint256 snapshot = vm.snapshotState();
        for (uint40 now_ = NAME_BY; now_ <= NAME_BY + 1; ++now_) {
            vm.warp(now_);
            _assertMoved(DOORS_OPEN + 30 days, RETURN_UNTIL + 30 days, REBIND_UNTIL + 30 days, NAME_BY);
            vm.revertToState(snapshot);
        }
        vm.warp(NAME_BY - 1);
        _assertMoved(DOORS_OPEN + 30 days, RETURN_UNTIL + 30 days, REBIND_UNTIL + 30 days, NAME_BY + 30 days);
    }

    /// What would move before 1970 moves to 1970.
    function test_Reschedule_EndsAtTheBeginningOfTime() public {
        IEventRegistry.EventTerms memory terms = _terms();
        uint40 earlier = DOORS_OPEN - NOW - 30 days;
        terms.schedule.rebindUntil = earlier + 1;
        eventId = _publish(terms, _classes(false));
        uint256 snapshot = vm.snapshotState();
        _assertMoved(NOW + 30 days, RETURN_UNTIL - earlier, 1, NAME_BY - earlier);
        vm.revertToState(snapshot);
        _assertMoved(NOW + 30 days - 1, RETURN_UNTIL - earlier - 1, 0, NAME_BY - earlier - 1);
        vm.revertToState(snapshot);
        _assertMoved(NOW + 30 days - 2, RETURN_UNTIL - earlier - 2, 0, NAME_BY - earlier - 2);
    }

    function test_Reschedule_ReachesTheEndOfTime() public {
        uint40 last = type(uint40).max;
        uint40 shift = last - 1 - DOORS_OPEN;
        vm.prank(ADMIN);
        events.reschedule(eventId, last - 1, last, last);
        IEventRegistry.Event memory moved = events.eventOf(eventId);
        require(moved.returnUntil == RETURN_UNTIL + shift && moved.nameBy == NAME_BY + shift, "moved");
    }

    function test_Reschedule_ChecksTheOrderOfTimes() public {
        _refuseTimes(NOW, DOORS_CLOSE, SALES_CLOSE, "doorsOpenAt", NOW);
        _refuseTimes(NOW - 1, DOORS_CLOSE, SALES_CLOSE, "doorsOpenAt", NOW - 1);
        _refuseTimes(0, DOORS_CLOSE, SALES_CLOSE, "doorsOpenAt", 0);
        _refuseTimes(DOORS_OPEN, DOORS_OPEN, SALES_CLOSE, "doorsCloseAt", DOORS_OPEN);
        _refuseTimes(DOORS_OPEN, DOORS_CLOSE, SALES_OPEN, "salesCloseAt", SALES_OPEN);
        _refuseTimes(DOORS_OPEN, DOORS_CLOSE, DOORS_CLOSE + 1, "salesCloseAt", DOORS_CLOSE + 1);

        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN, DOORS_OPEN + 1, SALES_OPEN + 1);
        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN, DOORS_CLOSE, DOORS_CLOSE);
        vm.prank(ADMIN);
        events.reschedule(eventId, NOW + 1, DOORS_CLOSE, SALES_CLOSE);
    }

    function test_Reschedule_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, _rescheduling(DOORS_OPEN + 30 days, DOORS_CLOSE + 30 days, SALES_CLOSE));
    }

    /// Whatever moves where and when: the order of times holds, and nobody's time to return is cut short.
    function testFuzz_Reschedule_KeepsTheOrderOfTimes(uint40 now_, uint40 opens, uint40 sales) public {
        now_ = NOW + (now_ % (DOORS_OPEN - NOW));
        vm.warp(now_);
        opens = now_ + 1 + (opens % 400 days);
        sales = SALES_OPEN + 1 + (sales % 60 days);
        uint40 closes = (opens > sales ? opens : sales) + 1;
        vm.prank(ADMIN);
        events.reschedule(eventId, opens, closes, sales);

        IEventRegistry.Event memory moved = events.eventOf(eventId);
        require(moved.salesOpenAt == SALES_OPEN && moved.salesCloseAt == sales, "sales");
        require(moved.doorsOpenAt == opens && moved.doorsCloseAt == closes, "doors");
        require(moved.returnUntil <= opens && moved.rebindUntil <= opens && moved.nameBy <= opens, "order");
        require(moved.returnUntil == opens || moved.returnUntil >= now_ + 48 hours, "time to return");
        if (now_ >= NAME_BY) require(moved.nameBy == NAME_BY, "a passed nameBy moved");
        else require(moved.nameBy == opens || moved.nameBy >= now_ + 48 hours, "time to name");
    }

    /// The rest of an event is not touched by moving it.
    function test_Reschedule_ChangesNothingElse() public {
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        vm.prank(ADMIN);
        events.reschedule(eventId, DOORS_OPEN + 9, DOORS_CLOSE + 99, SALES_CLOSE + 5);
        expected.doorsOpenAt += 9;
        expected.doorsCloseAt += 99;
        expected.salesCloseAt += 5;
        expected.returnUntil += 9;
        expected.rebindUntil += 9;
        expected.nameBy += 9;
        _assertEvent(eventId, expected);
    }

    // Helpers

    /// @dev Moves doors, their close and the close of sales together, and checks the times that follow.
    function _assertMoved(uint40 doorsOpenAt, uint40 returnUntil, uint40 rebindUntil, uint40 nameBy) private {
        IEventRegistry.Schedule memory expected = IEventRegistry.Schedule({
            salesOpenAt: SALES_OPEN,
            salesCloseAt: DOORS_CLOSE,
            doorsOpenAt: doorsOpenAt,
            doorsCloseAt: doorsOpenAt + 90 days,
            returnUntil: returnUntil,
            rebindUntil: rebindUntil,
            nameBy: nameBy
        });
        vm.expectEmit(address(events));
        emit IEventRegistry.EventRescheduled(eventId, expected);
        vm.prank(ADMIN);
        events.reschedule(eventId, doorsOpenAt, doorsOpenAt + 90 days, DOORS_CLOSE);

        IEventRegistry.Event memory moved = events.eventOf(eventId);
        require(
            keccak256(abi.encode(expected)) ==
                keccak256(
                    abi.encode(
                        moved.salesOpenAt,
                        moved.salesCloseAt,
                        moved.doorsOpenAt,
                        moved.doorsCloseAt,
                        moved.returnUntil,
                        moved.rebindUntil,
                        moved.nameBy
                    )
                ),
            "schedule"
        );
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
