// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAttesterIdentityVerifier} from "../../contracts/interfaces/IAttesterIdentityVerifier.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {IGasRelayForwarder} from "../../contracts/interfaces/IGasRelayForwarder.sol";
import {ITeams} from "../../contracts/interfaces/ITeams.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";
import {AdmitActs} from "./AdmitActs.sol";
import {Place} from "./Ghost.sol";

/// @notice What organizers and agents do beside rights, what relays try, and how time goes by.
abstract contract TeamActs is AdmitActs {
    uint256 private constant MAX_EVENTS = 7;

    /* EVENTS */

    function _publish() internal returns (bool) {
        if (suite.events.eventCount() >= MAX_EVENTS) return false;
        EventId scope = dice.oneIn(2) ? _anyEvent() : EventId.wrap(0);
        (IEventRegistry.EventTerms memory terms, IEventRegistry.ClassTerms[] memory classes) = _terms(scope);
        return _register(OrganizerId.wrap(uint32(1 + dice.roll(ORGANIZERS))), terms, classes);
    }

    function _register(
        OrganizerId organizer,
        IEventRegistry.EventTerms memory terms,
        IEventRegistry.ClassTerms[] memory classes
    ) private returns (bool) {
        bytes memory data = abi.encodeCall(IEventRegistry.registerEvent, (organizer, terms, classes));
        if (!_do(_organizerKey(organizer), address(suite.events), data)) return false;
        _published(classes);
        return true;
    }

    /// @dev Notes how many places of the newest event are reserved.
    function _published(IEventRegistry.ClassTerms[] memory classes) internal {
        EventId eventId = EventId.wrap(suite.events.eventCount());
        for (uint256 i = 0; i < classes.length; ++i) {
            if (classes[i].reserved) everReserved[eventId] += classes[i].supply;
        }
    }

    /// @dev Of a new event, whose sales open in some days: before that only, and only once.
    function _setSaleHook() internal returns (bool) {
        if (suite.events.eventCount() >= MAX_EVENTS) return false;
        (IEventRegistry.EventTerms memory terms, IEventRegistry.ClassTerms[] memory classes) = _terms(EventId.wrap(0));
        OrganizerId organizer = OrganizerId.wrap(uint32(1 + dice.roll(ORGANIZERS)));
        terms.schedule.salesOpenAt = uint40(block.timestamp + 48 hours + dice.roll(2) - dice.roll(2));
        terms.schedule.salesCloseAt = terms.schedule.doorsCloseAt;
        if (!_register(organizer, terms, classes)) return false;
        EventId eventId = EventId.wrap(suite.events.eventCount());
        uint8 classId = uint8(1 + dice.roll(4));
        bytes memory data = abi.encodeCall(IEventRegistry.setSaleHook, (eventId, classId, address(this)));
        if (!_asOrganizer(eventId, data)) return false;
        require(terms.schedule.salesOpenAt >= block.timestamp + 48 hours, "5: a sale hook without notice");
        require(classes[classId - 1].saleHook == address(0), "5: another sale hook");
        return true;
    }

    function _terms(
        EventId scope
    ) internal returns (IEventRegistry.EventTerms memory terms, IEventRegistry.ClassTerms[] memory classes) {
        uint40 now_ = uint40(block.timestamp);
        uint40 doors = uint40(now_ + 2 days + dice.roll(8 days));
        bool identified = EventId.unwrap(scope) != 0 || dice.oneIn(2);
        terms.schedule = IEventRegistry.Schedule({
            salesOpenAt: now_,
            salesCloseAt: uint40(doors + dice.roll(6 hours) - 5 hours),
            doorsOpenAt: doors,
            doorsCloseAt: doors + 6 hours,
            returnUntil: uint40(doors - dice.roll(2 days)),
            rebindUntil: uint40(doors - dice.roll(2 days)),
            nameBy: uint40(doors - dice.roll(2 days))
        });
        terms.policy = IEventRegistry.Policy({
            identityVerifier: identified ? address(suite.verifier) : address(0),
            scope: scope,
            maxPerPerson: EventId.unwrap(scope) != 0
                ? _event(scope).maxPerPerson
                : uint8(identified ? 1 + dice.roll(3) : 0),
            maxRebinds: uint8(1 + dice.roll(3)),
            minPublicBps: uint16(dice.roll(8_001))
        });
        // More classes than share the word that counts batches; every other one seated; the last two reserved.
        classes = new IEventRegistry.ClassTerms[](dice.oneIn(2) ? 9 : 4);
        for (uint256 i = 0; i < classes.length; ++i) {
            bool reserved = i + 2 >= classes.length;
            classes[i].supply = uint32(
                reserved
                    ? 3 + dice.roll(4)
                    : i < 2
                        ? 150 + dice.roll(150)
                        : 4 + dice.roll(12)
            );
            classes[i].seated = i % 2 == 1;
            classes[i].reserved = reserved;
            classes[i].named = identified && (reserved || dice.oneIn(3));
            if (i == 2) classes[i].saleHook = address(this);
        }
    }

    function _reschedule() internal returns (bool) {
        EventId eventId = _anyEvent();
        uint40 doors = uint40(block.timestamp + dice.roll(6 days));
        return
            _asOrganizer(eventId, abi.encodeCall(IEventRegistry.reschedule, (eventId, doors, doors + 6 hours, doors)));
    }

    function _extendDoors() internal returns (bool) {
        EventId eventId = _anyEvent();
        // One that has opened and not closed, if there is one.
        for (uint256 i = 0; i < MAX_EVENTS && block.timestamp >= _event(eventId).doorsCloseAt; ++i) {
            eventId = _anyEvent();
        }
        IEventRegistry.Event memory former = _event(eventId);
        uint40 closes = uint40(former.doorsCloseAt + dice.roll(2 hours) - dice.roll(2));
        if (!_asOrganizer(eventId, abi.encodeCall(IEventRegistry.extendDoors, (eventId, closes)))) return false;
        require(closes > former.doorsCloseAt && block.timestamp < former.doorsCloseAt, "3: doors opened again");
        return true;
    }

    function _cancel() internal returns (bool) {
        EventId eventId = _anyEvent();
        if (!_asOrganizer(eventId, abi.encodeCall(IEventRegistry.cancel, (eventId)))) return false;
        cancelled[eventId] = true;
        return true;
    }

    function _pause() internal returns (bool) {
        EventId eventId = _anyEvent();
        return _asOrganizer(eventId, abi.encodeCall(IEventRegistry.pauseSales, (eventId)));
    }

    function _resume() internal returns (bool) {
        EventId eventId = _anyEvent();
        // One that is paused, if there is one.
        for (uint256 i = 0; i < MAX_EVENTS && !_event(eventId).paused; ++i) eventId = _anyEvent();
        return _asOrganizer(eventId, abi.encodeCall(IEventRegistry.resumeSales, (eventId)));
    }

    function _raiseSupply() internal returns (bool) {
        (EventId eventId, uint8 classId) = _anyClass();
        IEventRegistry.Class memory class = suite.events.classOf(eventId, classId);
        uint32 supply = uint32(class.supply + dice.roll(5));
        if (!_asOrganizer(eventId, abi.encodeCall(IEventRegistry.raiseSupply, (eventId, classId, supply))))
            return false;
        if (class.reserved) everReserved[eventId] += supply - class.supply;
        return true;
    }

    function _openReserved() internal returns (bool) {
        (EventId eventId, ) = _anyClass();
        uint8 classId = uint8(_event(eventId).classCount - dice.roll(3));
        return _asOrganizer(eventId, abi.encodeCall(IEventRegistry.openReserved, (eventId, classId)));
    }

    function _handOver() internal returns (bool) {
        EventId eventId = _anyEvent();
        IEventRegistry.Event memory event_ = _event(eventId);
        OrganizerId from = event_.organizerId;
        OrganizerId to = OrganizerId.wrap(uint32(1 + ORGANIZERS - OrganizerId.unwrap(from)));
        bytes memory offer = abi.encodeCall(IEventRegistry.offerHandOver, (eventId, to));
        if (!_do(_organizerKey(from), address(suite.events), offer)) return false;
        // Sometimes the event changes between offer and acceptance: then there is nothing to accept.
        bool stale = dice.oneIn(4) && _raiseSupply();
        bytes32 termsHash = suite.events.termsHashOf(eventId);
        bytes memory accept = abi.encodeCall(IEventRegistry.acceptHandOver, (eventId, to, termsHash));
        bool ok = _do(_organizerKey(to), address(suite.events), accept);
        OrganizerId now_ = _event(eventId).organizerId;
        require(now_ == (ok ? to : from), "13: handed over without acceptance");
        if (ok) {
            // Its gates and its attester were those of the era that is over.
            ++eras[eventId];
            attested[eventId] = false;
        }
        return ok || stale;
    }

    function _setAttester() internal returns (bool) {
        EventId scope = _anyEvent();
        bool trusted = !dice.oneIn(4);
        uint256 key = _organizerKey(_event(scope).organizerId);
        bytes memory data = abi.encodeCall(IAttesterIdentityVerifier.setAttester, (scope, vm.addr(ATTESTER), trusted));
        if (!_do(key, address(suite.verifier), data)) return false;
        attested[scope] = trusted;
        return true;
    }

    /* AGENTS AND GATES */

    function _designate() internal returns (bool) {
        (EventId eventId, uint8 classId) = _anyClass();
        AgentId agentId = _anyAgent();
        uint32 quota = _quota();
        uint256 key = _organizerKey(_event(eventId).organizerId);
        bytes memory data = abi.encodeCall(IEventRegistry.designateAgent, (eventId, classId, agentId, quota));
        if (!_do(key, address(suite.events), data)) return false;
        Place storage place = tree[eventId][classId][agentId];
        bool narrows =
            place.designated && !place.dismissed && AgentId.unwrap(place.parent) == 0 && quota <= place.quota;
        require(narrows || _isAdmin(key, eventId), "11: a member let an agent grant more");
        tree[eventId][classId][agentId] = Place(true, false, AgentId.wrap(0), quota);
        return true;
    }

    function _dismiss() internal returns (bool) {
        (EventId eventId, uint8 classId) = _anyClass();
        AgentId agentId = _anyAgent();
        bytes memory data = abi.encodeCall(IEventRegistry.dismissAgent, (eventId, classId, agentId));
        if (!_asOrganizer(eventId, data)) return false;
        tree[eventId][classId][agentId].dismissed = true;
        return true;
    }

    function _delegate() internal returns (bool) {
        (EventId eventId, uint8 classId) = _anyClass();
        (AgentId from, AgentId to) = (_anyAgent(), _anyAgent());
        uint32 quota = _quota();
        bytes memory data = abi.encodeCall(IEventRegistry.delegate, (eventId, classId, from, to, quota));
        if (!_do(_agentKey(from), address(suite.events), data)) return false;
        Place storage place = tree[eventId][classId][to];
        require(!place.dismissed, "2: a dismissed agent came back without the organizer");
        require(!place.designated || place.parent == from, "2: placed under another agent");
        require(place.designated || quota != 0, "2: placed for nothing");
        (place.designated, place.parent, place.quota) = (true, from, quota);
        return true;
    }

    function _setGate() internal returns (bool) {
        EventId eventId = _anyEvent();
        uint256 organizer = OrganizerId.unwrap(_event(eventId).organizerId);
        bool desk = dice.oneIn(2);
        address gate = vm.addr((desk ? DESK : SCANNER) + organizer);
        IEventRegistry.GateKind kind = IEventRegistry.GateKind.None;
        if (!dice.oneIn(8)) kind = desk ? IEventRegistry.GateKind.Desk : IEventRegistry.GateKind.Scanner;
        uint32 limit = uint32(kind == IEventRegistry.GateKind.Desk ? dice.roll(12) : 0);
        if (!_asOrganizer(eventId, abi.encodeCall(IEventRegistry.setGate, (eventId, gate, kind, limit)))) return false;
        gates[eventId][eras[eventId]][gate] = kind != IEventRegistry.GateKind.None;
        return true;
    }

    /* TEAMS */

    function _registerTeam() internal returns (bool) {
        ITeams teams = _anyRegistry();
        uint256 key = 1 + dice.roll(100);
        uint32 count = teams.teamCount();
        require(_do(key, address(teams), abi.encodeCall(ITeams.register, ("team", "uri"))), "9: register");
        require(teams.teamCount() == count + 1, "9: not one team more");
        require(teams.roleOf(count + 1, vm.addr(key)) == ITeams.Role.Admin, "9: not its signer");
        return true;
    }

    /// @dev Members come and go; the admins of the teams that the acts use stay, for they cannot leave.
    function _setRole() internal returns (bool) {
        (ITeams teams, uint32 team, uint256 admin) = _anyTeam();
        bool last = dice.oneIn(4);
        address account = vm.addr(last ? admin : admin + 10);
        ITeams.Role role = ITeams.Role(last ? dice.roll(2) : dice.roll(3));
        bool one = teams.teamOf(team).admins == 1;
        bool ok = _do(admin, address(teams), abi.encodeCall(ITeams.setRole, (team, account, role)));
        require(!ok || !last || !one, "11: the last admin left");
        if (ok && last) {
            // Its other admin lets it in again.
            bytes memory data = abi.encodeCall(ITeams.setRole, (team, account, ITeams.Role.Admin));
            require(_doDirectly(admin + 10, address(teams), data), "11: an admin could not set a role");
        }
        return ok;
    }

    function _setActive() internal returns (bool) {
        (ITeams teams, uint32 team, uint256 admin) = _anyTeam();
        return _do(admin, address(teams), abi.encodeCall(ITeams.setActive, (team, !dice.oneIn(4))));
    }

    function _setRelayed() internal returns (bool) {
        (ITeams teams, uint32 team, uint256 admin) = _anyTeam();
        bytes memory data = abi.encodeCall(ITeams.setRelayed, (team, !dice.oneIn(4)));
        if (!dice.oneIn(4)) return _doDirectly(admin, address(teams), data);
        require(!_doForwarded(admin, address(teams), data), "11: the forwarder changed who trusts it");
        return false;
    }

    function _setProfile() internal returns (bool) {
        (ITeams teams, uint32 team, uint256 admin) = _anyTeam();
        return _do(admin, address(teams), abi.encodeCall(ITeams.setProfile, (team, "name", "uri")));
    }

    /* THE RELAY */

    /// @dev An old request again, as it was or a little changed: nothing runs.
    function _replay() internal returns (bool) {
        if (sent.length == 0) return false;
        IGasRelayForwarder.SignedRequest memory signed = abi.decode(
            sent[dice.roll(sent.length)],
            (IGasRelayForwarder.SignedRequest)
        );
        uint256 change = dice.roll(6);
        if (change == 1) signed.request.from = vm.addr(STRANGER);
        if (change == 2) signed.request.nonce += 1_000_000;
        if (change == 3) signed.request.data = bytes.concat(signed.request.data, "x");
        if (change == 4) signed.request.deadline += 1 days;
        if (change == 5)
            signed.request.to =
                address(suite.agents) == signed.request.to ? address(suite.events) : address(suite.agents);
        (uint256 executed, ) = _execute(signed);
        require(executed == 0, "9: executed again, or not as it was signed");
        return true;
    }

    /// @dev A request to the forwarder itself: its nonce is used, and nothing can use it any more.
    function _cancelRequest() internal returns (bool) {
        uint256 key = 1 + dice.roll(100);
        bool ok = _doForwarded(key, address(suite.forwarder), "");
        require(ok, "9: a request was not cancelled");
        return ok;
    }

    /* TIME */

    /// @dev Mostly some hours, else to the second at or before which something changes for an event.
    function _warp() internal returns (bool) {
        uint256 to = block.timestamp + dice.roll(dice.oneIn(4) ? 2 days : 8 hours);
        IEventRegistry.Event memory event_ = _event(_anyEvent());
        uint40[6] memory bounds = [
            event_.salesCloseAt,
            event_.doorsOpenAt,
            event_.doorsCloseAt,
            event_.returnUntil,
            event_.rebindUntil,
            event_.nameBy
        ];
        uint256 bound = bounds[dice.roll(6)] - dice.roll(2);
        if (bound > block.timestamp && bound < block.timestamp + 3 days && dice.oneIn(2)) to = bound;
        vm.warp(to);
        return true;
    }

    /* CHOOSE */

    function _asOrganizer(EventId eventId, bytes memory data) internal returns (bool) {
        return _do(_organizerKey(_event(eventId).organizerId), address(suite.events), data);
    }

    function _anyClass() internal returns (EventId eventId, uint8 classId) {
        eventId = _anyEvent();
        classId = uint8(1 + dice.roll(_event(eventId).classCount));
    }

    function _anyAgent() private returns (AgentId) {
        return AgentId.wrap(uint32(1 + dice.roll(AGENTS)));
    }

    function _quota() private returns (uint32) {
        return uint32(dice.oneIn(4) ? dice.roll(8) : 50 + dice.roll(400));
    }

    function _anyRegistry() private returns (ITeams) {
        return dice.oneIn(2) ? ITeams(address(suite.agents)) : ITeams(address(suite.events));
    }

    function _anyTeam() private returns (ITeams teams, uint32 team, uint256 admin) {
        teams = _anyRegistry();
        bool organizers = address(teams) == address(suite.events);
        team = uint32(1 + dice.roll(organizers ? ORGANIZERS : AGENTS));
        admin = (organizers ? 0 : 20) + team;
    }
}
