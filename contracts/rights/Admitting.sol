// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {HolderSignatures} from "../libraries/HolderSignatures.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {Statements} from "../libraries/Statements.sol";
import {RightsBase} from "./RightsBase.sol";
import {BatchHead} from "../types/BatchHead.sol";
import {Holding} from "../types/Holding.sol";
import {Entry} from "../types/Entry.sol";
import {EventId} from "../types/EventId.sol";
import {Refusal} from "../types/Refusal.sol";
import {RightId} from "../types/RightId.sol";
import {ADMITTED, GRANTED, VOID} from "../types/RightStatus.sol";

/// @title Admissions: each right once, from doors open on.
abstract contract Admitting is RightsBase {
    using HolderSignatures for bytes32;
    using RightBook for RightBook.Book;
    using RightBook for RightBook.Cursor;

    /// @dev Most seconds between a holder's and a gate's clock in time mode.
    uint256 private constant MAX_CLOCK_DIFFERENCE = 10 minutes;

    /// @dev The event and gate of one call of `admit` or `admitByHand`.
    struct Door {
        EventId eventId;
        address gate;
        uint256 doorsOpenAt;
        /// Seconds from doorsOpenAt to doorsCloseAt.
        uint256 doorsOpenFor;
        bytes32 domainSeparator;
    }

    /// @dev Fills in the times of doors. Reverts unless the gate may admit now. Returns how many rights it may admit by
    /// hand over the whole event.
    function _open(Door memory door) private view returns (uint256 byHandLimit) {
        uint256 doorsCloseAt;
        (door.doorsOpenAt, doorsCloseAt, byHandLimit) = EVENTS.admitTerms(door.eventId, door.gate, _isForwarded());
        door.doorsOpenFor = doorsCloseAt - door.doorsOpenAt;
    }

    /// @inheritdoc IEntryRightRegistry
    function admit(EventId eventId, Entry[] calldata entries, bytes calldata signatures) external {
        Door memory door;
        (door.eventId, door.gate, door.domainSeparator) = (eventId, _msgSender(), _domainSeparatorV4());
        _open(door);

        RightBook.Cursor memory cursor;
        uint256 offset;
        unchecked {
            // i < entries.length.
            for (uint256 i = 0; i < entries.length; ++i) {
                bytes calldata signature;
                (signature, offset) = _nextSignature(signatures, offset, i);
                _admitEntry(door, cursor, entries[i], signature);
            }
        }
        if (offset != signatures.length) revert SignaturesMalformed(entries.length);
        _book.flush(cursor);
    }

    /// @dev `offset` is at most signatures.length, and so is `end`. The signature starts at `offset`.
    function _nextSignature(
        bytes calldata signatures,
        uint256 offset,
        uint256 index
    ) private pure returns (bytes calldata signature, uint256 end) {
        // Assembly, because a slice checks its bounds twice. If the length itself crosses the end of `signatures`, the
        // signature would start after the end, so the check below refuses it too.
        assembly ("memory-safe") {
            let start := add(offset, 2)
            signature.offset := add(signatures.offset, start)
            signature.length := shr(240, calldataload(add(signatures.offset, offset)))
            end := add(start, signature.length)
        }
        if (end > signatures.length) revert SignaturesMalformed(index);
    }

    /// @dev The cases of one entry. Each emits a log, and none reverts:
    ///   right of another event, outside doors, clocks apart in time mode, not 1 to 8 rights, unknown right → refused
    ///   not signed by the holder of the first right                                                    → refused
    ///   else each right alone, see `_admitRight`
    function _admitEntry(
        Door memory door,
        RightBook.Cursor memory cursor,
        Entry entry,
        bytes calldata signature
    ) private {
        if (entry.eventNumber() != EventId.unwrap(door.eventId)) return _refuse(door, entry, Refusal.WrongEvent);
        uint256 scannedAt = entry.scannedAt();
        unchecked {
            // Both sides of each difference are below 2^64. A negative one wraps to more than any bound.
            if (scannedAt - door.doorsOpenAt >= door.doorsOpenFor) return _refuse(door, entry, Refusal.OutsideDoors);
            if (
                scannedAt + MAX_CLOCK_DIFFERENCE - entry.issuedAt() > 2 * MAX_CLOCK_DIFFERENCE && entry.challenge() == 0
            ) return _refuse(door, entry, Refusal.ClockApart);
            if (entry.count() - 1 >= MAX_RANGE) return _refuse(door, entry, Refusal.CountInvalid);
        }
        BatchHead head = _book.seek(cursor, entry.batchKey());
        uint256 index = entry.index();
        if (!head.covers(index)) return _refuse(door, entry, Refusal.RightNonexistent);

        uint256 status = _book.read(cursor, index);
        (address holder, Holding holding) = _book.holderOf(entry.rightId(), head, status);
        bytes32 digest = Statements.entryProofDigest(entry, holder, door.domainSeparator);
        if (digest.signer(signature) != holder) return _refuse(door, entry, Refusal.BadSignature);

        if (entry.count() != 1) return _admitRange(door, cursor, entry, head, holder);
        if (_admitRight(door, entry, entry.rightId(), head, status, holding)) {
            cursor.admit(index);
            emit Admitted(door.eventId, door.gate, entry);
        }
    }

    /// @dev `holder` signed the entry. Only the rights of this holder are admitted.
    function _admitRange(
        Door memory door,
        RightBook.Cursor memory cursor,
        Entry entry,
        BatchHead head,
        address holder
    ) private {
        uint256 admitted;
        uint256 count = entry.count();
        unchecked {
            // count <= 8, so `admitted` fits 8 bits, and the first index < 2^11.
            for (uint256 i = 0; i < count; ++i) {
                RightId rightId = entry.rightId().plus(i);
                uint256 index = entry.index() + i;
                if (!head.covers(index)) {
                    _refuse(door, rightId, Refusal.RightNonexistent);
                    continue;
                }
                uint256 status = _book.read(cursor, index);
                (address other, Holding holding) = _book.holderOf(rightId, head, status);
                if (other != holder) {
                    _refuse(door, rightId, Refusal.WrongHolder);
                } else if (_admitRight(door, entry, rightId, head, status, holding)) {
                    cursor.admit(index);
                    admitted |= 1 << i;
                }
            }
            if (admitted == (1 << count) - 1) emit Admitted(door.eventId, door.gate, entry);
            else if (admitted != 0) emit AdmittedInPart(door.eventId, door.gate, entry, uint8(admitted));
        }
    }

    /// @dev Judges one right whose holder signed the entry. Returns whether it is admitted now; else logs why not.
    function _admitRight(
        Door memory door,
        Entry entry,
        RightId rightId,
        BatchHead head,
        uint256 status,
        Holding holding
    ) private returns (bool) {
        if (status == GRANTED && !head.needsName()) return true;
        if (status == ADMITTED) {
            if (_wasAdmittedByHand[rightId]) emit Contested(door.eventId, door.gate, rightId, entry);
            else emit AlreadyAdmitted(door.eventId, door.gate, rightId, entry);
            return false;
        }
        Refusal why = Refusal.None;
        if (status == VOID) why = Refusal.RightVoid;
        else if (entry.issuedAt() < holding.reboundAt()) why = Refusal.SignedBeforeRebind;
        else if (RightBook.mustBeNamed(head, holding)) why = Refusal.NotNamed;
        if (why == Refusal.None) return true;
        _refuse(door, rightId, why);
        return false;
    }

    function _refuse(Door memory door, Entry entry, Refusal why) private {
        _refuse(door, entry.rightId(), why);
    }

    function _refuse(Door memory door, RightId rightId, Refusal why) private {
        emit AdmissionRefused(door.eventId, door.gate, rightId, why);
    }

    /// @inheritdoc IEntryRightRegistry
    function admitByHand(EventId eventId, RightId[] calldata rights, uint40 scannedAt, bytes32 reason) external {
        Door memory door;
        (door.eventId, door.gate) = (eventId, _msgSender());
        uint256 limit = _open(door);
        if (limit == 0) revert IEventRegistry.GateOnly(eventId, door.gate, true);

        uint256 admitted;
        for (uint256 i = 0; i < rights.length; ++i) {
            RightId rightId = rights[i];
            BatchHead head = _book.headOf(rightId);
            Refusal why = _checkByHand(door, rightId, head, scannedAt);
            if (why != Refusal.None) {
                _refuse(door, rightId, why);
                continue;
            }
            ++admitted;
            _book.setStatus(rightId, head, ADMITTED);
            _wasAdmittedByHand[rightId] = true;
            emit AdmittedByHand(eventId, door.gate, rightId, scannedAt, reason);
        }
        uint256 before = _byHand[eventId][door.gate];
        uint256 left = limit > before ? limit - before : 0;
        if (admitted > left) revert ByHandLimitExceeded(eventId, door.gate, admitted, left);
        _byHand[eventId][door.gate] = before + admitted;
    }

    function _checkByHand(
        Door memory door,
        RightId rightId,
        BatchHead head,
        uint256 scannedAt
    ) private view returns (Refusal) {
        if (rightId.eventId() != door.eventId) return Refusal.WrongEvent;
        unchecked {
            // As in `_admitEntry`.
            if (scannedAt - door.doorsOpenAt >= door.doorsOpenFor) return Refusal.OutsideDoors;
        }
        if (!head.exists()) return Refusal.RightNonexistent;
        RightBook.Right memory right = _book.load(rightId, head);
        Refusal why = _liveOrWhy(right.status);
        if (why == Refusal.None && RightBook.mustBeNamed(head, right.holding)) return Refusal.NotNamed;
        return why;
    }
}
