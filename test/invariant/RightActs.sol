// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../../contracts/interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {ISaleHook} from "../../contracts/interfaces/ISaleHook.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {RightId, RightIdLib} from "../../contracts/types/RightId.sol";
import {Ghost, GhostRight} from "./Ghost.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";

/// @notice What happens to rights before doors open: grant, return, revoke, reopen, rebind, name. Each act tells whether
/// it succeeded, in the sense that it changed what it was to change.
abstract contract RightActs is Ghost, ISaleHook {
    /// What the sale hook, asked in the grant at hand, tried and managed.
    uint32 private _reopenedInside;

    /* GRANT */

    function _grant() internal returns (bool) {
        Order memory o;
        o.eventId = _anyEvent();
        IEventRegistry.Event memory event_ = _event(o.eventId);
        o.classId = uint8(1 + dice.roll(event_.classCount));
        o.agentId = AgentId.wrap(uint32(1 + dice.roll(AGENTS)));
        IEventRegistry.Class memory class = suite.events.classOf(o.eventId, o.classId);
        (o.scope, o.maxPerPerson, o.maxRebinds) = (event_.scope, event_.maxPerPerson, event_.maxRebinds);
        (o.seated, o.named) = (class.seated, class.named);
        o.tagged = event_.identityVerifier != address(0) && ((class.named && !class.reserved) || dice.oneIn(2));

        uint256 count = _countOfGrant(class.supply);
        bytes memory records = _fill(o, count, class.supply);
        bytes[] memory evidence = _evidence(o);
        o.minLive = uint32(dice.oneIn(4) ? dice.roll(count + 1) : 0);

        _reopenedInside = 0;
        bool ok = _do(
            _agentKey(o.agentId),
            address(suite.rights),
            abi.encodeCall(
                IEntryRightRegistry.grant,
                (o.eventId, o.classId, o.agentId, records, evidence, new bytes(dice.roll(40)), o.minLive)
            )
        );
        if (!ok) return false;
        _granted(o);
        freed[o.eventId][o.classId] -= _reopenedInside;
        return true;
    }

    /// @dev A lone right, a few, more than fit the head of a batch, and more than fit one word of statuses.
    function _countOfGrant(uint256 supply) private returns (uint256) {
        uint256 sort = dice.roll(12);
        if (sort < 4) return 1;
        if (sort < 10 || supply < 100) return 2 + dice.roll(4);
        return sort == 10 ? 15 + dice.roll(4) : 126 + dice.roll(6);
    }

    function _fill(Order memory o, uint256 count, uint256 supply) private returns (bytes memory records) {
        o.holders = new address[](count);
        o.seats = new uint24[](count);
        o.tags = new bytes32[](count);
        o.attested = new bool[](count);
        bool party = dice.oneIn(2);
        uint256 holder = dice.roll(HOLDERS);
        bool row = !dice.oneIn(4);
        uint256 seat = dice.roll(supply);
        for (uint256 i = 0; i < count; ++i) {
            o.holders[i] = holders[party ? holder : dice.roll(HOLDERS)];
            o.tags[i] = bytes32(1 + dice.roll(PERSONS));
            records = bytes.concat(records, bytes20(o.holders[i]));
            if (!o.seated) continue;
            o.seats[i] = uint24(row ? (seat + i) % supply : dice.roll(supply));
            records = bytes.concat(records, bytes3(o.seats[i]));
        }
    }

    function _evidence(Order memory o) private returns (bytes[] memory evidence) {
        if (!o.tagged) return evidence;
        evidence = new bytes[](o.holders.length);
        for (uint256 i = 0; i < evidence.length; ++i) {
            // Evidence for another holder is as good as none.
            bool good = !dice.oneIn(8);
            o.attested[i] = good && attested[o.scope];
            address holder = good ? o.holders[i] : address(this);
            evidence[i] = _attest(o.scope, o.tags[i], holder, o.agentId, RightId.wrap(0));
        }
    }

    /// @inheritdoc ISaleHook
    /// @dev Reopens a freed place of its class if there is one.
    function beforeGrant(
        RightId first,
        uint8 classId,
        AgentId,
        bytes calldata,
        bytes32[] calldata,
        bytes calldata
    ) external override {
        try suite.rights.reopen(first.eventId(), classId, 1) {
            _reopenedInside = 1;
        } catch {}
    }

    /* RETURN, REVOKE, REOPEN */

    function _return() internal returns (bool returned) {
        if (rightList.length == 0) return false;
        GhostRight memory first = _anyRight();
        IEntryRightRegistry.SignedReturn[] memory wishes = new IEntryRightRegistry.SignedReturn[](1);
        IEntryRightRegistry.SignedReturn memory wish = wishes[0];
        (wish.rightId, wish.rebinds) = (first.id, first.rebinds);
        if (dice.oneIn(8)) ++wish.rebinds;
        wish.count = uint8(dice.oneIn(8) ? dice.roll(20) : 1 + dice.roll(3));
        wish.expiresAt = uint64(block.timestamp + (dice.oneIn(8) ? 0 : 1));
        uint256 signer = dice.oneIn(8) ? dice.roll(HOLDERS) : holderNumber[first.holder];
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Return(uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt)"),
                wish.rightId,
                wish.count,
                first.holder,
                wish.rebinds,
                wish.expiresAt
            )
        );
        wish.signature = dice.oneIn(16) ? bytes("no signature") : _signStatement(signer, structHash);
        bool valid =
            wish.signature.length > 12 &&
                holders[signer] == first.holder &&
                wish.expiresAt > block.timestamp &&
                wish.count > 0 &&
                wish.count <= 8 &&
                block.timestamp < _event(first.id.eventId()).returnUntil;
        require(
            _do(STRANGER, address(suite.rights), abi.encodeCall(IEntryRightRegistry.returnRights, (wishes))),
            "8: a return reverted"
        );
        if (!valid) return false;
        for (uint256 i = 0; i < wish.count; ++i) {
            RightId id = first.id.plus(i);
            if (!_exists(id)) break;
            GhostRight storage right = _ghost(id);
            if (!_isLive(right) || right.holder != first.holder || right.rebinds != wish.rebinds) continue;
            _voided(id);
            returned = true;
        }
    }

    function _revoke() internal returns (bool revoked) {
        if (rightList.length == 0) return false;
        GhostRight memory first = _anyRight();
        RightId[] memory ids = new RightId[](1 + dice.roll(3));
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = first.id.plus(i);
        uint256 key = _keyFor(first);
        if (!_do(key, address(suite.rights), abi.encodeCall(IEntryRightRegistry.revoke, (ids, "reason")))) return false;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (!_exists(ids[i])) continue;
            GhostRight storage right = _ghost(ids[i]);
            if (!_isLive(right)) continue;
            bool alone = (key >= 20 && key != STRANGER) || _isAdmin(key, right.id.eventId());
            require(alone || _mustBeNamed(right), "11: revoked by a stranger, or by a mere member of the organizer");
            _voided(ids[i]);
            revoked = true;
        }
    }

    function _reopen() internal returns (bool) {
        (EventId eventId, uint8 classId) = _classToReopen();
        uint256 left = freed[eventId][classId];
        uint256 key = _organizerKey(_event(eventId).organizerId);
        if (!suite.events.classOf(eventId, classId).seated) {
            uint32 n = uint32(1 + dice.roll(left + 1));
            bytes memory data = abi.encodeCall(IEntryRightRegistry.reopen, (eventId, classId, n));
            if (!_do(key, address(suite.rights), data)) return false;
            require(n <= left, "1: more reopened than freed");
            freed[eventId][classId] -= n;
            return true;
        }
        return _reopenSeat(eventId, classId, key);
    }

    /// @dev Most classes have nothing to reopen: the next that has, from a class of any event on.
    function _classToReopen() private returns (EventId eventId, uint8 classId) {
        eventId = _anyEvent();
        uint32 count = suite.events.eventCount();
        for (uint32 i = 1; true; ++i) {
            uint8 classes = _event(eventId).classCount;
            classId = uint8(1 + dice.roll(classes));
            for (uint256 j = 0; j < classes; ++j) {
                if (freed[eventId][classId] != 0) return (eventId, classId);
                classId = (classId % classes) + 1;
            }
            if (i == count) return (eventId, classId);
            eventId = EventId.wrap((EventId.unwrap(eventId) % count) + 1);
        }
    }

    function _reopenSeat(EventId eventId, uint8 classId, uint256 key) private returns (bool) {
        uint256 supply = suite.events.classOf(eventId, classId).supply;
        uint24 seat = uint24(dice.roll(supply));
        for (uint256 i = 0; i < supply && seats[eventId][classId][seat] != SEAT_FREED; ++i) {
            seat = uint24((seat + 1) % supply);
        }
        // Sometimes twice, which must fail.
        uint24[] memory list = new uint24[](dice.oneIn(8) ? 2 : 1);
        for (uint256 i = 0; i < list.length; ++i) list[i] = seat;
        bytes memory data = abi.encodeCall(IEntryRightRegistry.reopenSeats, (eventId, classId, list));
        if (!_do(key, address(suite.rights), data)) return false;
        require(
            list.length == 1 && seats[eventId][classId][seat] == SEAT_FREED,
            "7: a seat reopened that is not freed"
        );
        seats[eventId][classId][seat] = SEAT_FREE;
        --freed[eventId][classId];
        return true;
    }

    /* REBIND, NAME */

    function _rebind() internal returns (bool) {
        if (rightList.length == 0) return false;
        GhostRight memory right = _anyRight();
        address holder = dice.oneIn(16) ? address(0) : holders[dice.roll(HOLDERS)];
        uint256 key = _keyFor(right);
        bool consented = true;
        bytes memory proof;
        if (right.tag != 0) {
            proof = _attest(_event(right.id.eventId()).scope, right.tag, holder, right.agentId, right.id);
        } else {
            uint256 signer = dice.oneIn(8) ? dice.roll(HOLDERS) : holderNumber[right.holder];
            consented = holders[signer] == right.holder;
            proof = _consent(right, holder, signer);
        }
        bytes memory data = abi.encodeCall(IEntryRightRegistry.rebind, (right.id, holder, proof));
        if (!_do(key, address(suite.rights), data)) return false;
        require(holder != address(0) && holder != right.holder, "12: rebound to no key, or to its own");
        require(consented || _isAdmin(key, right.id.eventId()), "4: rebound without its holder's consent");
        _rebound(right.id, holder);
        return true;
    }

    function _consent(GhostRight memory right, address holder, uint256 signer) private view returns (bytes memory) {
        uint64 expiresAt = uint64(block.timestamp + 1);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Rebind(uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt)"),
                right.id,
                right.holder,
                holder,
                right.rebinds,
                expiresAt
            )
        );
        return abi.encodePacked(expiresAt, _signStatement(signer, structHash));
    }

    function _name() internal returns (bool) {
        (bool found, GhostRight memory right) = _nameless();
        if (!found) return false;
        IEventRegistry.Event memory event_ = _event(right.id.eventId());
        address holder = dice.oneIn(2) ? right.holder : holders[dice.roll(HOLDERS)];
        bytes32 tag = bytes32(1 + dice.roll(PERSONS));
        bytes memory evidence = _attest(event_.scope, tag, holder, right.agentId, right.id);
        bytes memory data = abi.encodeCall(IEntryRightRegistry.nameRight, (right.id, holder, evidence));
        if (!_do(_keyFor(right), address(suite.rights), data)) return false;
        require(attested[event_.scope], "6: named without an attester");
        require(_claimed(event_.scope, tag, right.id, event_.maxPerPerson), "6: named beyond what a person may have");
        _rebound(right.id, holder);
        _ghost(right.id).tag = tag;
        return true;
    }

    function _nameless() private returns (bool found, GhostRight memory right) {
        uint256 start = dice.roll(rightList.length + 1);
        for (uint256 i = 0; i < rightList.length; ++i) {
            GhostRight storage candidate = rightList[(start + i) % rightList.length];
            if (_mustBeNamed(candidate) && _isLive(candidate)) return (true, candidate);
        }
    }

    /* NONSENSE */

    /// @dev No such right, no such holder: refused at every door.
    function _nonsense() internal returns (bool) {
        RightId id = _noRight();
        IEntryRightRegistry rights = suite.rights;
        uint256 key = 1 + dice.roll(ORGANIZERS);
        (bool ok, ) = address(rights).call(abi.encodeCall(IEntryRightRegistry.rightOf, (id)));
        require(!ok, "12: a view of a right that is none");
        require(!_do(key, address(rights), abi.encodeCall(rights.rebind, (id, holders[0], ""))), "12: rebind");
        require(!_do(key, address(rights), abi.encodeCall(rights.nameRight, (id, holders[0], ""))), "12: name a right");
        RightId[] memory ids = new RightId[](1);
        ids[0] = id;
        // Passed over: the invariants compare all that there is with the book, and nothing may have changed.
        require(_do(key, address(rights), abi.encodeCall(rights.revoke, (ids, ""))), "12: revoke");
        IEntryRightRegistry.SignedReturn[] memory wishes = new IEntryRightRegistry.SignedReturn[](1);
        wishes[0] = IEntryRightRegistry.SignedReturn(id, 1, 0, type(uint64).max, _signStatement(0, ""));
        require(_do(key, address(rights), abi.encodeCall(rights.returnRights, (wishes))), "12: return");
        return true;
    }

    /// @dev Just past the end of a batch or of an event's batches, or of no event.
    function _noRight() internal returns (RightId) {
        EventId eventId = _anyEvent();
        uint256 count = batches[eventId].length;
        uint256 sort = dice.roll(4);
        if (sort == 0) return RightId.wrap(0);
        if (sort == 1) return RightIdLib.pack(EventId.wrap(suite.events.eventCount() + 1), 0, 0);
        if (sort == 2 || count == 0) return RightIdLib.pack(eventId, count, 0);
        uint256 batch = dice.roll(count);
        return RightIdLib.pack(eventId, batch, batches[eventId][batch] + dice.roll(2));
    }

    /* CHOOSE */

    function _anyEvent() internal returns (EventId) {
        return EventId.wrap(uint32(1 + dice.roll(suite.events.eventCount())));
    }

    /// @dev Live, if there is one among a few.
    function _anyRight() internal returns (GhostRight memory) {
        uint256 spot = dice.roll(rightList.length);
        for (uint256 tries = dice.roll(4); tries != 0 && !_isLive(rightList[spot]); --tries) {
            spot = dice.roll(rightList.length);
        }
        return rightList[spot];
    }

    /// @dev Of the organizer or of the issuing agent, seldom of a stranger.
    function _keyFor(GhostRight memory right) internal returns (uint256) {
        if (dice.oneIn(8)) return STRANGER;
        if (dice.oneIn(2)) return _agentKey(right.agentId);
        return _organizerKey(_event(right.id.eventId()).organizerId);
    }

    /// @dev Below 20: an admin, seldom a member.
    function _organizerKey(OrganizerId organizerId) internal returns (uint256) {
        return OrganizerId.unwrap(organizerId) + (dice.oneIn(8) ? 10 : 0);
    }

    /// @dev 20 and above.
    function _agentKey(AgentId agentId) internal returns (uint256) {
        return 20 + AgentId.unwrap(agentId) + (dice.oneIn(8) ? 10 : 0);
    }
}
