// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../../contracts/interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {Vm, vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {BatchHead, ONE_HOLDER, SEATED, TAGGED} from "../../contracts/types/BatchHead.sol";
import {Entry} from "../../contracts/types/Entry.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {Refusal} from "../../contracts/types/Refusal.sol";
import {RightId, RightIdLib} from "../../contracts/types/RightId.sol";
import {RightStatus} from "../../contracts/types/RightStatus.sol";
import {World} from "./World.sol";

/// @notice What the logs tell, added up, and nothing else: it does not know what a call should do. Each log is checked
/// against the windows of its event when it comes, and `check` compares all rights and all counters with the sums.
abstract contract Ledger is World {
    struct Told {
        RightId id;
        address holder;
        RightStatus status;
        AgentId agentId;
        uint8 classId;
        uint24 seat;
        bool named;
        uint8 rebinds;
        /// The person, 0 = nobody, or nobody that was told.
        bytes32 tag;
    }

    /// How often each log came.
    mapping(bytes32 topic => uint256) public comings;

    Told[] internal told;
    /// Position in the list plus one.
    mapping(RightId => uint256) private _spot;
    mapping(EventId => uint256) private _batches;
    mapping(EventId => mapping(uint8 classId => uint256)) private _freed;
    mapping(EventId => mapping(uint8 classId => mapping(AgentId => uint256))) private _used;
    mapping(EventId => mapping(uint8 classId => mapping(uint24 seat => bool))) private _freedSeats;
    mapping(EventId => mapping(uint8 classId => mapping(AgentId => AgentId))) private _parents;
    mapping(EventId => mapping(uint8 classId => mapping(AgentId => uint256))) private _quotas;
    mapping(EventId => mapping(address gate => uint256)) private _byHand;

    /* READ */

    /// @inheritdoc World
    function _noted(Vm.Log memory log) internal override {
        ++comings[log.topics[0]];
        if (log.emitter == address(suite.rights)) _notedOfRights(log);
        if (log.emitter == address(suite.events)) _notedOfEvents(log);
    }

    function _notedOfRights(Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        EventId eventId = EventId.wrap(uint32(uint256(log.topics[1])));
        if (topic == IEntryRightRegistry.RightsGranted.selector) return _notedGrant(eventId, log);
        if (topic == IEntryRightRegistry.PersonsTagged.selector) return _notedPersons(log);
        if (topic == IEntryRightRegistry.GrantRefused.selector) {
            return _notedRefusal(RightId.wrap(uint64(uint256(log.topics[1]))));
        }
        IEventRegistry.Event memory event_ = suite.events.eventOf(eventId);
        if (topic == IEntryRightRegistry.RightReturned.selector) {
            require(block.timestamp < event_.returnUntil, "returned too late");
            return _notedVoid(abi.decode(log.data, (RightId)));
        }
        if (topic == IEntryRightRegistry.RightRevoked.selector) {
            require(block.timestamp < event_.doorsOpenAt, "revoked too late");
            (RightId id, ) = abi.decode(log.data, (RightId, bytes32));
            return _notedVoid(id);
        }
        if (topic == IEntryRightRegistry.PlacesReopened.selector) {
            require(block.timestamp < event_.doorsOpenAt, "reopened too late");
            _freed[eventId][_classIn(log)] -= abi.decode(log.data, (uint32));
        }
        if (topic == IEntryRightRegistry.SeatsReopened.selector) {
            require(block.timestamp < event_.doorsOpenAt, "reopened too late");
            return _notedSeats(eventId, _classIn(log), abi.decode(log.data, (uint24[])));
        }
        if (topic == IEntryRightRegistry.RightRebound.selector) {
            (RightId id, address holder, uint8 rebinds) = abi.decode(log.data, (RightId, address, uint8));
            _notedHolder(id, holder, rebinds);
        }
        if (topic == IEntryRightRegistry.RightNamed.selector) {
            require(block.timestamp < event_.nameBy, "named too late");
            (RightId id, address holder, uint8 rebinds, bytes32 tag) = abi.decode(
                log.data,
                (RightId, address, uint8, bytes32)
            );
            require(!_told(id).named, "named twice");
            _notedHolder(id, holder, rebinds);
            (_told(id).named, _told(id).tag) = (true, tag);
        }
        _notedAdmissions(topic, event_, log);
    }

    function _notedGrant(EventId eventId, Vm.Log memory log) private {
        IEventRegistry.Event memory event_ = suite.events.eventOf(eventId);
        require(block.timestamp >= event_.salesOpenAt && block.timestamp < event_.salesCloseAt, "granted out of sales");
        (RightId first, BatchHead head, bytes memory records) = abi.decode(log.data, (RightId, BatchHead, bytes));
        require(first == RightIdLib.pack(eventId, _batches[eventId]++, 0), "another batch");
        uint256 size = head.has(SEATED) ? 23 : 20;
        uint256 count = records.length / size;
        require(head.count() == count && count != 0, "another count");
        require(!head.has(ONE_HOLDER) || count <= 4, "a party of more than four");
        for (uint256 i = 0; i < count; ++i) {
            Told storage right = told.push();
            right.id = first.plus(i);
            _spot[right.id] = told.length;
            bytes32 record;
            assembly ("memory-safe") {
                record := mload(add(add(records, 0x20), mul(size, i)))
            }
            right.holder = address(bytes20(record));
            (right.agentId, right.classId) = (head.agentId(), head.classId());
            right.named = head.has(TAGGED);
            if (size == 23) right.seat = uint24(uint256(record) >> 72);
        }
        _use(eventId, head.classId(), head.agentId(), int256(count));
    }

    /// @dev For the agent and each above it.
    function _use(EventId eventId, uint8 classId, AgentId agentId, int256 rights) private {
        for (; AgentId.unwrap(agentId) != 0; agentId = _parents[eventId][classId][agentId]) {
            _used[eventId][classId][agentId] = uint256(int256(_used[eventId][classId][agentId]) + rights);
        }
    }

    function _notedPersons(Vm.Log memory log) private {
        RightId first = RightId.wrap(uint64(uint256(log.topics[1])));
        bytes32[] memory tags = abi.decode(log.data, (bytes32[]));
        for (uint256 i = 0; i < tags.length; ++i) _told(first.plus(i)).tag = tags[i];
    }

    function _notedRefusal(RightId id) private {
        Told storage right = _told(id);
        require(right.status == RightStatus.Granted, "refused twice");
        right.status = RightStatus.Void;
        _use(id.eventId(), right.classId, right.agentId, -1);
    }

    function _notedVoid(RightId id) private {
        Told storage right = _told(id);
        require(_isLive(right), "void though not live");
        right.status = RightStatus.Void;
        ++_freed[id.eventId()][right.classId];
        if (suite.events.classOf(id.eventId(), right.classId).seated) {
            _freedSeats[id.eventId()][right.classId][right.seat] = true;
        }
    }

    function _notedSeats(EventId eventId, uint8 classId, uint24[] memory seats) private {
        _freed[eventId][classId] -= seats.length;
        for (uint256 i = 0; i < seats.length; ++i) {
            require(_freedSeats[eventId][classId][seats[i]], "reopened though not freed");
            _freedSeats[eventId][classId][seats[i]] = false;
        }
    }

    function _notedHolder(RightId id, address holder, uint8 rebinds) private {
        Told storage right = _told(id);
        require(_isLive(right), "rebound though not live");
        IEventRegistry.Event memory event_ = suite.events.eventOf(id.eventId());
        bool changed = holder != right.holder;
        require(!changed || block.timestamp < event_.rebindUntil, "rebound too late");
        require(rebinds == right.rebinds + (changed ? 1 : 0), "rebinds miscounted");
        require(rebinds <= event_.maxRebinds, "rebound too often");
        (right.holder, right.rebinds, right.status) = (holder, rebinds, RightStatus.Rebound);
    }

    function _notedAdmissions(bytes32 topic, IEventRegistry.Event memory event_, Vm.Log memory log) private {
        if (topic == IEntryRightRegistry.Admitted.selector) {
            Entry entry = abi.decode(log.data, (Entry));
            _notedEntry(event_, entry, (1 << entry.count()) - 1);
        }
        if (topic == IEntryRightRegistry.AdmittedInPart.selector) {
            (Entry entry, uint8 admitted) = abi.decode(log.data, (Entry, uint8));
            _notedEntry(event_, entry, admitted);
        }
        if (topic == IEntryRightRegistry.AdmittedByHand.selector) {
            (RightId id, uint40 scannedAt, ) = abi.decode(log.data, (RightId, uint40, bytes32));
            _notedAdmission(event_, id, scannedAt);
            ++_byHand[id.eventId()][address(uint160(uint256(log.topics[2])))];
        }
    }

    function _notedEntry(IEventRegistry.Event memory event_, Entry entry, uint256 admitted) private {
        for (uint256 i = 0; i < entry.count(); ++i) {
            if (admitted & (1 << i) != 0) _notedAdmission(event_, entry.rightId().plus(i), entry.scannedAt());
        }
    }

    function _notedAdmission(IEventRegistry.Event memory event_, RightId id, uint256 scannedAt) private {
        require(block.timestamp >= event_.doorsOpenAt && !event_.cancelled, "admitted before doors");
        require(scannedAt >= event_.doorsOpenAt && scannedAt < event_.doorsCloseAt, "scanned outside doors");
        Told storage right = _told(id);
        require(_isLive(right), "admitted though not live");
        IEventRegistry.Class memory class = suite.events.classOf(id.eventId(), right.classId);
        require(right.named || !class.named, "admitted without a name");
        right.status = RightStatus.Admitted;
    }

    function _notedOfEvents(Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        bool designated = topic == IEventRegistry.AgentDesignated.selector;
        if (!designated && topic != IEventRegistry.AgentDelegated.selector) return;
        EventId eventId = EventId.wrap(uint32(uint256(log.topics[1])));
        AgentId agentId = AgentId.wrap(uint32(uint256(log.topics[3])));
        AgentId parent;
        uint32 quota;
        if (designated) quota = abi.decode(log.data, (uint32));
        else (parent, quota) = abi.decode(log.data, (AgentId, uint32));
        _parents[eventId][_classIn(log)][agentId] = parent;
        _quotas[eventId][_classIn(log)][agentId] = quota;
    }

    function _classIn(Vm.Log memory log) private pure returns (uint8) {
        return uint8(uint256(log.topics[2]));
    }

    function _told(RightId id) internal view returns (Told storage) {
        require(_spot[id] != 0, "told of a right that was not granted");
        return told[_spot[id] - 1];
    }

    function _isLive(Told storage right) internal view returns (bool) {
        return right.status == RightStatus.Granted || right.status == RightStatus.Rebound;
    }

    /// @dev After a grant: no agent that it counted for used more than its quota.
    function _checkQuotas(EventId eventId, uint8 classId, AgentId agentId) internal view {
        for (; AgentId.unwrap(agentId) != 0; agentId = _parents[eventId][classId][agentId]) {
            require(_used[eventId][classId][agentId] <= _quotas[eventId][classId][agentId], "used above quota");
        }
    }

    /* COMPARE */

    /// @notice Reads every right and every counter back.
    function check() external view {
        for (uint256 i = 0; i < told.length; ++i) _checkRight(told[i]);
        for (uint32 e = 1; e <= suite.events.eventCount(); ++e) {
            EventId eventId = EventId.wrap(e);
            uint8 classes = suite.events.eventOf(eventId).classCount;
            _checkBatches(eventId);
            for (uint8 c = 1; c <= classes; ++c) _checkClass(eventId, c);
            for (uint256 i = 1; i <= ORGANIZERS; ++i) {
                address desk = vm.addr(DESK + i);
                require(suite.rights.byHandOf(eventId, desk) == _byHand[eventId][desk], "another count by hand");
            }
            _checkPersons(eventId);
        }
    }

    function _checkRight(Told storage kept) private view {
        IEntryRightRegistry.Right memory right = suite.rights.rightOf(kept.id);
        require(right.holder == kept.holder && right.rebinds == kept.rebinds, "another holder");
        require(right.status == kept.status, "another status");
        require(right.agentId == kept.agentId && right.classId == kept.classId, "another origin");
        require(right.seat == kept.seat && right.named == kept.named, "another seat or name");
    }

    /// @dev Batches are as many as were told, and each has as many rights as were told.
    function _checkBatches(EventId eventId) private view {
        uint256 count = suite.rights.batchesOf(eventId);
        require(count == _batches[eventId], "another number of batches");
        for (uint256 b = 0; b < count; ++b) {
            uint256 inBatch = suite.rights.batchOf(eventId, b).head.count();
            require(_spot[RightIdLib.pack(eventId, b, inBatch - 1)] != 0, "more rights than were told");
            require(_spot[RightIdLib.pack(eventId, b, inBatch)] == 0, "fewer rights than were told");
        }
    }

    function _checkClass(EventId eventId, uint8 classId) private view {
        IEventRegistry.Class memory class = suite.events.classOf(eventId, classId);
        uint256[] memory sitting = new uint256[](class.seated ? class.supply : 0);
        uint256 counted;
        for (uint256 i = 0; i < told.length; ++i) {
            Told storage right = told[i];
            if (right.id.eventId() != eventId || right.classId != classId) continue;
            if (suite.rights.rightOf(right.id).status == RightStatus.Void) continue;
            ++counted;
            if (class.seated) ++sitting[right.seat];
        }
        (uint256 granted, uint256 freed) = suite.rights.placesOf(eventId, classId);
        require(granted == counted, "granted is not what there is");
        require(freed == _freed[eventId][classId], "freed is not what was told");
        require(granted + freed <= class.supply, "more than the supply");
        for (uint24 seat = 0; seat < sitting.length; ++seat) {
            (bool held, bool isFreed) = suite.rights.seatOf(eventId, classId, seat);
            require(sitting[seat] <= 1 && held == (sitting[seat] == 1), "another number on a seat");
            require(isFreed == _freedSeats[eventId][classId][seat], "another seat freed");
        }
        for (uint32 a = 1; a <= AGENTS; ++a) {
            AgentId agentId = AgentId.wrap(a);
            require(
                suite.rights.usedBy(eventId, classId, agentId) == _used[eventId][classId][agentId],
                "used is not what was told"
            );
        }
    }

    /// @dev The rights of each person over a scope, counted one by one.
    function _checkPersons(EventId scope) private view {
        IEventRegistry.Event memory event_ = suite.events.eventOf(scope);
        if (event_.identityVerifier == address(0) || event_.scope != scope) return;
        uint256[] memory counts = new uint256[](PERSONS + 1);
        for (uint256 i = 0; i < told.length; ++i) {
            Told storage right = told[i];
            if (right.tag == 0 || right.status == RightStatus.Void) continue;
            IEventRegistry.Event memory its = suite.events.eventOf(right.id.eventId());
            if (its.scope != scope || its.cancelled) continue;
            require(++counts[uint256(right.tag)] <= event_.maxPerPerson, "a person has too many");
            RightId[3] memory places = suite.rights.rightsOfPerson(scope, right.tag);
            require(places[0] == right.id || places[1] == right.id || places[2] == right.id, "a right without a place");
        }
    }
}
