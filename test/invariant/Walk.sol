// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAttesterIdentityVerifier} from "../../contracts/interfaces/IAttesterIdentityVerifier.sol";
import {IEntryRightRegistry} from "../../contracts/interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {IGasRelayForwarder} from "../../contracts/interfaces/IGasRelayForwarder.sol";
import {ITeams} from "../../contracts/interfaces/ITeams.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";
import {RightId} from "../../contracts/types/RightId.sol";
import {RightStatus} from "../../contracts/types/RightStatus.sol";
import {GhostRight, Place} from "./Ghost.sol";
import {TeamActs} from "./TeamActs.sol";

/// @notice Does one act a step, chosen by chance, and checks the invariants against the book.
abstract contract Walk is TeamActs {
    struct Act {
        string name;
        function() internal returns (bool) run;
        uint256 weight;
        uint256 succeeded;
    }

    Act[] private _acts;
    uint256 private _weights;

    constructor() {
        _learn("warp", _warp, 12);
        _learn("grant", _grant, 24);
        _learn("return", _return, 8);
        _learn("revoke", _revoke, 5);
        _learn("reopen", _reopen, 5);
        _learn("rebind", _rebind, 8);
        _learn("name", _name, 5);
        _learn("admit", _admit, 12);
        _learn("admit by hand", _admitByHand, 6);
        _learn("nonsense", _nonsense, 2);
        _learn("publish", _publish, 2);
        _learn("set sale hook", _setSaleHook, 1);
        _learn("reschedule", _reschedule, 1);
        _learn("extend doors", _extendDoors, 1);
        _learn("cancel", _cancel, 1);
        _learn("pause", _pause, 1);
        _learn("resume", _resume, 2);
        _learn("raise supply", _raiseSupply, 1);
        _learn("open reserved", _openReserved, 1);
        _learn("hand over", _handOver, 1);
        _learn("set attester", _setAttester, 2);
        _learn("designate", _designate, 3);
        _learn("dismiss", _dismiss, 1);
        _learn("delegate", _delegate, 4);
        _learn("set gate", _setGate, 4);
        _learn("register", _registerTeam, 1);
        _learn("set role", _setRole, 1);
        _learn("set active", _setActive, 1);
        _learn("set relayed", _setRelayed, 1);
        _learn("set profile", _setProfile, 1);
        _learn("replay", _replay, 3);
        _learn("cancel request", _cancelRequest, 1);
    }

    function _learn(string memory name, function() internal returns (bool) run, uint256 weight) private {
        _acts.push(Act(name, run, weight, 0));
        _weights += weight;
    }

    /* ACT */

    /// @notice Two organizers, six agents, four events: one of each organizer without persons, and two of the first that
    /// count persons together.
    function begin(uint256 seed) external {
        dice.state = seed;
        vm.warp(START);
        for (uint256 i = 1; i <= ORGANIZERS; ++i) _found(suite.events, uint32(i), i);
        for (uint256 i = 1; i <= AGENTS; ++i) _found(suite.agents, uint32(i), 20 + i);
        for (uint32 organizer = 1; organizer <= ORGANIZERS; ++organizer) {
            _open(organizer, 0, false);
            _open(organizer, 0, true);
        }
        _open(1, 2, true);
    }

    function _found(ITeams teams, uint32 team, uint256 admin) private {
        require(_doDirectly(admin, address(teams), abi.encodeCall(ITeams.register, ("team", "uri"))), "register");
        bytes memory data = abi.encodeCall(ITeams.setRole, (team, vm.addr(admin + 10), ITeams.Role.Member));
        require(_doDirectly(admin, address(teams), data), "set role");
    }

    /// @dev An event with agents 1 and 2 designated, 3 under 1, gates, and an attester.
    function _open(uint32 organizer, uint32 scope, bool identified) private {
        IEventRegistry events = suite.events;
        IEventRegistry.EventTerms memory terms;
        IEventRegistry.ClassTerms[] memory classes;
        do (terms, classes) = _terms(EventId.wrap(scope)); while (
            (terms.policy.identityVerifier != address(0)) != identified
        );
        terms.policy.minPublicBps = 5_000;
        bytes memory data = abi.encodeCall(events.registerEvent, (OrganizerId.wrap(organizer), terms, classes));
        require(_doDirectly(organizer, address(events), data), "publish");
        _published(classes);

        EventId eventId = EventId.wrap(events.eventCount());
        for (uint8 c = 1; c <= classes.length; ++c) {
            for (uint32 a = 1; a <= 3; ++a) {
                uint32 parent = a == 3 ? 1 : 0;
                data =
                    parent == 0
                        ? abi.encodeCall(events.designateAgent, (eventId, c, AgentId.wrap(a), 500))
                        : abi.encodeCall(events.delegate, (eventId, c, AgentId.wrap(parent), AgentId.wrap(a), 500));
                require(_doDirectly(parent == 0 ? organizer : 20 + parent, address(events), data), "designate");
                tree[eventId][c][AgentId.wrap(a)] = Place(true, false, AgentId.wrap(parent), 500);
            }
        }
        data = abi.encodeCall(
            events.setGate,
            (eventId, vm.addr(SCANNER + organizer), IEventRegistry.GateKind.Scanner, 0)
        );
        require(_doDirectly(organizer, address(events), data), "set scanner");
        gates[eventId][0][vm.addr(SCANNER + organizer)] = true;
        data = abi.encodeCall(events.setGate, (eventId, vm.addr(DESK + organizer), IEventRegistry.GateKind.Desk, 10));
        require(_doDirectly(organizer, address(events), data), "set desk");
        gates[eventId][0][vm.addr(DESK + organizer)] = true;
        if (!identified) return;
        data = abi.encodeCall(IAttesterIdentityVerifier.setAttester, (eventId, vm.addr(ATTESTER), true));
        require(_doDirectly(organizer, address(suite.verifier), data), "set attester");
        attested[eventId] = true;
    }

    function step(uint256 seed) external {
        dice.state = seed;
        uint256 spot = dice.roll(_weights);
        uint256 i;
        while (spot >= _acts[i].weight) spot -= _acts[i++].weight;
        _run(_acts[i]);
    }

    function act(uint256 i, uint256 seed) external {
        dice.state = seed;
        _run(_acts[i]);
    }

    function _run(Act storage chosen) private {
        if (chosen.run()) ++chosen.succeeded;
    }

    function actCount() external view returns (uint256) {
        return _acts.length;
    }

    function nameOf(uint256 i) external view returns (string memory) {
        return _acts[i].name;
    }

    function succeeded(uint256 i) external view returns (uint256) {
        return _acts[i].succeeded;
    }

    /* CHECK */

    /// @notice The counters of every class are what the book counts.
    function checkPlaces() external view {
        uint256[] memory granted = new uint256[](256 * (suite.events.eventCount() + 1));
        for (uint256 i = 0; i < rightList.length; ++i) {
            GhostRight storage right = rightList[i];
            if (right.status == RightStatus.Void) continue;
            ++granted[256 * EventId.unwrap(right.id.eventId()) + right.classId];
        }
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId eventId = EventId.wrap(e);
            for (uint8 c = 1; c <= _event(eventId).classCount; ++c) {
                (uint256 g, uint256 f) = suite.rights.placesOf(eventId, c);
                require(g == granted[256 * e + c], "1: granted is not live and admitted");
                require(f == freed[eventId][c], "1: other places freed");
                require(g + f <= suite.events.classOf(eventId, c).supply, "1: more than the supply");
            }
        }
    }

    /// @notice What each agent used is what the book counts; that it was within the quotas, the book checked.
    function checkUsed() external view {
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId eventId = EventId.wrap(e);
            for (uint8 c = 1; c <= _event(eventId).classCount; ++c) {
                for (uint32 a = 1; a <= AGENTS; ++a) {
                    AgentId agentId = AgentId.wrap(a);
                    require(
                        suite.rights.usedBy(eventId, c, agentId) == used[eventId][c][agentId],
                        "2: used is not what was granted"
                    );
                }
            }
        }
    }

    /// @notice Every right has the status of the book, in which none leaves Admitted or Void.
    function checkStatuses() external view {
        for (uint256 i = 0; i < rightList.length; ++i) {
            require(suite.rights.rightOf(rightList[i].id).status == rightList[i].status, "3: another status");
        }
    }

    /// @notice Every right has the holder of the book, and all else.
    function checkHolders() external view {
        for (uint256 i = 0; i < rightList.length; ++i) {
            GhostRight storage ghost = rightList[i];
            IEntryRightRegistry.Right memory right = suite.rights.rightOf(ghost.id);
            require(right.holder == ghost.holder, "4: another holder");
            require(right.rebinds == ghost.rebinds && right.reboundAt == ghost.reboundAt, "4: other rebinds");
            require(right.rebinds <= _event(ghost.id.eventId()).maxRebinds, "4: rebound too often");
            require(right.agentId == ghost.agentId && right.classId == ghost.classId, "4: another origin");
            require(right.seat == ghost.seat && right.named == (ghost.tag != 0), "4: another seat or person");
        }
    }

    /// @notice Totals of places are the sums of the classes, and what was ever reserved is within its bound.
    function checkReserved() external view {
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            IEventRegistry.Event memory event_ = _event(EventId.wrap(e));
            uint256 reserved = everReserved[EventId.wrap(e)];
            uint256 all;
            for (uint8 c = 1; c <= event_.classCount; ++c) all += suite.events.classOf(EventId.wrap(e), c).supply;
            require(event_.places == all && event_.everReservedPlaces == reserved, "5: other totals");
            require(reserved * 10_000 <= all * (10_000 - event_.minPublicBps), "5: too much reserved");
        }
    }

    /// @notice No person has more rights in a scope than it may; rights of a cancelled event do not count.
    function checkPersons() external view {
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId scope = EventId.wrap(e);
            IEventRegistry.Event memory event_ = _event(scope);
            if (event_.identityVerifier == address(0) || event_.scope != scope) continue;
            uint256[] memory counts = new uint256[](PERSONS + 1);
            for (uint256 i = 0; i < rightList.length; ++i) {
                GhostRight storage right = rightList[i];
                if (right.tag == 0 || right.status == RightStatus.Void || cancelled[right.id.eventId()]) continue;
                if (_event(right.id.eventId()).scope == scope) ++counts[uint256(right.tag)];
            }
            for (uint256 p = 1; p <= PERSONS; ++p) {
                require(counts[p] <= event_.maxPerPerson, "6: a person has too many");
                RightId[3] memory told = suite.rights.rightsOfPerson(scope, bytes32(p));
                for (uint256 i = 0; i < 3; ++i) require(told[i] == places[scope][bytes32(p)][i], "6: another place");
            }
        }
    }

    /// @notice No seat has two rights that are not void, and every seat is held, freed or free as in the book.
    function checkSeats() external view {
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId eventId = EventId.wrap(e);
            for (uint8 c = 1; c <= _event(eventId).classCount; ++c) {
                IEventRegistry.Class memory class = suite.events.classOf(eventId, c);
                if (!class.seated) continue;
                uint256[] memory sitting = new uint256[](class.supply);
                for (uint256 i = 0; i < rightList.length; ++i) {
                    GhostRight storage right = rightList[i];
                    if (right.id.eventId() != eventId || right.classId != c) continue;
                    if (right.status != RightStatus.Void) require(++sitting[right.seat] == 1, "7: two on a seat");
                }
                for (uint24 s = 0; s < class.supply; ++s) {
                    (bool held, bool isFreed) = suite.rights.seatOf(eventId, c, s);
                    require(held == (sitting[s] == 1), "7: held by nobody, or not held by its right");
                    require(isFreed == (seats[eventId][c][s] == SEAT_FREED), "7: freed otherwise");
                }
            }
        }
    }

    /// @notice No request ran twice.
    function checkRequests() external view {
        for (uint256 i = 0; i < sent.length; ++i) {
            IGasRelayForwarder.SignedRequest memory signed = abi.decode(sent[i], (IGasRelayForwarder.SignedRequest));
            require(executions[suite.forwarder.hashOf(signed.request)] == 1, "9: not executed once");
        }
    }

    /// @notice Nothing in the suite owns ether.
    function checkEther() external view {
        require(address(suite.forwarder).balance == 0, "10: forwarder");
        require(address(suite.agents).balance == 0, "10: agents");
        require(address(suite.events).balance == 0, "10: events");
        require(address(suite.rights).balance == 0, "10: rights");
        require(address(suite.verifier).balance == 0, "10: verifier");
    }

    /// @notice Batches are as many and as large as in the book: past their ends there is no right.
    function checkEnds() external view {
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId eventId = EventId.wrap(e);
            uint256 count = batches[eventId].length;
            require(suite.rights.batchesOf(eventId) == count, "12: other batches");
            for (uint256 b = 0; b < count; ++b) {
                require(suite.rights.batchOf(eventId, b).head.count() == batches[eventId][b], "12: another count");
            }
        }
    }
}
