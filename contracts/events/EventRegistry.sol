// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Events} from "./Events.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {AgentTree} from "../libraries/AgentTree.sol";
import {Teams} from "../teams/Teams.sol";
import {AgentChain, MAX_AGENT_LEVELS} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {GrantTerms, GrantTermsLib, TERMS_MUST_TAG, TERMS_NAMED, TERMS_SEATED} from "../types/GrantTerms.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// @title EventRegistry
/// @dev Events has the events and classes, Teams the organizers. This file has the agents and gates.
contract EventRegistry is Events {
    using AgentTree for mapping(AgentId => Designation);

    /// @inheritdoc IEventRegistry
    IAgentRegistry public immutable AGENTS;

    mapping(EventId => mapping(uint8 classId => mapping(AgentId => Designation))) private _agents;
    mapping(EventId => mapping(uint32 era => mapping(address key => Gate))) private _gates;

    constructor(IAgentRegistry agents, address forwarder) Teams(forwarder) {
        AGENTS = agents;
    }

    /* AGENTS */

    /// @inheritdoc IEventRegistry
    function designateAgent(EventId eventId, uint8 classId, AgentId agentId, uint32 quota) external {
        Event storage event_ = _existingEvent(eventId);
        Designation storage place = _agents[eventId][classId][agentId];
        // The quota of a parent bounds an agent too, so placing it directly under the organizer may allow it more.
        bool widens =
            quota > place.quota || place.status != DesignationStatus.Designated || AgentId.unwrap(place.parent) != 0;
        uint32 organizerId = OrganizerId.unwrap(event_.organizerId);
        if (widens) _checkAdmin(organizerId);
        else _checkMember(organizerId);
        _existingClass(eventId, event_, classId);
        _checkOn(eventId, event_);
        _checkAgent(agentId);
        _agents[eventId][classId][agentId] = Designation(quota, AgentId.wrap(0), DesignationStatus.Designated);
        emit AgentDesignated(eventId, classId, agentId, quota);
    }

    /// @inheritdoc IEventRegistry
    function dismissAgent(EventId eventId, uint8 classId, AgentId agentId) external {
        _runEvent(eventId);
        Designation storage place = _agents[eventId][classId][agentId];
        if (place.status != DesignationStatus.Designated) revert AgentNotDesignated(eventId, classId, agentId);
        place.status = DesignationStatus.Dismissed;
        emit AgentDismissed(eventId, classId, agentId);
    }

    /// @inheritdoc IEventRegistry
    function delegate(EventId eventId, uint8 classId, AgentId from, AgentId to, uint32 quota) external {
        Event storage event_ = _existingEvent(eventId);
        AGENTS.checkAdmin(AgentId.unwrap(from), _msgSender(), _isForwarded());
        _existingClass(eventId, event_, classId);
        _checkOn(eventId, event_);
        (, uint256 levels) = _walk(eventId, classId, from);
        _checkAgent(to);

        Designation storage place = _agents[eventId][classId][to];
        if (place.status == DesignationStatus.None) {
            if (levels == MAX_AGENT_LEVELS) revert AgentTooDeep(eventId, classId, to);
            // Otherwise an agent could bind any other agent to a place under itself at no cost.
            if (quota == 0) revert AgentQuotaZero(eventId, classId, to);
            place.parent = from;
            place.status = DesignationStatus.Designated;
        } else {
            if (place.status == DesignationStatus.Dismissed) revert AgentNotDesignated(eventId, classId, to);
            if (place.parent != from) revert AgentPlaced(eventId, classId, to, place.parent);
        }
        place.quota = quota;
        emit AgentDelegated(eventId, classId, to, from, quota);
    }

    function _checkAgent(AgentId agentId) private view {
        uint32 id = AgentId.unwrap(agentId);
        if (id == 0 || id > AGENTS.teamCount()) revert AgentNonexistent(agentId);
    }

    /// @dev The agent and those above it. Reverts unless all of them are designated.
    function _walk(
        EventId eventId,
        uint8 classId,
        AgentId agentId
    ) private view returns (AgentChain chain, uint256 levels) {
        AgentId gap;
        (chain, levels, gap) = _agents[eventId][classId].walk(agentId);
        if (levels == 0) revert AgentNotDesignated(eventId, classId, gap);
    }

    /* GATES */

    /// @inheritdoc IEventRegistry
    function setGate(EventId eventId, address gate, GateKind kind, uint32 byHandLimit) external {
        Event storage event_ = _existingEvent(eventId);
        OrganizerId organizerId = event_.organizerId;
        Gate storage place = _gates[eventId][event_.era][gate];
        if (kind == GateKind.Desk || place.kind == GateKind.Desk) _checkAdmin(OrganizerId.unwrap(organizerId));
        else _checkMember(OrganizerId.unwrap(organizerId));
        if (gate == address(0) || (byHandLimit != 0 && kind != GateKind.Desk)) revert GateInvalid(eventId, gate);

        place.kind = kind;
        place.byHandLimit = byHandLimit;
        emit GateSet(eventId, organizerId, gate, kind, byHandLimit);
    }

    /* FOR ENTRY RIGHTS */

    /// @inheritdoc IEventRegistry
    function grantTerms(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address sender,
        bool forwarded
    ) external view returns (GrantTerms terms, AgentChain chain) {
        Event storage event_ = _existingEvent(eventId);
        Class storage class = _existingClass(eventId, event_, classId);
        if (event_.paused) {
            _checkOn(eventId, event_);
            revert SalesArePaused(eventId);
        }
        if (block.timestamp < event_.salesOpenAt || block.timestamp >= event_.salesCloseAt) {
            revert SalesClosed(eventId, event_.salesOpenAt, event_.salesCloseAt);
        }
        // Before the calls, because the slots would be read again after them.
        uint256 flags = class.seated ? TERMS_SEATED : 0;
        if (class.named) {
            flags |= TERMS_NAMED;
            if (!class.reserved || block.timestamp >= event_.nameBy) flags |= TERMS_MUST_TAG;
        }
        terms = GrantTermsLib.pack(class.saleHook, class.supply, event_.maxPerPerson, flags);

        (chain, ) = _walk(eventId, classId, agentId);
        AGENTS.checkMember(AgentId.unwrap(agentId), sender, forwarded);
    }

    /// @inheritdoc IEventRegistry
    function admitTerms(
        EventId eventId,
        address gate,
        bool forwarded
    ) external view returns (uint40 doorsOpenAt, uint40 doorsCloseAt, uint32 byHandLimit) {
        Event storage event_ = _existingEvent(eventId);
        _checkRoute(OrganizerId.unwrap(event_.organizerId), forwarded);
        Gate storage place = _gates[eventId][event_.era][gate];
        if (place.kind == GateKind.None) revert GateOnly(eventId, gate, false);
        if (event_.paused) _checkOn(eventId, event_);
        doorsOpenAt = event_.doorsOpenAt;
        doorsCloseAt = event_.doorsCloseAt;
        byHandLimit = place.byHandLimit;
        if (block.timestamp < doorsOpenAt) revert DoorsNotOpen(eventId, doorsOpenAt);
    }

    /// @inheritdoc IEventRegistry
    function changeTerms(EventId eventId) external view returns (ChangeTerms memory) {
        Event storage event_ = _existingEvent(eventId);
        return
            ChangeTerms({
                doorsOpenAt: event_.doorsOpenAt,
                returnUntil: event_.returnUntil,
                rebindUntil: event_.rebindUntil,
                nameBy: event_.nameBy,
                maxRebinds: event_.maxRebinds,
                maxPerPerson: event_.maxPerPerson,
                scope: event_.scope,
                identityVerifier: event_.identityVerifier
            });
    }

    /// @inheritdoc IEventRegistry
    function authorityOver(
        EventId eventId,
        uint8 classId,
        AgentId agentId,
        address account,
        bool forwarded
    ) external view returns (Authority) {
        Role role = _actingRole(OrganizerId.unwrap(_events[eventId].organizerId), account, forwarded);
        if (role == Role.Admin) return Authority.OrganizerAdmin;
        (, uint256 levels, ) = _agents[eventId][classId].walk(agentId);
        if (levels != 0 && AGENTS.isMember(AgentId.unwrap(agentId), account, forwarded)) return Authority.Agent;
        return role == Role.Member ? Authority.OrganizerMember : Authority.None;
    }

    /// @inheritdoc IEventRegistry
    function checkReopen(
        EventId eventId,
        uint8 classId,
        address account,
        bool forwarded
    ) external view returns (bool seated) {
        Event storage event_ = _existingEvent(eventId);
        Class storage class = _existingClass(eventId, event_, classId);
        uint32 organizerId = OrganizerId.unwrap(event_.organizerId);
        if (account == class.saleHook && account != address(0)) _checkRoute(organizerId, forwarded);
        else if (!_isMember(organizerId, account, forwarded)) revert ReopenerOnly(eventId, classId, account);
        _checkBeforeDoors(eventId, event_);
        return class.seated;
    }

    /// @inheritdoc IEventRegistry
    function isCancelled(EventId eventId) external view returns (bool) {
        return _events[eventId].cancelled;
    }

    /// @inheritdoc IEventRegistry
    function eraOf(EventId eventId) external view returns (uint32) {
        return _events[eventId].era;
    }

    /// @inheritdoc IEventRegistry
    function checkEventAdmin(EventId eventId, address account, bool forwarded) external view {
        _checkAdmin(OrganizerId.unwrap(_existingEvent(eventId).organizerId), account, forwarded);
    }

    /* VIEWS */

    /// @inheritdoc IEventRegistry
    function designationOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (Designation memory) {
        return _agents[eventId][classId][agentId];
    }

    /// @inheritdoc IEventRegistry
    function chainOf(EventId eventId, uint8 classId, AgentId agentId) external view returns (AgentChain chain) {
        (chain, , ) = _agents[eventId][classId].walk(agentId);
    }

    /// @inheritdoc IEventRegistry
    function gateOf(EventId eventId, address gate) external view returns (Gate memory) {
        return _gates[eventId][_events[eventId].era][gate];
    }
}
