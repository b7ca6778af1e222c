// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentRegistry} from "../teams/AgentRegistry.sol";
import {EventRegistry} from "../events/EventRegistry.sol";
import {AttesterIdentityVerifier} from "../identity/AttesterIdentityVerifier.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";
import {deploy} from "./deploy.sol";
import {vm} from "./Vm.sol";

/// @notice Two organizers, each with an admin and a member, and valid terms.
abstract contract EventsFixture {
    uint40 internal constant NOW = 1_900_000_000;
    uint40 internal constant SALES_OPEN = NOW + 1 days;
    uint40 internal constant SALES_CLOSE = NOW + 60 days;
    uint40 internal constant DOORS_OPEN = NOW + 60 days;
    uint40 internal constant DOORS_CLOSE = NOW + 60 days + 5 hours;
    uint40 internal constant RETURN_UNTIL = NOW + 50 days;
    uint40 internal constant REBIND_UNTIL = NOW + 59 days;
    uint40 internal constant NAME_BY = NOW + 40 days;

    address internal constant FORWARDER = address(0xF0);
    address internal constant ENTRY_RIGHTS = address(0xE0);
    address internal constant ADMIN = address(0xA1);
    address internal constant MEMBER = address(0xB1);
    address internal constant OTHER_ADMIN = address(0xA2);
    address internal constant OTHER_MEMBER = address(0xB2);
    address internal constant STRANGER = address(0xC1);

    AgentRegistry internal agents;
    EventRegistry internal events;
    AttesterIdentityVerifier internal verifier;
    OrganizerId internal organizer;
    OrganizerId internal other;

    function setUp() public virtual {
        vm.warp(NOW);
        agents = AgentRegistry(deploy("AgentRegistry", abi.encode(FORWARDER)));
        events = EventRegistry(deploy("EventRegistry", abi.encode(agents, FORWARDER)));
        verifier = _verifier(ENTRY_RIGHTS);
        organizer = OrganizerId.wrap(_register(events, ADMIN, MEMBER));
        other = OrganizerId.wrap(_register(events, OTHER_ADMIN, OTHER_MEMBER));
    }

    function _verifier(address entryRights) internal returns (AttesterIdentityVerifier) {
        bytes memory arguments = abi.encode(events, entryRights, FORWARDER);
        return AttesterIdentityVerifier(deploy("AttesterIdentityVerifier", arguments));
    }

    function _register(ITeams teams, address admin, address member) internal returns (uint32 teamId) {
        vm.prank(admin);
        teamId = teams.register("Team", "https://team.example");
        vm.prank(admin);
        teams.setRole(teamId, member, ITeams.Role.Member);
    }

    /// @dev Without an identity verifier.
    function _terms() internal pure returns (IEventRegistry.EventTerms memory terms) {
        terms.name = "Concert";
        terms.uri = "https://zepp.example/concert.json";
        terms.documentHash = keccak256("document");
        terms.schedule = IEventRegistry.Schedule({
            salesOpenAt: SALES_OPEN,
            salesCloseAt: SALES_CLOSE,
            doorsOpenAt: DOORS_OPEN,
            doorsCloseAt: DOORS_CLOSE,
            returnUntil: RETURN_UNTIL,
            rebindUntil: REBIND_UNTIL,
            nameBy: NAME_BY
        });
        terms.policy.maxRebinds = 3;
        terms.policy.minPublicBps = 8_000;
    }

    function _identifiedTerms() internal view returns (IEventRegistry.EventTerms memory terms) {
        terms = _terms();
        terms.policy.identityVerifier = address(verifier);
        terms.policy.maxPerPerson = 2;
    }

    /// @dev A class of 800 places, and a reserved one of 200, which is the most that the policy allows.
    function _classes(bool named) internal pure returns (IEventRegistry.ClassTerms[] memory classes) {
        classes = new IEventRegistry.ClassTerms[](2);
        classes[0].name = "standing";
        classes[0].supply = 800;
        classes[1].name = "staff";
        classes[1].supply = 200;
        classes[1].reserved = true;
        classes[1].named = named;
    }

    function _publish() internal returns (EventId) {
        return _publish(_terms(), _classes(false));
    }

    function _publish(
        IEventRegistry.EventTerms memory terms,
        IEventRegistry.ClassTerms[] memory classes
    ) internal returns (EventId) {
        vm.prank(ADMIN);
        return events.registerEvent(organizer, terms, classes);
    }

    /// @dev The event of a test keeps id 1, so that tests can expect this id.
    function _event(uint32 id) internal pure returns (EventId) {
        return EventId.wrap(id);
    }

    function _agent(uint32 id) internal pure returns (AgentId) {
        return AgentId.wrap(id);
    }

    function _cancel(EventId eventId) internal {
        vm.prank(ADMIN);
        events.cancel(eventId);
    }

    function _deactivate(ITeams teams, uint32 teamId, address admin) internal {
        vm.prank(admin);
        teams.setActive(teamId, false);
    }

    function _refuseRelays(ITeams teams, uint32 teamId, address admin) internal {
        vm.prank(admin);
        teams.setRelayed(teamId, false);
    }

    function _relay(address signer, bytes memory data) internal {
        vm.prank(FORWARDER);
        (bool success, ) = address(events).call(abi.encodePacked(data, signer));
        require(success, "relayed call failed");
    }

    function _refuse(address sender, bytes memory data, bytes memory reason) internal {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(events).call(data);
        require(!success, "not refused");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }

    /// @dev For a call of admins of the organizer. Other accounts may not make it, nor may admins of an inactive team.
    function _assertAdminsOnly(bytes memory data) internal {
        address[4] memory others = [MEMBER, OTHER_ADMIN, OTHER_MEMBER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(others[i], data, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, others[i]));
        }
        _assertTeamsRules(data, ADMIN);
    }

    /// @dev The same for a call of members.
    function _assertMembersOnly(bytes memory data) internal {
        address[3] memory others = [OTHER_ADMIN, OTHER_MEMBER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(others[i], data, abi.encodeWithSelector(ITeams.TeamMemberOnly.selector, organizer, others[i]));
        }
        _assertTeamsRules(data, MEMBER);
    }

    function _assertTeamsRules(bytes memory data, address actor) private {
        uint32 teamId = OrganizerId.unwrap(organizer);
        uint256 snapshot = vm.snapshotState();
        _deactivate(events, teamId, ADMIN);
        _refuse(actor, data, abi.encodeWithSelector(ITeams.TeamInactive.selector, teamId));
        vm.revertToState(snapshot);
        _refuseRelays(events, teamId, ADMIN);
        _refuse(
            FORWARDER,
            abi.encodePacked(data, actor),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, teamId)
        );
        vm.revertToState(snapshot);
        _relay(actor, data);
        vm.revertToState(snapshot);
    }

    function _assertNoEvent(bytes memory data, EventId none) internal {
        _refuse(ADMIN, data, abi.encodeWithSelector(IEventRegistry.EventNonexistent.selector, none));
    }

    function _assertEvent(EventId eventId, IEventRegistry.Event memory expected) internal view {
        require(keccak256(abi.encode(events.eventOf(eventId))) == keccak256(abi.encode(expected)), "event");
    }

    /// @dev For a call of admins. It succeeds one second before doors, and reverts at doors and after a cancellation.
    function _assertUntilDoors(EventId eventId, bytes memory data) internal {
        uint256 snapshot = vm.snapshotState();
        _cancel(eventId);
        _refuse(ADMIN, data, _eventIsCancelled(eventId));
        vm.revertToState(snapshot);
        for (uint40 now_ = DOORS_OPEN; now_ <= DOORS_OPEN + 1; ++now_) {
            vm.warp(now_);
            _refuse(ADMIN, data, _doorsOpen(eventId));
        }
        vm.warp(DOORS_OPEN - 1);
        vm.prank(ADMIN);
        (bool success, ) = address(events).call(data);
        require(success, "refused before doors");
    }

    function _eventIsCancelled(EventId eventId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IEventRegistry.EventIsCancelled.selector, eventId);
    }

    function _doorsOpen(EventId eventId) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IEventRegistry.DoorsOpen.selector, eventId, DOORS_OPEN);
    }
}
