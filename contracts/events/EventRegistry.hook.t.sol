// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// How a class gets a sale hook after its event was published, in the order of EventRegistry.tree.
contract EventRegistryHookTest is EventsFixture {
    /// Sales open in three days.
    uint40 private constant OPEN = NOW + 3 days;

    EventId private eventId;
    EventId private constant NONE = EventId.wrap(7);

    function setUp() public override {
        super.setUp();
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesOpenAt = OPEN;
        eventId = _publish(terms, _classes(false));
    }

    function test_SetSaleHook_IsForAdmins() public {
        _assertAdminsOnly(_setting(1));
        _assertNoEvent(abi.encodeCall(events.setSaleHook, (NONE, 1, address(this))), NONE);
    }

    function test_SetSaleHook_RevertWhen_NoClass() public {
        uint8[3] memory none = [0, 3, 255];
        for (uint256 i = 0; i < none.length; ++i) {
            _refuse(
                ADMIN,
                _setting(none[i]),
                abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, none[i])
            );
        }
    }

    function test_SetSaleHook_RevertWhen_Cancelled() public {
        _cancel(eventId);
        _refuse(ADMIN, _setting(1), _eventIsCancelled(eventId));
    }

    function test_SetSaleHook_IsFinal() public {
        _set(1);
        _refuseFinal(1);
        _set(2);
        _refuseFinal(2);
        // A hook that was published is final too.
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesOpenAt = OPEN;
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[1].saleHook = address(agents);
        eventId = _publish(terms, classes);
        _refuseFinal(2);
        _set(1);
    }

    function test_SetSaleHook_Ends48HoursBeforeSales() public {
        uint40[4] memory times = [OPEN - 48 hours + 1, OPEN - 1, OPEN, OPEN + 1];
        for (uint256 i = 0; i < 4; ++i) {
            vm.warp(times[i]);
            _refuseFinal(1);
        }
        vm.warp(OPEN - 48 hours);
        _set(1);
    }

    function test_SetSaleHook_IsAContract() public {
        address key = address(0x7702);
        address[3] memory none = [address(0), STRANGER, key];
        vm.etch(key, abi.encodePacked(hex"ef0100", address(this)));
        for (uint256 i = 0; i < none.length; ++i) {
            _refuse(
                ADMIN,
                abi.encodeCall(events.setSaleHook, (eventId, 1, none[i])),
                abi.encodeWithSelector(IEventRegistry.ClassInvalid.selector, 1, "saleHook")
            );
        }
        _set(1);
    }

    function test_SetSaleHook_ChangesAndTellsNothingElse() public {
        IEventRegistry.Event memory event_ = events.eventOf(eventId);
        IEventRegistry.Class memory expected = events.classOf(eventId, 1);
        expected.saleHook = address(this);
        vm.expectEmit(address(events));
        emit IEventRegistry.SaleHookSet(eventId, 1, address(this));
        _set(1);
        _assertEvent(eventId, event_);
        require(keccak256(abi.encode(events.classOf(eventId, 1))) == keccak256(abi.encode(expected)), "class");
        require(events.classOf(eventId, 2).saleHook == address(0), "hook of the other class");
    }

    /// A class with a sale hook still counts as public.
    function test_SetSaleHook_LeavesTheReservedShare() public {
        _set(1);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 1, 804);
        vm.prank(ADMIN);
        events.raiseSupply(eventId, 2, 201);
    }

    // Helpers

    function _set(uint8 classId) private {
        vm.prank(ADMIN);
        events.setSaleHook(eventId, classId, address(this));
        require(events.classOf(eventId, classId).saleHook == address(this), "hook");
    }

    function _refuseFinal(uint8 classId) private {
        _refuse(
            ADMIN,
            _setting(classId),
            abi.encodeWithSelector(IEventRegistry.SaleHookFinal.selector, eventId, classId)
        );
    }

    function _setting(uint8 classId) private view returns (bytes memory) {
        return abi.encodeCall(events.setSaleHook, (eventId, classId, address(this)));
    }
}
