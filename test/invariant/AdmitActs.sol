// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../../contracts/interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../../contracts/interfaces/IEventRegistry.sol";
import {vm} from "../../contracts/mocks/Vm.sol";
import {Entry, EntryLib} from "../../contracts/types/Entry.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {OrganizerId} from "../../contracts/types/OrganizerId.sol";
import {RightId} from "../../contracts/types/RightId.sol";
import {GhostRight} from "./Ghost.sol";
import {RightActs} from "./RightActs.sol";

/// @notice What gates do.
abstract contract AdmitActs is RightActs {
    struct Shown {
        RightId id;
        uint8 count;
        uint64 issuedAt;
        bytes8 challenge;
        uint40 scannedAt;
        bool signed;
    }

    function _admit() internal returns (bool admitted) {
        EventId eventId = _openEvent();
        IEventRegistry.Event memory event_ = _event(eventId);
        uint256 count = dice.roll(4);
        Shown[] memory shown = new Shown[](count);
        Entry[] memory entries = new Entry[](count);
        bytes memory signatures;
        for (uint256 i = 0; i < count; ++i) {
            bytes memory signature;
            (shown[i], entries[i], signature) = _show(eventId, event_);
            signatures = abi.encodePacked(signatures, uint16(signature.length), signature);
        }
        bool framed = !dice.oneIn(16);
        if (!framed) signatures = abi.encodePacked(signatures, "x");
        bytes memory data = abi.encodeCall(IEntryRightRegistry.admit, (eventId, entries, signatures));
        uint256 key = _gateKey(event_.organizerId, SCANNER);
        if (!_do(key, address(suite.rights), data)) return false;
        require(gates[eventId][eras[eventId]][vm.addr(key)], "11: admitted by a key that is no gate of this era");
        require(framed, "3: broken framing accepted");
        require(block.timestamp >= event_.doorsOpenAt && !cancelled[eventId], "3: admitted while doors are closed");
        for (uint256 i = 0; i < count; ++i) {
            if (_passed(eventId, event_, shown[i])) admitted = true;
        }
    }

    /// @dev A code that its holder shows; now and then a bad one in one way or another.
    function _show(
        EventId eventId,
        IEventRegistry.Event memory event_
    ) private returns (Shown memory s, Entry entry, bytes memory signature) {
        s.id = dice.oneIn(16) || rightList.length == 0 ? _noRight() : _rightOf(eventId);
        s.count = uint8(dice.oneIn(16) ? dice.roll(20) : 1 + dice.roll(3));
        s.scannedAt = uint40(_scannedAt(event_));
        if (dice.oneIn(2)) s.challenge = bytes8(uint64(1 + dice.roll(100)));
        // In time mode 600 seconds are allowed.
        s.issuedAt = uint64(s.scannedAt + 605 - dice.roll(dice.oneIn(4) ? 1_220 : 1_000));

        address holder = _exists(s.id) ? _ghost(s.id).holder : holders[0];
        uint256 signer = dice.oneIn(8) ? dice.roll(HOLDERS) : holderNumber[holder];
        s.signed = holders[signer] == holder;
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"),
                s.id,
                s.count,
                holder,
                s.issuedAt,
                s.challenge
            )
        );
        signature = _signStatement(signer, structHash);
        if (dice.oneIn(16)) {
            // One bit, anywhere.
            signature[dice.roll(signature.length)] ^= bytes1(uint8(1 << dice.roll(8)));
            s.signed = false;
        }
        entry = EntryLib.pack(s.id, s.count, s.issuedAt, s.challenge, s.scannedAt, uint16(dice.roll(1 << 16)));
    }

    /// @dev What must come of it, and whether anything did.
    function _passed(
        EventId eventId,
        IEventRegistry.Event memory event_,
        Shown memory s
    ) private returns (bool admitted) {
        if (s.id.eventId() != eventId || s.count == 0 || s.count > 8 || !_exists(s.id) || !s.signed) return false;
        if (s.scannedAt < event_.doorsOpenAt || s.scannedAt >= event_.doorsCloseAt) return false;
        if (s.challenge == 0 && (s.issuedAt + 600 < s.scannedAt || s.scannedAt + 600 < s.issuedAt)) return false;
        address holder = _ghost(s.id).holder;
        for (uint256 i = 0; i < s.count; ++i) {
            RightId id = s.id.plus(i);
            if (!_exists(id)) break;
            GhostRight storage right = _ghost(id);
            if (right.holder != holder || !_isLive(right) || s.issuedAt < right.reboundAt || _mustBeNamed(right))
                continue;
            _admitted(id);
            admitted = true;
        }
    }

    function _admitByHand() internal returns (bool admitted) {
        EventId eventId = _openEvent();
        IEventRegistry.Event memory event_ = _event(eventId);
        uint256 key = _gateKey(event_.organizerId, DESK);
        uint256 scannedAt = _scannedAt(event_);
        RightId[] memory ids = new RightId[](1 + dice.roll(3));
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = dice.oneIn(16) || rightList.length == 0 ? _noRight() : _rightOf(eventId);
        }
        uint256 limit = suite.events.gateOf(eventId, vm.addr(key)).byHandLimit;
        bytes memory data = abi.encodeCall(
            IEntryRightRegistry.admitByHand,
            (eventId, ids, uint40(scannedAt), "identity card")
        );
        if (!_do(key, address(suite.rights), data)) return false;
        require(gates[eventId][eras[eventId]][vm.addr(key)], "11: admitted by a key that is no gate of this era");
        require(block.timestamp >= event_.doorsOpenAt && !cancelled[eventId], "3: admitted while doors are closed");
        if (scannedAt < event_.doorsOpenAt || scannedAt >= event_.doorsCloseAt) return false;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (!_exists(ids[i]) || ids[i].eventId() != eventId) continue;
            GhostRight storage right = _ghost(ids[i]);
            if (!_isLive(right) || _mustBeNamed(right)) continue;
            _admitted(ids[i]);
            require(++byHand[eventId][vm.addr(key)] <= limit, "3: more by hand than a desk may");
            admitted = true;
        }
    }

    /* CHOOSE */

    /// @dev Mostly within the doors' window, else at or just beside its ends.
    function _scannedAt(IEventRegistry.Event memory event_) private returns (uint256) {
        if (dice.oneIn(8)) return event_.doorsOpenAt - dice.roll(2);
        if (dice.oneIn(8)) return event_.doorsCloseAt - dice.roll(2);
        return event_.doorsOpenAt + dice.roll(event_.doorsCloseAt - event_.doorsOpenAt);
    }

    /// @dev An event whose doors have opened, if there is one.
    function _openEvent() private returns (EventId eventId) {
        eventId = _anyEvent();
        uint32 count = suite.events.eventCount();
        for (uint256 i = 0; i < count; ++i) {
            if (block.timestamp >= _event(eventId).doorsOpenAt && !cancelled[eventId]) return eventId;
            eventId = EventId.wrap((EventId.unwrap(eventId) % count) + 1);
        }
    }

    /// @dev A right of the event, live if there is one; seldom of any other.
    function _rightOf(EventId eventId) private returns (RightId id) {
        uint256 spot = dice.roll(rightList.length);
        id = rightList[spot].id;
        if (dice.oneIn(16)) return id;
        bool wantsLive = !dice.oneIn(4);
        for (uint256 i = 0; i < rightList.length; ++i) {
            GhostRight storage right = rightList[(spot + i) % rightList.length];
            if (right.id.eventId() == eventId && (!wantsLive || _isLive(right))) return right.id;
        }
    }

    function _gateKey(OrganizerId organizerId, uint256 kind) private returns (uint256) {
        uint256 id = dice.oneIn(16) ? 1 + dice.roll(ORGANIZERS) : OrganizerId.unwrap(organizerId);
        return (dice.oneIn(8) ? (dice.oneIn(2) ? SCANNER : DESK) : kind) + id;
    }
}
