// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {HolderSignatures} from "../libraries/HolderSignatures.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {SeatMap} from "../libraries/SeatMap.sol";
import {Statements} from "../libraries/Statements.sol";
import {Tally} from "../libraries/Tally.sol";
import {RightsBase} from "./RightsBase.sol";
import {BatchHead, SEATED} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {Refusal} from "../types/Refusal.sol";
import {RightId} from "../types/RightId.sol";
import {VOID} from "../types/RightStatus.sol";

/// @title Returns and revocations before doors open, and reopening of the freed places.
abstract contract Freeing is RightsBase {
    using HolderSignatures for bytes32;
    using RightBook for RightBook.Book;
    using SeatMap for SeatMap.Seats;
    using Tally for Tally.Lanes;

    /* RETURN */

    /// @inheritdoc IEntryRightRegistry
    function returnRights(SignedReturn[] calldata returns_) external {
        EventId eventId;
        uint256 returnUntil;
        for (uint256 i = 0; i < returns_.length; ++i) {
            SignedReturn calldata wish = returns_[i];
            BatchHead head = _book.headOf(wish.rightId);
            if (head.exists() && wish.rightId.eventId() != eventId) {
                eventId = wish.rightId.eventId();
                returnUntil = EVENTS.changeTerms(eventId).returnUntil;
            }
            (Refusal why, address holder) = _checkReturn(wish, head, returnUntil);
            if (why == Refusal.None) _returnRange(wish, head, holder);
            else emit ReturnRefused(wish.rightId.eventId(), wish.rightId, why);
        }
    }

    /// @dev `head` is 0 unless the first right exists. Its holder must have signed for the range.
    function _checkReturn(
        SignedReturn calldata wish,
        BatchHead head,
        uint256 returnUntil
    ) private view returns (Refusal, address holder) {
        if (wish.count == 0 || wish.count > MAX_RANGE) return (Refusal.CountInvalid, holder);
        if (!head.exists()) return (Refusal.RightNonexistent, holder);
        if (block.timestamp >= returnUntil) return (Refusal.WindowClosed, holder);
        if (block.timestamp >= wish.expiresAt) return (Refusal.StatementExpired, holder);
        holder = _book.load(wish.rightId, head).holder;
        bytes32 structHash = Statements.returnOf(wish.rightId, wish.count, holder, wish.rebinds, wish.expiresAt);
        if (_hashTypedDataV4(structHash).signer(wish.signature) != holder) return (Refusal.BadSignature, holder);
        return (Refusal.None, holder);
    }

    function _returnRange(SignedReturn calldata wish, BatchHead head, address holder) private {
        EventId eventId = wish.rightId.eventId();
        for (uint256 i = 0; i < wish.count; ++i) {
            RightId rightId = wish.rightId.plus(i);
            Refusal why = Refusal.RightNonexistent;
            if (head.covers(wish.rightId.index() + i)) {
                RightBook.Right memory right = _book.load(rightId, head);
                why = _liveOrWhy(right.status);
                if (why == Refusal.None && right.holder != holder) why = Refusal.WrongHolder;
                if (why == Refusal.None && right.holding.rebinds() != wish.rebinds) why = Refusal.SignedBeforeRebind;
            }
            if (why == Refusal.None) {
                _void(rightId, head);
                emit RightReturned(eventId, rightId);
            } else {
                emit ReturnRefused(eventId, rightId, why);
            }
        }
    }

    /* REVOKE */

    /// @inheritdoc IEntryRightRegistry
    function revoke(RightId[] calldata rights, bytes32 reason) external {
        for (uint256 i = 0; i < rights.length; ++i) {
            RightId rightId = rights[i];
            BatchHead head = _book.headOf(rightId);
            Refusal why = Refusal.RightNonexistent;
            if (head.exists()) {
                RightBook.Right memory right = _book.load(rightId, head);
                _checkRevoke(rightId, right);
                why = _liveOrWhy(right.status);
            }
            if (why == Refusal.None) {
                _void(rightId, head);
                emit RightRevoked(rightId.eventId(), _msgSender(), rightId, reason);
            } else {
                emit RevocationRefused(rightId.eventId(), rightId, why);
            }
        }
    }

    /// @dev An admin of the organizer may until doors open, the issuing agent until returnUntil, and anyone in [nameBy,
    /// doorsOpenAt) if the right must be named and is not.
    function _checkRevoke(RightId rightId, RightBook.Right memory right) private view {
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(rightId.eventId());
        _checkWindow(rightId, terms.doorsOpenAt);
        if (RightBook.mustBeNamed(right.head, right.holding) && block.timestamp >= terms.nameBy) return;
        IEventRegistry.Authority authority = _checkAuthority(rightId, right.head);
        if (authority == IEventRegistry.Authority.OrganizerMember) revert RightAuthorityMissing(rightId, _msgSender());
        if (authority == IEventRegistry.Authority.Agent) _checkWindow(rightId, terms.returnUntil);
    }

    /// @dev Makes a live right void and frees its place.
    function _void(RightId rightId, BatchHead head) private {
        EventId eventId = rightId.eventId();
        _book.setStatus(rightId, head, VOID);
        // No lane carries, because freed places are at most the taken ones.
        _freed[eventId].add(head.classId(), 1);
        if (head.has(SEATED)) {
            _seats[eventId][head.classId()].set(RightBook.seatOf(head, rightId.index()), SeatMap.FREED);
        }
    }

    /* REOPEN */

    /// @inheritdoc IEntryRightRegistry
    function reopen(EventId eventId, uint8 classId, uint32 places) external {
        if (EVENTS.checkReopen(eventId, classId, _msgSender(), _isForwarded())) {
            revert ReopenKindInvalid(eventId, classId, true);
        }
        _reopen(eventId, classId, places);
        emit PlacesReopened(eventId, classId, _msgSender(), places);
    }

    /// @inheritdoc IEntryRightRegistry
    function reopenSeats(EventId eventId, uint8 classId, uint24[] calldata seats) external {
        if (!EVENTS.checkReopen(eventId, classId, _msgSender(), _isForwarded())) {
            revert ReopenKindInvalid(eventId, classId, false);
        }
        SeatMap.Seats storage map = _seats[eventId][classId];
        for (uint256 i = 0; i < seats.length; ++i) {
            if (map.stateOf(seats[i]) != SeatMap.FREED) revert SeatNotFreed(eventId, classId, seats[i]);
            map.set(seats[i], SeatMap.FREE);
        }
        _reopen(eventId, classId, seats.length);
        emit SeatsReopened(eventId, classId, _msgSender(), seats);
    }

    function _reopen(EventId eventId, uint8 classId, uint256 places) private {
        uint256 freed = _freed[eventId].get(classId);
        if (places > freed) revert ReopenExceedsFreed(eventId, classId, places, freed);
        _freed[eventId].sub(classId, places);
        _taken[eventId].sub(classId, places);
    }
}
