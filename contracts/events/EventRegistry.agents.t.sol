// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";

/// Designation, dismissal and delegation of agents. AGENT is the admin of agents 1 to 6, and SELLER a member of each.
contract EventRegistryAgentsTest is EventsFixture {
    EventId private constant NONE = EventId.wrap(7);
    AgentId private constant NOBODY = AgentId.wrap(0);
    address private constant AGENT = address(0xAA);
    address private constant SELLER = address(0xAB);
    uint32 private constant COUNT = 6;

    EventId private eventId;

    function setUp() public override {
        super.setUp();
        eventId = _publish();
        for (uint32 i = 0; i < COUNT; ++i) _register(agents, AGENT, SELLER);
    }

    // Designate

    /// Only admins may give an agent more: one that is new, was dismissed, gets a higher quota, or leaves another's
    /// quota.
    function test_Designate_IsForAdminsWhereItWidens() public {
        _assertNoEvent(abi.encodeCall(events.designateAgent, (NONE, 1, _agent(1), 10)), NONE);
        _assertAdminsOnly(_designating(1, 10));
        _assertAdminsOnly(_designating(1, 0));
        _designate(1, 10);
        _assertAdminsOnly(_designating(1, 11));
        _assertAdminsOnly(_designating(1, type(uint32).max));
        _delegate(1, 2, 5);
        _assertAdminsOnly(_designating(2, 5));
        _assertAdminsOnly(_designating(2, 0));
        _dismiss(1);
        _assertAdminsOnly(_designating(1, 10));
        _assertAdminsOnly(_designating(1, 0));
        _assertPlace(1, 10, 0, IEventRegistry.DesignationStatus.Dismissed);
    }

    function test_Designate_IsForMembersWhereItNarrows() public {
        _designate(1, 10);
        _assertMembersOnly(_designating(1, 10));
        _assertMembersOnly(_designating(1, 9));
        _assertMembersOnly(_designating(1, 0));
        _expectDesignated(1, 3);
        vm.prank(MEMBER);
        events.designateAgent(eventId, 1, _agent(1), 3);
        _assertPlace(1, 3, 0, IEventRegistry.DesignationStatus.Designated);
        // A member may not restore the former quota.
        _assertAdminsOnly(_designating(1, 4));
    }

    function testFuzz_Designate_PlacesUnderTheOrganizer(uint32 quota, uint32 later) public {
        _expectDesignated(1, quota);
        _designate(1, quota);
        _assertPlace(1, quota, 0, IEventRegistry.DesignationStatus.Designated);
        _expectDesignated(1, later);
        _designate(1, later);
        _assertPlace(1, later, 0, IEventRegistry.DesignationStatus.Designated);
        _assertPlace(2, 0, 0, IEventRegistry.DesignationStatus.None);

        IEventRegistry.Designation memory elsewhere = events.designationOf(eventId, 2, _agent(1));
        require(elsewhere.status == IEventRegistry.DesignationStatus.None, "designated for another class");
    }

    function test_Designate_RevertWhen_NoClass() public {
        uint8[3] memory none = [0, 3, 255];
        for (uint256 i = 0; i < none.length; ++i) {
            bytes memory nonexistent = abi.encodeWithSelector(
                IEventRegistry.ClassNonexistent.selector,
                eventId,
                none[i]
            );
            _refuse(ADMIN, abi.encodeCall(events.designateAgent, (eventId, none[i], _agent(1), 1)), nonexistent);
            _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, none[i], _agent(1), _agent(2), 1)), nonexistent);
        }
    }

    function test_Designate_RevertWhen_NoAgent() public {
        uint32[3] memory none = [uint32(0), COUNT + 1, type(uint32).max];
        _designate(1, 1);
        for (uint256 i = 0; i < none.length; ++i) {
            bytes memory nonexistent = abi.encodeWithSelector(IEventRegistry.AgentNonexistent.selector, none[i]);
            _refuse(ADMIN, abi.encodeCall(events.designateAgent, (eventId, 1, _agent(none[i]), 1)), nonexistent);
            _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(none[i]), 1)), nonexistent);
        }
        _designate(COUNT, 1);
    }

    function test_Designate_RevertWhen_Cancelled() public {
        _designate(1, 1);
        _cancel(eventId);
        _refuse(ADMIN, abi.encodeCall(events.designateAgent, (eventId, 1, _agent(1), 1)), _eventIsCancelled(eventId));
        _refuse(
            AGENT,
            abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(2), 1)),
            _eventIsCancelled(eventId)
        );
        // An agent can still be dismissed.
        _dismiss(1);
    }

    /// Sales may stay open after doors open, so agents can still be designated and dismissed then.
    function test_Designate_WorksAfterDoorsOpen() public {
        vm.warp(DOORS_OPEN);
        _designate(1, 1);
        _delegate(1, 2, 1);
        _dismiss(2);
    }

    // Dismiss

    function test_Dismiss_IsForMembers() public {
        _designate(1, 1);
        _assertMembersOnly(abi.encodeCall(events.dismissAgent, (eventId, 1, _agent(1))));
        _assertNoEvent(abi.encodeCall(events.dismissAgent, (NONE, 1, _agent(1))), NONE);
    }

    function test_Dismiss_EndsTheAgentAndThoseUnderIt() public {
        _chain(4);
        vm.expectEmit(address(events));
        emit IEventRegistry.AgentDismissed(eventId, 1, _agent(2));
        _dismiss(2);
        _assertPlace(2, 12, 1, IEventRegistry.DesignationStatus.Dismissed);
        _assertChain(1, 1);
        for (uint32 i = 2; i <= 4; ++i) {
            require(AgentChain.unwrap(events.chainOf(eventId, 1, _agent(i))) == 0, "chain through a dismissed agent");
        }
        _refuse(MEMBER, abi.encodeCall(events.dismissAgent, (eventId, 1, _agent(2))), _notDesignated(2));
    }

    function testFuzz_Dismiss_RevertWhen_NotDesignated(uint32 none) public {
        _designate(1, 1);
        vm.assume(none != 1);
        _refuse(MEMBER, abi.encodeCall(events.dismissAgent, (eventId, 1, _agent(none))), _notDesignated(none));
        _refuse(
            MEMBER,
            abi.encodeCall(events.dismissAgent, (eventId, 2, _agent(1))),
            abi.encodeWithSelector(IEventRegistry.AgentNotDesignated.selector, eventId, 2, 1)
        );
    }

    // Delegate

    function test_Delegate_IsForAdminsOfTheAgentAbove() public {
        _designate(1, 10);
        bytes memory delegating = abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(2), 5));
        address[4] memory others = [SELLER, ADMIN, MEMBER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(others[i], delegating, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, 1, others[i]));
        }
        _assertNoEvent(abi.encodeCall(events.delegate, (NONE, 1, _agent(1), _agent(2), 5)), NONE);
        _refuse(
            AGENT,
            abi.encodeCall(events.delegate, (eventId, 1, NOBODY, _agent(2), 5)),
            abi.encodeWithSelector(ITeams.TeamNonexistent.selector, 0)
        );

        uint256 snapshot = vm.snapshotState();
        _deactivate(agents, 1, AGENT);
        _refuse(AGENT, delegating, abi.encodeWithSelector(ITeams.TeamInactive.selector, 1));
        vm.revertToState(snapshot);
        _refuseRelays(agents, 1, AGENT);
        _refuse(
            FORWARDER,
            abi.encodePacked(delegating, AGENT),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, 1)
        );
        vm.revertToState(snapshot);
        _relay(AGENT, delegating);
        _assertPlace(2, 5, 1, IEventRegistry.DesignationStatus.Designated);
    }

    /// An agent cannot place another under itself with a quota of 0. It can lower the quota of one that it placed to 0.
    function test_Delegate_RevertWhen_ANewPlaceHasNoQuota() public {
        _designate(1, 10);
        _refuse(
            AGENT,
            abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(2), 0)),
            abi.encodeWithSelector(IEventRegistry.AgentQuotaZero.selector, eventId, 1, 2)
        );
        _assertPlace(2, 0, 0, IEventRegistry.DesignationStatus.None);
        _delegate(1, 2, 1);
        _delegate(1, 2, 0);
        _assertPlace(2, 0, 1, IEventRegistry.DesignationStatus.Designated);
    }

    function testFuzz_Delegate_PlacesUnderTheAgent(uint32 quota, uint32 later) public {
        vm.assume(quota != 0);
        _designate(1, 10);
        _expectDelegated(1, 2, quota);
        _delegate(1, 2, quota);
        _assertPlace(2, quota, 1, IEventRegistry.DesignationStatus.Designated);
        _expectDelegated(1, 2, later);
        _delegate(1, 2, later);
        _assertPlace(2, later, 1, IEventRegistry.DesignationStatus.Designated);
    }

    function test_Delegate_ReachesFourLevels() public {
        _chain(4);
        for (uint32 i = 1; i <= 4; ++i) _assertChain(i, i);
        _refuse(
            AGENT,
            abi.encodeCall(events.delegate, (eventId, 1, _agent(4), _agent(5), 1)),
            abi.encodeWithSelector(IEventRegistry.AgentTooDeep.selector, eventId, 1, 5)
        );
        // The fourth level can still take agents, and its quotas can change.
        _delegate(3, 5, 1);
        _assertChain(5, 4);
        _delegate(3, 4, 99);
        _assertPlace(4, 99, 3, IEventRegistry.DesignationStatus.Designated);
    }

    /// An agent that was moved directly under the organizer can again have three levels below it.
    function test_Delegate_GrowsUnderAReRootedAgent() public {
        _chain(4);
        _designate(3, 1);
        _assertChain(3, 1);
        _assertChain(4, 2);
        _delegate(4, 5, 1);
        _delegate(5, 6, 1);
        _assertChain(6, 4);
    }

    function test_Delegate_RevertWhen_NotDesignatedUpToTheOrganizer() public {
        _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(2), 1)), _notDesignated(1));
        _chain(3);
        _dismiss(1);
        for (uint32 i = 1; i <= 3; ++i) {
            _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(i), _agent(5), 1)), _notDesignated(1));
        }
        // Nor can it change a quota below itself.
        _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(2), _agent(3), 1)), _notDesignated(1));
        // The error names the nearest agent that is not designated.
        _dismiss(2);
        _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(3), _agent(5), 1)), _notDesignated(2));
        _designate(2, 1);
        _delegate(3, 5, 1);
    }

    function test_Delegate_RevertWhen_PlacedElsewhere() public {
        _designate(1, 1);
        _designate(2, 1);
        _delegate(1, 3, 1);
        // Under the organizer, under another agent, itself.
        _refuseDelegation(2, 1, _placed(1, 0));
        _refuseDelegation(2, 3, _placed(3, 1));
        _refuseDelegation(3, 3, _placed(3, 1));
        _refuseDelegation(1, 1, _placed(1, 0));
        // The organizer moved it away from agent 1, which cannot get it back.
        _designate(3, 1);
        _refuseDelegation(1, 3, _placed(3, 0));
    }

    /// A dismissed agent stays dismissed after any delegation. Only the organizer can give it a place again.
    function test_Delegate_RevertWhen_Dismissed() public {
        _designate(1, 1);
        _delegate(1, 2, 1);
        _dismiss(2);
        _refuseDelegation(1, 2, _notDesignated(2));
        _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(1), _agent(2), 0)), _notDesignated(2));
        _designate(3, 1);
        _refuseDelegation(3, 2, _notDesignated(2));
        _designate(2, 7);
        _assertPlace(2, 7, 0, IEventRegistry.DesignationStatus.Designated);
        _refuseDelegation(1, 2, _placed(2, 0));
    }

    /// No delegation can form a cycle.
    function test_Delegate_ClosesNoCircle() public {
        _chain(4);
        for (uint32 from = 1; from <= 4; ++from) {
            for (uint32 to = 1; to <= 4; ++to) {
                if (to == from + 1) continue;
                _refuseDelegation(from, to, _placed(to, to - 1));
            }
        }
        // The chain is cut in two, and delegation from the lower end to the upper is tried again.
        _designate(3, 1);
        _refuseDelegation(4, 1, _placed(1, 0));
        _refuseDelegation(2, 3, _placed(3, 0));
        _dismiss(1);
        _refuseDelegation(4, 1, _notDesignated(1));
        _designate(1, 1);
        _refuseDelegation(4, 1, _placed(1, 0));
        _refuseDelegation(4, 3, _placed(3, 0));
    }

    /// Classes and events are independent: an agent may be above another in one class and below it in another.
    function test_Delegate_IsByClassAndEvent() public {
        EventId twin = _publish();
        _designate(1, 1);
        _delegate(1, 2, 1);
        vm.prank(ADMIN);
        events.designateAgent(eventId, 2, _agent(2), 1);
        vm.prank(AGENT);
        events.delegate(eventId, 2, _agent(2), _agent(1), 1);
        require(events.designationOf(eventId, 2, _agent(1)).parent == _agent(2), "parent in the other class");
        require(events.designationOf(eventId, 1, _agent(2)).parent == _agent(1), "parent in the class");
        require(AgentChain.unwrap(events.chainOf(twin, 1, _agent(1))) == 0, "placed at the other event");
    }

    /// After any designations, delegations and dismissals, in any order, every walk ends at the organizer within four
    /// levels, and passes no agent twice.
    function testFuzz_Agents_FormATree(uint256[24] calldata seeds) public {
        for (uint256 i = 0; i < seeds.length; ++i) {
            uint256 seed = seeds[i];
            AgentId from = _agent(uint32((seed >> 8) % COUNT) + 1);
            AgentId to = _agent(uint32((seed >> 16) % COUNT) + 1);
            bytes memory data = abi.encodeCall(events.delegate, (eventId, 1, from, to, uint32(seed >> 32)));
            address sender = AGENT;
            if (seed % 8 > 4) {
                sender = ADMIN;
                data =
                    seed % 8 == 7
                        ? abi.encodeCall(events.dismissAgent, (eventId, 1, to))
                        : abi.encodeCall(events.designateAgent, (eventId, 1, to, uint32(seed >> 32)));
            }
            vm.prank(sender);
            (bool ignored, ) = address(events).call(data);
            ignored;
            for (uint32 j = 1; j <= COUNT; ++j) _assertWalk(_agent(j));
        }
    }

    // Views

    function test_Chain_IsEmptyForNobody() public view {
        require(AgentChain.unwrap(events.chainOf(eventId, 1, NOBODY)) == 0, "agent 0");
        require(AgentChain.unwrap(events.chainOf(eventId, 1, _agent(1))) == 0, "agent 1");
        require(AgentChain.unwrap(events.chainOf(NONE, 1, _agent(1))) == 0, "no event");
    }

    // Helpers

    /// @dev Places agents 1 to `levels`, each under the one before, with quotas 11, 12, …
    function _chain(uint32 levels) private {
        _designate(1, 11);
        for (uint32 i = 2; i <= levels; ++i) _delegate(i - 1, i, 10 + i);
    }

    function _designating(uint32 agentId, uint32 quota) private view returns (bytes memory) {
        return abi.encodeCall(events.designateAgent, (eventId, 1, _agent(agentId), quota));
    }

    function _designate(uint32 agentId, uint32 quota) private {
        vm.prank(ADMIN);
        events.designateAgent(eventId, 1, _agent(agentId), quota);
    }

    function _delegate(uint32 from, uint32 to, uint32 quota) private {
        vm.prank(AGENT);
        events.delegate(eventId, 1, _agent(from), _agent(to), quota);
    }

    function _dismiss(uint32 agentId) private {
        vm.prank(MEMBER);
        events.dismissAgent(eventId, 1, _agent(agentId));
    }

    function _expectDesignated(uint32 agentId, uint32 quota) private {
        vm.expectEmit(address(events));
        emit IEventRegistry.AgentDesignated(eventId, 1, _agent(agentId), quota);
    }

    function _expectDelegated(uint32 from, uint32 to, uint32 quota) private {
        vm.expectEmit(address(events));
        emit IEventRegistry.AgentDelegated(eventId, 1, _agent(to), _agent(from), quota);
    }

    function _refuseDelegation(uint32 from, uint32 to, bytes memory reason) private {
        _refuse(AGENT, abi.encodeCall(events.delegate, (eventId, 1, _agent(from), _agent(to), 1)), reason);
    }

    function _notDesignated(uint32 agentId) private view returns (bytes memory) {
        return abi.encodeWithSelector(IEventRegistry.AgentNotDesignated.selector, eventId, 1, agentId);
    }

    function _placed(uint32 agentId, uint32 parent) private view returns (bytes memory) {
        return abi.encodeWithSelector(IEventRegistry.AgentPlaced.selector, eventId, 1, agentId, parent);
    }

    function _assertPlace(
        uint32 agentId,
        uint32 quota,
        uint32 parent,
        IEventRegistry.DesignationStatus status
    ) private view {
        IEventRegistry.Designation memory place = events.designationOf(eventId, 1, _agent(agentId));
        require(place.quota == quota && place.parent == _agent(parent) && place.status == status, "place");
    }

    /// @dev Asserts that the chain has this many levels, and matches `designationOf` for each.
    function _assertChain(uint32 agentId, uint256 levels) private view {
        require(_assertWalk(_agent(agentId)) == levels, "levels");
    }

    /// @dev Asserts that the walk along the parents ends, and matches the chain unless an agent on it is not
    /// designated.
    function _assertWalk(AgentId agentId) private view returns (uint256 levels) {
        uint256 expected;
        uint256 seen;
        bool broken;
        for (AgentId current = agentId; current != NOBODY; ++levels) {
            require(levels < 4, "too deep");
            uint256 bit = 1 << AgentId.unwrap(current);
            require(seen & bit == 0, "a circle");
            seen |= bit;
            IEventRegistry.Designation memory place = events.designationOf(eventId, 1, current);
            if (place.status != IEventRegistry.DesignationStatus.Designated) broken = true;
            expected |= ((uint256(AgentId.unwrap(current)) << 32) | place.quota) << (64 * levels);
            current = place.parent;
        }
        uint256 chain = AgentChain.unwrap(events.chainOf(eventId, 1, agentId));
        require(chain == (broken ? 0 : expected), "chain");
    }
}
