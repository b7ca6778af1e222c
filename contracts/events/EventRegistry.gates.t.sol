// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// Which keys admit at an event, and when.
contract EventRegistryGatesTest is EventsFixture {
    EventId private constant NONE = EventId.wrap(7);
    address private constant GATE = address(0x6A7E);
    address private constant DESK = address(0xDE5C);

    EventId private eventId;

    function setUp() public override {
        super.setUp();
        eventId = _publish();
    }

    // Gates

    function test_SetGate_IsForMembersAndDesksForAdmins() public {
        bytes memory scanner = abi.encodeCall(events.setGate, (eventId, GATE, IEventRegistry.GateKind.Scanner, 0));
        bytes memory desk = abi.encodeCall(events.setGate, (eventId, GATE, IEventRegistry.GateKind.Desk, 5));
        bytes memory none = abi.encodeCall(events.setGate, (eventId, GATE, IEventRegistry.GateKind.None, 0));
        // Members may set and stop a scanner. Only admins may set, change or stop a desk.
        _assertMembersOnly(scanner);
        _assertMembersOnly(none);
        _assertAdminsOnly(desk);
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _assertMembersOnly(scanner);
        _assertMembersOnly(none);
        _assertAdminsOnly(desk);
        _setGate(GATE, IEventRegistry.GateKind.Desk, 0);
        _assertAdminsOnly(scanner);
        _assertAdminsOnly(none);
        _assertAdminsOnly(desk);
        _assertNoEvent(abi.encodeCall(events.setGate, (NONE, GATE, IEventRegistry.GateKind.Scanner, 0)), NONE);
    }

    function testFuzz_SetGate_KeepsTheLastSetting(address gate, uint8 kind_, uint32 limit) public {
        vm.assume(gate != address(0));
        IEventRegistry.GateKind kind = IEventRegistry.GateKind(kind_ % 3);
        _setGate(gate, IEventRegistry.GateKind.Desk, 9);
        bytes memory setting = abi.encodeCall(events.setGate, (eventId, gate, kind, limit));
        if (limit != 0 && kind != IEventRegistry.GateKind.Desk) {
            return _refuse(ADMIN, setting, abi.encodeWithSelector(IEventRegistry.GateInvalid.selector, eventId, gate));
        }
        vm.expectEmit(address(events));
        emit IEventRegistry.GateSet(eventId, organizer, gate, kind, limit);
        _setGate(gate, kind, limit);
        IEventRegistry.Gate memory set = events.gateOf(eventId, gate);
        require(set.kind == kind && set.byHandLimit == limit, "gate");
    }

    function test_SetGate_RevertWhen_ItDoesNotFit() public {
        IEventRegistry.GateKind[2] memory kinds = [IEventRegistry.GateKind.None, IEventRegistry.GateKind.Scanner];
        for (uint256 i = 0; i < 2; ++i) {
            _refuse(
                MEMBER,
                abi.encodeCall(events.setGate, (eventId, GATE, kinds[i], 1)),
                abi.encodeWithSelector(IEventRegistry.GateInvalid.selector, eventId, GATE)
            );
            _setGate(GATE, kinds[i], 0);
        }
        _setGate(GATE, IEventRegistry.GateKind.Desk, 1);
        for (uint256 i = 0; i < 3; ++i) {
            _refuse(
                ADMIN,
                abi.encodeCall(events.setGate, (eventId, address(0), IEventRegistry.GateKind(i), 0)),
                abi.encodeWithSelector(IEventRegistry.GateInvalid.selector, eventId, address(0))
            );
        }
    }

    /// A stolen key can be stopped at any time.
    function test_SetGate_WorksAtAnyTime() public {
        vm.warp(DOORS_CLOSE + 1);
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        vm.warp(NOW);
        _cancel(eventId);
        _setGate(GATE, IEventRegistry.GateKind.None, 0);
    }

    /// A gate of one event or era does not count in another.
    function test_SetGate_IsByEventAndEra() public {
        _setGate(GATE, IEventRegistry.GateKind.Desk, 9);
        EventId twin = _publish();
        require(events.gateOf(twin, GATE).kind == IEventRegistry.GateKind.None, "another event");
        require(events.gateOf(NONE, GATE).kind == IEventRegistry.GateKind.None, "no event");

        _handOver();
        require(events.gateOf(eventId, GATE).kind == IEventRegistry.GateKind.None, "another organizer");
        vm.prank(OTHER_MEMBER);
        events.setGate(eventId, GATE, IEventRegistry.GateKind.Scanner, 0);
        require(events.gateOf(eventId, GATE).kind == IEventRegistry.GateKind.Scanner, "the new organizer's");
    }

    // Admission terms

    function test_AdmitTerms_TellsTheDoors() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _setGate(DESK, IEventRegistry.GateKind.Desk, 9);
        vm.warp(DOORS_OPEN);
        _assertAdmitTerms(GATE, false, 0);
        _assertAdmitTerms(DESK, true, 9);
    }

    /// Gates may send admissions at any later time. Only `scannedAt` must be before doors close.
    function test_AdmitTerms_HoldFromDoorsOpenOn() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        bytes memory asking = abi.encodeCall(events.admitTerms, (eventId, GATE, false));
        bytes memory notOpen = abi.encodeWithSelector(IEventRegistry.DoorsNotOpen.selector, eventId, DOORS_OPEN);
        _refuse(GATE, asking, notOpen);
        vm.warp(DOORS_OPEN - 1);
        _refuse(GATE, asking, notOpen);
        uint40[5] memory times = [DOORS_OPEN, DOORS_OPEN + 1, DOORS_CLOSE, DOORS_CLOSE + 1, DOORS_CLOSE + 3_650 days];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _assertAdmitTerms(GATE, false, 0);
        }
    }

    function test_AdmitTerms_RevertWhen_NoGate() public {
        bytes memory asking = abi.encodeCall(events.admitTerms, (eventId, GATE, false));
        bytes memory gateOnly = abi.encodeWithSelector(IEventRegistry.GateOnly.selector, eventId, GATE, false);
        vm.warp(DOORS_OPEN);
        _refuse(GATE, asking, gateOnly);
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _assertAdmitTerms(GATE, false, 0);
        _setGate(GATE, IEventRegistry.GateKind.None, 0);
        _refuse(GATE, asking, gateOnly);
        _refuse(
            ADMIN,
            abi.encodeCall(events.admitTerms, (eventId, ADMIN, false)),
            abi.encodeWithSelector(IEventRegistry.GateOnly.selector, eventId, ADMIN, false)
        );
        _assertNoEvent(abi.encodeCall(events.admitTerms, (NONE, GATE, false)), NONE);
    }

    function test_AdmitTerms_RevertWhen_TheEventChangedHands() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _handOver();
        vm.warp(DOORS_OPEN);
        _refuse(
            GATE,
            abi.encodeCall(events.admitTerms, (eventId, GATE, false)),
            abi.encodeWithSelector(IEventRegistry.GateOnly.selector, eventId, GATE, false)
        );
    }

    function test_AdmitTerms_RevertWhen_Cancelled() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _cancel(eventId);
        bytes memory asking = abi.encodeCall(events.admitTerms, (eventId, GATE, false));
        _refuse(GATE, asking, _eventIsCancelled(eventId));
        vm.warp(DOORS_OPEN);
        _refuse(GATE, asking, _eventIsCancelled(eventId));
    }

    /// Neither paused sales nor an inactive team stop admissions.
    function test_AdmitTerms_HoldWhilePausedAndInactive() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        vm.warp(DOORS_OPEN);
        _assertAdmitTerms(GATE, true, 0);
    }

    function test_AdmitTerms_RevertWhen_ForwardedToATeamThatRefuses() public {
        _setGate(GATE, IEventRegistry.GateKind.Scanner, 0);
        _refuseRelays(events, OrganizerId.unwrap(organizer), ADMIN);
        vm.warp(DOORS_OPEN);
        _refuse(
            GATE,
            abi.encodeCall(events.admitTerms, (eventId, GATE, true)),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, organizer)
        );
        _assertAdmitTerms(GATE, false, 0);
    }

    // Helpers

    function _handOver() private {
        vm.prank(ADMIN);
        events.offerHandOver(eventId, other);
        bytes32 termsHash = events.termsHashOf(eventId);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(eventId, other, termsHash);
    }

    function _setGate(address gate, IEventRegistry.GateKind kind, uint32 byHandLimit) private {
        vm.prank(ADMIN);
        events.setGate(eventId, gate, kind, byHandLimit);
    }

    function _assertAdmitTerms(address gate, bool forwarded, uint32 byHandLimit) private view {
        (uint40 opens, uint40 closes, uint32 limit) = events.admitTerms(eventId, gate, forwarded);
        require(opens == DOORS_OPEN && closes == DOORS_CLOSE, "doors");
        require(limit == byHandLimit, "limit");
    }
}
