// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// What may change after an event was published, except its times: cancellation, sales and classes.
contract EventRegistryChangeTest is EventsFixture {
    EventId private eventId;
    EventId private constant NONE = EventId.wrap(7);

    function setUp() public override {
        super.setUp();
        eventId = _publish();
    }

    // Cancel

    function test_Cancel_IsForAdmins() public {
        _assertAdminsOnly(abi.encodeCall(events.cancel, (eventId)));
        _assertNoEvent(abi.encodeCall(events.cancel, (NONE)), NONE);
    }

    function test_Cancel_IsForGood() public {
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        vm.expectEmit(address(events));
        emit IEventRegistry.EventCancelled(eventId);
        _cancel(eventId);
        expected.cancelled = true;
        expected.paused = true;
        _assertEvent(eventId, expected);

        _refuse(ADMIN, abi.encodeCall(events.cancel, (eventId)), _eventIsCancelled(eventId));
        _refuse(ADMIN, abi.encodeCall(events.pauseSales, (eventId)), _eventIsCancelled(eventId));
        _refuse(ADMIN, abi.encodeCall(events.resumeSales, (eventId)), _eventIsCancelled(eventId));
    }

    function test_Cancel_TakesAPausedEvent() public {
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        _cancel(eventId);
        _refuse(MEMBER, abi.encodeCall(events.resumeSales, (eventId)), _eventIsCancelled(eventId));
    }

    function test_Cancel_EndsWhenDoorsOpen() public {
        vm.warp(DOORS_OPEN);
        _refuse(ADMIN, abi.encodeCall(events.cancel, (eventId)), _doorsOpen(eventId));
        vm.warp(DOORS_OPEN - 1);
        _cancel(eventId);
    }

    // Pause

    function test_Pause_IsForMembers() public {
        _assertMembersOnly(abi.encodeCall(events.pauseSales, (eventId)));
        _assertNoEvent(abi.encodeCall(events.pauseSales, (NONE)), NONE);
        _assertNoEvent(abi.encodeCall(events.resumeSales, (NONE)), NONE);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        _assertMembersOnly(abi.encodeCall(events.resumeSales, (eventId)));
    }

    function test_Pause_StopsAndResumes() public {
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        for (uint256 i = 0; i < 2; ++i) {
            _refuse(
                MEMBER,
                abi.encodeCall(events.resumeSales, (eventId)),
                abi.encodeWithSelector(IEventRegistry.SalesUnchanged.selector, eventId, false)
            );
            vm.expectEmit(address(events));
            emit IEventRegistry.SalesPaused(eventId);
            vm.prank(MEMBER);
            events.pauseSales(eventId);
            expected.paused = true;
            _assertEvent(eventId, expected);

            _refuse(
                MEMBER,
                abi.encodeCall(events.pauseSales, (eventId)),
                abi.encodeWithSelector(IEventRegistry.SalesUnchanged.selector, eventId, true)
            );
            vm.expectEmit(address(events));
            emit IEventRegistry.SalesResumed(eventId);
            vm.prank(MEMBER);
            events.resumeSales(eventId);
            expected.paused = false;
            _assertEvent(eventId, expected);
        }
    }

    /// Sales may stay open after doors open, so they can still be paused then.
    function test_Pause_WorksAfterDoorsOpen() public {
        vm.warp(DOORS_OPEN);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        vm.prank(MEMBER);
        events.resumeSales(eventId);
    }

    // Raise supply

    function test_RaiseSupply_IsForAdmins() public {
        _assertAdminsOnly(abi.encodeCall(events.raiseSupply, (eventId, 1, 801)));
        _assertNoEvent(abi.encodeCall(events.raiseSupply, (NONE, 1, 801)), NONE);
    }

    function testFuzz_RaiseSupply_Raises(uint32 supply) public {
        bytes memory raising = abi.encodeCall(events.raiseSupply, (eventId, 1, supply));
        if (supply <= 800) {
            return
                _refuse(
                    ADMIN,
                    raising,
                    abi.encodeWithSelector(IEventRegistry.SupplyInvalid.selector, eventId, 1, supply)
                );
        }
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        vm.expectEmit(address(events));
        emit IEventRegistry.SupplyRaised(eventId, 1, supply);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, supply);
        expected.places = uint40(supply) + 200;
        _assertEvent(eventId, expected);
        require(events.classOf(eventId, 1).supply == supply, "supply");
        require(events.classOf(eventId, 2).supply == 200, "supply of the other class");
    }

    function test_RaiseSupply_OnlyRaises() public {
        for (uint32 supply = 799; supply <= 800; ++supply) {
            _refuse(
                ADMIN,
                abi.encodeCall(events.raiseSupply, (eventId, 1, supply)),
                abi.encodeWithSelector(IEventRegistry.SupplyInvalid.selector, eventId, 1, supply)
            );
        }
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, 801);
    }

    function test_RaiseSupply_KeepsSeatsIn24Bits() public {
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[0].seated = true;
        eventId = _publish(_terms(), classes);
        _refuse(
            ADMIN,
            abi.encodeCall(events.raiseSupply, (eventId, 1, (1 << 24) + 1)),
            abi.encodeWithSelector(IEventRegistry.SupplyInvalid.selector, eventId, 1, (1 << 24) + 1)
        );
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, 1 << 24);
    }

    /// At most 200 of 1,000 places may be reserved. Each further reserved place requires four public ones.
    function test_RaiseSupply_KeepsTheReservedShare() public {
        bytes memory oneMore = abi.encodeCall(events.raiseSupply, (eventId, 2, 201));
        _refuse(ADMIN, oneMore, _exceeded(201, 1_001));
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, 803);
        _refuse(ADMIN, oneMore, _exceeded(201, 1_004));
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, 804);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 2, 201);

        IEventRegistry.Event memory raised = events.eventOf(eventId);
        require(raised.places == 1_005 && raised.everReservedPlaces == 201, "places");
        _refuse(ADMIN, abi.encodeCall(events.raiseSupply, (eventId, 2, 202)), _exceeded(202, 1_006));
    }

    function test_RaiseSupply_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, abi.encodeCall(events.raiseSupply, (eventId, 1, 801)));
    }

    // Open reserved

    function test_OpenReserved_IsForAdmins() public {
        _assertAdminsOnly(abi.encodeCall(events.openReserved, (eventId, 2)));
        _assertNoEvent(abi.encodeCall(events.openReserved, (NONE, 2)), NONE);
    }

    function test_OpenReserved_HasNoWayBack() public {
        IEventRegistry.Event memory expected = events.eventOf(eventId);
        _refuse(
            ADMIN,
            abi.encodeCall(events.openReserved, (eventId, 1)),
            abi.encodeWithSelector(IEventRegistry.ClassNotReserved.selector, eventId, 1)
        );
        vm.expectEmit(address(events));
        emit IEventRegistry.ReservedOpened(eventId, 2);
        vm.prank(ADMIN);
        events.openReserved(eventId, 2);
        _assertEvent(eventId, expected);
        require(!events.classOf(eventId, 2).reserved && events.classOf(eventId, 2).supply == 200, "class");

        _refuse(
            ADMIN,
            abi.encodeCall(events.openReserved, (eventId, 2)),
            abi.encodeWithSelector(IEventRegistry.ClassNotReserved.selector, eventId, 2)
        );
    }

    /// Reserved places may have been granted before their class is opened. They count as reserved for good, so that one
    /// reserved class cannot follow another. Places that an opened class gets later are public.
    function test_OpenReserved_GivesNoRoomForAnotherReservedClass() public {
        IEventRegistry.ClassTerms[] memory classes = new IEventRegistry.ClassTerms[](3);
        for (uint256 i = 0; i < 3; ++i) {
            classes[i].supply = i == 0 ? 800 : 100;
            classes[i].reserved = i != 0;
        }
        eventId = _publish(_terms(), classes);
        vm.prank(ADMIN);
        events.openReserved(eventId, 2);
        bytes memory oneMore = abi.encodeCall(events.raiseSupply, (eventId, 3, 101));
        _refuse(ADMIN, oneMore, _exceeded(201, 1_001));

        vm.prank(ADMIN);
        events.raiseSupply(eventId, 2, 103);
        _refuse(ADMIN, oneMore, _exceeded(201, 1_004));
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 2, 104);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 3, 101);
        IEventRegistry.Event memory raised = events.eventOf(eventId);
        require(raised.places == 1_005 && raised.everReservedPlaces == 201, "places");
        vm.prank(ADMIN);
        events.openReserved(eventId, 3);
        require(events.eventOf(eventId).everReservedPlaces == 201, "fell");
    }

    /// A named class stays named after it is opened, so its new rights must be named.
    function test_OpenReserved_KeepsTheName() public {
        eventId = _publish(_identifiedTerms(), _classes(true));
        vm.prank(ADMIN);
        events.openReserved(eventId, 2);
        require(events.classOf(eventId, 2).named, "named");
    }

    function test_OpenReserved_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, abi.encodeCall(events.openReserved, (eventId, 2)));
    }

    function testFuzz_Classes_RevertWhen_NoClass(uint8 none) public {
        vm.assume(none == 0 || none > 2);
        bytes memory nonexistent = abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, none);
        _refuse(ADMIN, abi.encodeCall(events.raiseSupply, (eventId, none, 801)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(events.openReserved, (eventId, none)), nonexistent);
        _refuse(ADMIN, abi.encodeCall(events.classOf, (eventId, none)), nonexistent);
    }

    /// The stored totals equal the sums over the classes after any changes, and the public share holds.
    function testFuzz_Classes_TotalsAreSums(uint32[12] calldata supplies, uint16 opened) public {
        uint256 everReserved = 1_000;
        IEventRegistry.ClassTerms[] memory classes = new IEventRegistry.ClassTerms[](4);
        for (uint256 i = 0; i < 4; ++i) {
            classes[i].supply = 1_000;
            classes[i].reserved = i == 3;
        }
        IEventRegistry.EventTerms memory terms = _terms();
        terms.policy.minPublicBps = 6_000;
        eventId = _publish(terms, classes);

        for (uint256 i = 0; i < supplies.length; ++i) {
            uint8 classId = uint8(i % 4) + 1;
            IEventRegistry.Class memory former = events.classOf(eventId, classId);
            uint32 supply = former.supply + (supplies[i] % 1_000);
            vm.prank(ADMIN);
            // The call may revert. Then nothing may have changed.
            (bool raised, ) = address(events).call(abi.encodeCall(events.raiseSupply, (eventId, classId, supply)));
            if (raised && former.reserved) everReserved += supply - former.supply;
            if (i == opened % 24) {
                vm.prank(ADMIN);
                events.openReserved(eventId, 4);
            }

            uint256 places;
            for (uint8 j = 1; j <= 4; ++j) places += events.classOf(eventId, j).supply;
            IEventRegistry.Event memory changed = events.eventOf(eventId);
            require(changed.places == places && changed.everReservedPlaces == everReserved, "totals");
            require(everReserved * 10_000 <= places * 4_000, "share");
        }
    }

    // Helpers

    function _exceeded(uint256 everReserved, uint256 places) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(IEventRegistry.ReservedShareExceeded.selector, everReserved, places, uint16(8_000));
    }
}
