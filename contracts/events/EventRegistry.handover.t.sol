// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// How an event changes hands: exactly as it was offered, or not at all.
contract EventRegistryHandOverTest is EventsFixture {
    EventId private eventId;
    EventId private constant NONE = EventId.wrap(7);
    address private constant GATE = address(0x6A7E);
    address private constant STRANGER_MEMBER = address(0xC2);

    function setUp() public override {
        super.setUp();
        eventId = _publish();
    }

    function test_HandOver_ChangesTheOrganizerAndNothingElse() public {
        uint32 agentId = _register(agents, STRANGER, MEMBER);
        vm.prank(ADMIN);
        events.designateAgent(eventId, 1, _agent(agentId), 10);
        vm.prank(ADMIN);
        events.setGate(eventId, GATE, IEventRegistry.GateKind.Desk, 5);

        IEventRegistry.Event memory expected = events.eventOf(eventId);
        bytes32 termsHash = events.termsHashOf(eventId);
        vm.expectEmit(address(events));
        emit IEventRegistry.HandOverOffered(eventId, other, termsHash);
        _offer(other);
        _assertEvent(eventId, expected);

        vm.expectEmit(address(events));
        emit IEventRegistry.HandedOver(eventId, organizer, other);
        _accept(termsHash);
        expected.organizerId = other;
        expected.era = 1;
        _assertEvent(eventId, expected);
        require(events.eraOf(eventId) == 1, "era");

        // Agents stay, gates no longer count.
        require(events.designationOf(eventId, 1, _agent(agentId)).quota == 10, "agent");
        require(events.gateOf(eventId, GATE).kind == IEventRegistry.GateKind.None, "gate");
        // The new organizer manages it, the former one no longer does.
        _refuse(
            ADMIN,
            abi.encodeCall(events.cancel, (eventId)),
            abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, other, ADMIN)
        );
        vm.prank(OTHER_ADMIN);
        events.cancel(eventId);
    }

    function test_Offer_IsForAdmins() public {
        _assertAdminsOnly(abi.encodeCall(events.offerHandOver, (eventId, other)));
        _assertAdminsOnly(abi.encodeCall(events.offerHandOver, (eventId, OrganizerId.wrap(0))));
        _assertNoEvent(abi.encodeCall(events.offerHandOver, (NONE, other)), NONE);
    }

    function test_Offer_GoesToAnotherOrganizer() public {
        _refuse(
            ADMIN,
            abi.encodeCall(events.offerHandOver, (eventId, organizer)),
            abi.encodeWithSelector(IEventRegistry.HandOverInvalid.selector, eventId, organizer)
        );
        _refuse(
            ADMIN,
            abi.encodeCall(events.offerHandOver, (eventId, OrganizerId.wrap(3))),
            abi.encodeWithSelector(ITeams.TeamNonexistent.selector, 3)
        );
    }

    function test_Offer_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, abi.encodeCall(events.offerHandOver, (eventId, other)));
    }

    function test_Accept_IsForAdminsOfTheReceiver() public {
        _offer(other);
        bytes32 termsHash = events.termsHashOf(eventId);
        bytes memory accepting = abi.encodeCall(events.acceptHandOver, (eventId, other, termsHash));
        address[4] memory others = [ADMIN, MEMBER, OTHER_MEMBER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(others[i], accepting, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, other, others[i]));
        }
        _refuse(
            OTHER_ADMIN,
            abi.encodeCall(events.acceptHandOver, (eventId, OrganizerId.wrap(3), termsHash)),
            abi.encodeWithSelector(ITeams.TeamNonexistent.selector, 3)
        );
        _refuse(
            OTHER_ADMIN,
            abi.encodeCall(events.acceptHandOver, (NONE, other, termsHash)),
            abi.encodeWithSelector(IEventRegistry.EventNonexistent.selector, NONE)
        );

        uint256 snapshot = vm.snapshotState();
        _deactivate(events, OrganizerId.unwrap(other), OTHER_ADMIN);
        _refuse(OTHER_ADMIN, accepting, abi.encodeWithSelector(ITeams.TeamInactive.selector, other));
        vm.revertToState(snapshot);
        _refuseRelays(events, OrganizerId.unwrap(other), OTHER_ADMIN);
        _refuse(
            FORWARDER,
            abi.encodePacked(accepting, OTHER_ADMIN),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, other)
        );
        vm.revertToState(snapshot);
        _relay(OTHER_ADMIN, accepting);
        require(events.eventOf(eventId).organizerId == other, "relayed");
    }

    /// The receiving team may be inactive at the offer, and the offering team at the acceptance.
    function test_Accept_DoesNotAskTheGiverAgain() public {
        _offer(other);
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        _accept(events.termsHashOf(eventId));
        require(events.eventOf(eventId).organizerId == other, "organizer");
    }

    function test_Accept_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _offer(other);
        bytes32 termsHash = events.termsHashOf(eventId);
        bytes memory accepting = abi.encodeCall(events.acceptHandOver, (eventId, other, termsHash));
        uint256 snapshot = vm.snapshotState();
        _cancel(eventId);
        _refuse(OTHER_ADMIN, accepting, _eventIsCancelled(eventId));
        vm.revertToState(snapshot);
        vm.warp(DOORS_OPEN);
        _refuse(OTHER_ADMIN, accepting, _doorsOpen(eventId));
        vm.warp(DOORS_OPEN - 1);
        _accept(termsHash);
    }

    // Stale offers

    function test_Accept_RevertWhen_NothingWasOffered() public {
        _assertStale(events.termsHashOf(eventId));
        _assertStale(0);
    }

    function test_Accept_RevertWhen_Withdrawn() public {
        _offer(other);
        bytes32 termsHash = events.termsHashOf(eventId);
        vm.expectEmit(address(events));
        emit IEventRegistry.HandOverOffered(eventId, OrganizerId.wrap(0), 0);
        _offer(OrganizerId.wrap(0));
        _assertStale(termsHash);
        // A withdrawal without an offer succeeds.
        _offer(OrganizerId.wrap(0));
    }

    function test_Accept_RevertWhen_OfferedToAnother() public {
        uint32 third = _register(events, STRANGER, STRANGER_MEMBER);
        _offer(OrganizerId.wrap(third));
        _assertStale(events.termsHashOf(eventId));
        _offer(other);
        _refuse(
            STRANGER,
            abi.encodeCall(events.acceptHandOver, (eventId, OrganizerId.wrap(third), events.termsHashOf(eventId))),
            abi.encodeWithSelector(IEventRegistry.HandOverStale.selector, eventId, third, events.termsHashOf(eventId))
        );
        _accept(events.termsHashOf(eventId));
    }

    function testFuzz_Accept_RevertWhen_AnotherHashIsAccepted(bytes32 hash) public {
        vm.assume(hash != events.termsHashOf(eventId));
        _offer(other);
        _assertStale(hash);
    }

    /// Every change that an organizer can make to an event invalidates the offer.
    function test_Accept_RevertWhen_TheEventChanged() public {
        bytes[7] memory changes = [
            abi.encodeCall(events.setSaleHook, (eventId, 1, address(this))),
            abi.encodeCall(events.extendDoors, (eventId, DOORS_CLOSE + 1)),
            abi.encodeCall(events.reschedule, (eventId, DOORS_OPEN, DOORS_CLOSE + 1, SALES_CLOSE)),
            abi.encodeCall(events.reschedule, (eventId, DOORS_OPEN + 1, DOORS_CLOSE, SALES_CLOSE)),
            abi.encodeCall(events.raiseSupply, (eventId, 1, 801)),
            abi.encodeCall(events.openReserved, (eventId, 2)),
            abi.encodeCall(events.pauseSales, (eventId))
        ];
        _offer(other);
        bytes32 offered = events.termsHashOf(eventId);
        for (uint256 i = 0; i < changes.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            // A sale hook is set before sales open, and doors are extended shortly before they open.
            vm.warp(i == 0 ? SALES_OPEN - 48 hours : (i == 1 ? DOORS_OPEN - 1 : NOW));
            vm.prank(ADMIN);
            (bool success, ) = address(events).call(changes[i]);
            require(success, "change refused");
            bytes32 present = events.termsHashOf(eventId);
            require(present != offered, "same hash");
            _assertStale(offered);
            _assertStale(present);
            // After a new offer it can be accepted.
            _offer(other);
            _accept(present);
            vm.revertToState(snapshot);
        }
    }

    /// An event that was changed and changed back can be accepted, because it is again as it was offered.
    function test_Accept_TakesAnEventThatIsAgainWhatWasOffered() public {
        _offer(other);
        bytes32 offered = events.termsHashOf(eventId);
        vm.prank(ADMIN);
        events.pauseSales(eventId);
        _assertStale(offered);
        vm.prank(ADMIN);
        events.resumeSales(eventId);
        _accept(offered);
    }

    function test_Accept_UsesTheOfferUp() public {
        _offer(other);
        bytes32 termsHash = events.termsHashOf(eventId);
        _accept(termsHash);
        _assertStale(termsHash);
        _handBack();
        // Everything but the era is as at the first offer, and that offer was accepted.
        require(events.termsHashOf(eventId) != termsHash, "as before");
        _assertStale(termsHash);
        _assertStale(events.termsHashOf(eventId));
    }

    // Eras

    /// Each hand-over begins an era, and gates belong to their era, even if the event returns to an earlier organizer.
    function test_HandOver_BeginsAnEra() public {
        vm.prank(ADMIN);
        events.setGate(eventId, GATE, IEventRegistry.GateKind.Desk, 5);
        EventId twin = _publish();
        require(events.eraOf(eventId) == 0, "at publication");
        _offer(other);
        require(events.eraOf(eventId) == 0, "offered");
        _accept(events.termsHashOf(eventId));
        require(events.eraOf(eventId) == 1 && events.eraOf(twin) == 0, "handed over");
        require(events.gateOf(eventId, GATE).kind == IEventRegistry.GateKind.None, "gate of the former organizer");
        vm.prank(OTHER_ADMIN);
        events.setGate(eventId, GATE, IEventRegistry.GateKind.Scanner, 0);

        _handBack();
        require(events.eraOf(eventId) == 2, "handed back");
        IEventRegistry.Gate memory gate = events.gateOf(eventId, GATE);
        require(gate.kind == IEventRegistry.GateKind.None && gate.byHandLimit == 0, "gate of an era that is over");
        uint256 snapshot = vm.snapshotState();
        vm.warp(DOORS_OPEN);
        _refuse(
            GATE,
            abi.encodeCall(events.admitTerms, (eventId, GATE, false)),
            abi.encodeWithSelector(IEventRegistry.GateOnly.selector, eventId, GATE, false)
        );
        vm.revertToState(snapshot);
        // A member may set it as a scanner of the new era. Its kind in the earlier era does not count.
        vm.prank(MEMBER);
        events.setGate(eventId, GATE, IEventRegistry.GateKind.Scanner, 0);
        require(events.gateOf(eventId, GATE).kind == IEventRegistry.GateKind.Scanner, "gate of this era");
        vm.warp(DOORS_OPEN);
        events.admitTerms(eventId, GATE, false);
    }

    /// An offer of one event does not count for another event.
    function test_Accept_RevertWhen_AnotherEventWasOffered() public {
        EventId twin = _publish();
        vm.prank(ADMIN);
        events.offerHandOver(twin, other);
        _assertStale(events.termsHashOf(twin));
        _assertStale(events.termsHashOf(eventId));
    }

    // Scopes

    function test_HandOver_RevertWhen_TheScopeIsShared() public {
        EventId first = _publish(_identifiedTerms(), _classes(true));
        vm.prank(ADMIN);
        events.offerHandOver(first, other);
        bytes32 before = events.termsHashOf(first);

        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.scope = first;
        EventId second = _publish(terms, _classes(true));

        EventId[2] memory both = [first, second];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory shared = abi.encodeWithSelector(IEventRegistry.HandOverOfSharedScope.selector, both[i]);
            _refuse(ADMIN, abi.encodeCall(events.offerHandOver, (both[i], other)), shared);
            bytes32 present = events.termsHashOf(both[i]);
            _refuse(OTHER_ADMIN, abi.encodeCall(events.acceptHandOver, (both[i], other, present)), shared);
        }
        // The earlier offer cannot be accepted with any hash, but it can still be withdrawn.
        _refuse(
            OTHER_ADMIN,
            abi.encodeCall(events.acceptHandOver, (first, other, before)),
            abi.encodeWithSelector(IEventRegistry.HandOverOfSharedScope.selector, first)
        );
        vm.prank(ADMIN);
        events.offerHandOver(first, OrganizerId.wrap(0));
    }

    // The hash of the terms

    /// Each field of an event and of its classes changes the hash.
    function test_TermsHash_CoversEveryField() public {
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        IEventRegistry.ClassTerms[] memory classes = _classes(true);
        bytes32[21] memory hashes;
        uint256 count;
        hashes[count++] = _hashOf(terms, classes);
        terms.name = "Other";
        hashes[count++] = _hashOf(terms, classes);
        terms.uri = "https://other.example";
        hashes[count++] = _hashOf(terms, classes);
        terms.documentHash = keccak256("other");
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.salesOpenAt;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.salesCloseAt;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.doorsOpenAt;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.doorsCloseAt;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.returnUntil;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.rebindUntil;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.schedule.nameBy;
        hashes[count++] = _hashOf(terms, classes);
        terms.policy.identityVerifier = address(agents);
        hashes[count++] = _hashOf(terms, classes);
        ++terms.policy.maxPerPerson;
        hashes[count++] = _hashOf(terms, classes);
        ++terms.policy.maxRebinds;
        hashes[count++] = _hashOf(terms, classes);
        --terms.policy.minPublicBps;
        hashes[count++] = _hashOf(terms, classes);
        ++classes[0].supply;
        hashes[count++] = _hashOf(terms, classes);
        classes[0].seated = true;
        hashes[count++] = _hashOf(terms, classes);
        classes[0].named = true;
        hashes[count++] = _hashOf(terms, classes);
        classes[0].saleHook = address(this);
        hashes[count++] = _hashOf(terms, classes);
        classes[1].reserved = false;
        hashes[count++] = _hashOf(terms, classes);
        // The total of places is the same, but the classes are swapped.
        (classes[0], classes[1]) = (classes[1], classes[0]);
        hashes[count++] = _hashOf(terms, classes);

        require(count == hashes.length, "hashes");
        for (uint256 i = 1; i < count; ++i) {
            for (uint256 j = 0; j < i; ++j) require(hashes[i] != hashes[j], "two events with one hash");
        }
    }

    // Helpers

    function _handBack() private {
        vm.prank(OTHER_ADMIN);
        events.offerHandOver(eventId, organizer);
        bytes32 termsHash = events.termsHashOf(eventId);
        vm.prank(ADMIN);
        events.acceptHandOver(eventId, organizer, termsHash);
    }

    /// @dev Publishes as event 2 each time, because its scope is its id and would differ otherwise.
    function _hashOf(
        IEventRegistry.EventTerms memory terms,
        IEventRegistry.ClassTerms[] memory classes
    ) private returns (bytes32 termsHash) {
        uint256 snapshot = vm.snapshotState();
        EventId published = _publish(terms, classes);
        require(published == _event(2), "another id");
        termsHash = events.termsHashOf(published);
        vm.revertToState(snapshot);
    }

    function _offer(OrganizerId to) private {
        vm.prank(ADMIN);
        events.offerHandOver(eventId, to);
    }

    function _accept(bytes32 termsHash) private {
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(eventId, other, termsHash);
    }

    function _assertStale(bytes32 termsHash) private {
        _refuse(
            OTHER_ADMIN,
            abi.encodeCall(events.acceptHandOver, (eventId, other, termsHash)),
            abi.encodeWithSelector(IEventRegistry.HandOverStale.selector, eventId, other, termsHash)
        );
    }
}
