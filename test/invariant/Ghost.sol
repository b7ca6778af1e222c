// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {ITeams} from "../../contracts/interfaces/ITeams.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";
import {RightId, RightIdLib} from "../../contracts/types/RightId.sol";
import {RightStatus} from "../../contracts/types/RightStatus.sol";
import {World} from "./World.sol";

struct GhostRight {
    RightId id;
    address holder;
    RightStatus status;
    AgentId agentId;
    uint8 classId;
    uint24 seat;
    bool seated;
    /// Of a named class.
    bool named;
    /// The person, 0 = nobody.
    bytes32 tag;
    uint40 reboundAt;
    uint8 rebinds;
    uint8 maxRebinds;
}

struct Place {
    bool designated;
    bool dismissed;
    AgentId parent;
    uint256 quota;
}

/// @notice What should be so: a book kept in the plainest way, from what was done and nothing else.
abstract contract Ghost is World {
    uint8 internal constant SEAT_FREE = 0;
    uint8 internal constant SEAT_HELD = 1;
    uint8 internal constant SEAT_FREED = 2;

    GhostRight[] internal rightList;
    /// Position in the list plus one.
    mapping(RightId => uint256) internal listed;
    mapping(EventId => uint256[]) internal batches;
    mapping(EventId => mapping(uint8 classId => uint256)) internal freed;
    mapping(EventId => mapping(uint8 classId => mapping(AgentId => uint256))) internal used;
    mapping(EventId => mapping(uint8 classId => mapping(uint24 seat => uint8))) internal seats;
    mapping(EventId scope => mapping(bytes32 tag => RightId[3])) internal places;
    mapping(EventId => mapping(uint8 classId => mapping(AgentId => Place))) internal tree;
    mapping(EventId => mapping(address desk => uint256)) internal byHand;
    mapping(EventId => bool) internal cancelled;
    /// Whether the attester is one of the scope event, in its present era.
    mapping(EventId scope => bool) internal attested;
    mapping(EventId => uint256) internal everReserved;
    mapping(EventId => uint256) internal eras;
    mapping(EventId => mapping(uint256 era => mapping(address gate => bool))) internal gates;

    /* GRANT */

    struct Order {
        EventId eventId;
        uint8 classId;
        AgentId agentId;
        EventId scope;
        bool seated;
        bool named;
        bool tagged;
        uint8 maxRebinds;
        uint256 maxPerPerson;
        uint32 minLive;
        address[] holders;
        uint24[] seats;
        bytes32[] tags;
        bool[] attested;
    }

    function _granted(Order memory o) internal returns (uint256 live) {
        uint256 batch = batches[o.eventId].length;
        batches[o.eventId].push(o.holders.length);
        for (uint256 i = 0; i < o.holders.length; ++i) {
            GhostRight memory right;
            right.id = RightIdLib.pack(o.eventId, batch, i);
            right.holder = o.holders[i];
            right.agentId = o.agentId;
            right.classId = o.classId;
            right.seat = o.seats[i];
            (right.seated, right.named, right.maxRebinds) = (o.seated, o.named, o.maxRebinds);
            bool refused = o.seated && seats[o.eventId][o.classId][o.seats[i]] != SEAT_FREE;
            if (!refused && o.tagged)
                refused = !o.attested[i] || !_claimed(o.scope, o.tags[i], right.id, o.maxPerPerson);
            // A tagged batch is tagged whole; a refused right has nobody, and needs nobody any more.
            if (o.tagged) right.tag = refused ? bytes32(type(uint256).max) : o.tags[i];
            if (refused) {
                right.status = RightStatus.Void;
            } else {
                ++live;
                if (o.seated) seats[o.eventId][o.classId][o.seats[i]] = SEAT_HELD;
            }
            rightList.push(right);
            listed[right.id] = rightList.length;
        }
        require(live != 0 && live >= o.minLive, "2: fewer live than wanted");
        AgentId agentId = o.agentId;
        uint256 levels;
        while (AgentId.unwrap(agentId) != 0) {
            Place storage place = tree[o.eventId][o.classId][agentId];
            require(place.designated && !place.dismissed, "2: granted by an agent that does not stand");
            used[o.eventId][o.classId][agentId] += live;
            require(used[o.eventId][o.classId][agentId] <= place.quota, "2: used above quota");
            agentId = place.parent;
            require(++levels <= 4, "2: more than four levels");
        }
    }

    /// @dev Whether the person has a place left, which the right then takes.
    function _claimed(EventId scope, bytes32 tag, RightId id, uint256 maxPerPerson) internal returns (bool) {
        for (uint256 i = 0; i < maxPerPerson; ++i) {
            RightId other = places[scope][tag][i];
            bool free = RightId.unwrap(other) == 0;
            if (!free) {
                free =
                    _ghost(other).status == RightStatus.Void ||
                    (cancelled[other.eventId()] && other.eventId() != id.eventId());
            }
            if (free) {
                places[scope][tag][i] = id;
                return true;
            }
        }
        return false;
    }

    /* AFTERWARDS */

    function _voided(RightId id) internal {
        GhostRight storage right = _ghost(id);
        require(_isLive(right), "3: a right that is not live became void");
        right.status = RightStatus.Void;
        ++freed[id.eventId()][right.classId];
        if (right.seated) seats[id.eventId()][right.classId][right.seat] = SEAT_FREED;
    }

    function _rebound(RightId id, address holder) internal {
        GhostRight storage right = _ghost(id);
        require(_isLive(right), "3: a right that is not live was rebound");
        if (holder != right.holder) {
            right.holder = holder;
            require(++right.rebinds <= right.maxRebinds, "4: rebound too often");
        }
        right.status = RightStatus.Rebound;
        right.reboundAt = uint40(block.timestamp);
    }

    function _admitted(RightId id) internal {
        GhostRight storage right = _ghost(id);
        require(_isLive(right), "3: admitted twice, or void");
        right.status = RightStatus.Admitted;
    }

    /* ASK */

    function _ghost(RightId id) internal view returns (GhostRight storage) {
        return rightList[listed[id] - 1];
    }

    function _exists(RightId id) internal view returns (bool) {
        return listed[id] != 0;
    }

    function _isLive(GhostRight storage right) internal view returns (bool) {
        return right.status == RightStatus.Granted || right.status == RightStatus.Rebound;
    }

    /// @dev Whether a key may act alone in the name of the event's organizer.
    function _isAdmin(uint256 key, EventId eventId) internal view returns (bool) {
        uint32 organizer = OrganizerId.unwrap(_event(eventId).organizerId);
        return suite.events.roleOf(organizer, vm.addr(key)) == ITeams.Role.Admin;
    }

    function _mustBeNamed(GhostRight storage right) internal view returns (bool) {
        return right.named && right.tag == 0;
    }

    function _event(EventId eventId) internal view returns (IEventRegistry.Event memory) {
        return suite.events.eventOf(eventId);
    }
}
