// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {BatchHead, ONE_HOLDER, SEATED, TAGGED} from "../types/BatchHead.sol";
import {Holding} from "../types/Holding.sol";
import {RightId} from "../types/RightId.sol";
import {ADMITTED, GRANTED, REBOUND} from "../types/RightStatus.sol";
import {Records} from "./Records.sol";

/// @title The store of rights: one slot a batch, two bits a right, one more slot for a right that was rebound or named.
/// @notice A right exists iff its batch exists and its index is below the batch's count (`BatchHead.covers`). `headOf`
/// and the callers of the cursor check this before they read anything else.
/// @dev The rule for heads that a caller keeps in a variable: only the tail of a head can become stale, because small
/// batches have their statuses there. So `setStatus` writes into the stored head, never into the caller's. A caller
/// reads the status of a right from its own head only before it writes that status. The statuses of other rights are in
/// other bits.
library RightBook {
    /// @dev Batches up to this many rights keep their statuses in their slot, larger ones in words of 128.
    uint256 internal constant STATUSES_IN_HEAD = 16;

    struct Book {
        mapping(uint256 batchKey => BatchHead) heads;
        mapping(uint256 batchKey => mapping(uint256 word => uint256)) statuses;
        mapping(RightId rightId => Holding) holdings;
    }

    /// @notice A right with all that the rules need.
    struct Right {
        BatchHead head;
        Holding holding;
        address holder;
        uint256 status;
    }

    /// @notice The batch, 0 unless the right exists.
    function headOf(Book storage book, RightId rightId) internal view returns (BatchHead head) {
        head = book.heads[rightId.batchKey()];
        if (!head.covers(rightId.index())) head = BatchHead.wrap(0);
    }

    /// @notice The right `rightId`, which exists in the batch `head`.
    function load(Book storage book, RightId rightId, BatchHead head) internal view returns (Right memory right) {
        right.head = head;
        right.status = statusOf(book, rightId, head);
        (right.holder, right.holding) = holderOf(book, rightId, head, right.status);
    }

    /// @notice The present or last holder of the right.
    function holderOf(
        Book storage book,
        RightId rightId,
        BatchHead head,
        uint256 status
    ) internal view returns (address holder, Holding holding) {
        if (status != GRANTED) {
            holding = book.holdings[rightId];
            if (holding.exists()) return (holding.holder(), holding);
        }
        holder = grantedTo(head, rightId.index());
    }

    /// @notice The holder that the right was granted to.
    function grantedTo(BatchHead head, uint256 index) internal view returns (address) {
        return
            head.has(ONE_HOLDER)
                ? head.store()
                : Records.holderIn(head.store(), Records.sizeOf(head.has(SEATED)), index);
    }

    /// @notice The seat of a right; 0 in a class without seats.
    function seatOf(BatchHead head, uint256 index) internal view returns (uint24) {
        if (!head.has(SEATED)) return 0;
        // Narrowing: a grant keeps every seat below the supply, which is at most 2^24.
        if (head.has(ONE_HOLDER)) return uint24(head.firstSeat() + index);
        return Records.seatIn(head.store(), index);
    }

    /// @notice Whether a person tag is bound to the right.
    function isNamed(Right memory right) internal pure returns (bool) {
        return right.head.has(TAGGED) || right.holding.named();
    }

    /// @notice Whether the right's class demands a person tag and the right has none.
    function mustBeNamed(BatchHead head, Holding holding) internal pure returns (bool) {
        return head.needsName() && !holding.named();
    }

    function isLive(uint256 status) internal pure returns (bool) {
        return status <= REBOUND;
    }

    function statusOf(Book storage book, RightId rightId, BatchHead head) internal view returns (uint256) {
        uint256 index = rightId.index();
        uint256 word =
            head.count() > STATUSES_IN_HEAD ? book.statuses[rightId.batchKey()][index >> 7] : BatchHead.unwrap(head);
        return (word >> (2 * (index & 127))) & 3;
    }

    function setStatus(Book storage book, RightId rightId, BatchHead head, uint256 status) internal {
        (uint256 key, uint256 index) = (rightId.batchKey(), rightId.index());
        uint256 shift = 2 * (index & 127);
        if (head.count() > STATUSES_IN_HEAD) {
            uint256 word = book.statuses[key][index >> 7];
            book.statuses[key][index >> 7] = (word & ~(3 << shift)) | (status << shift);
        } else {
            uint256 word = BatchHead.unwrap(book.heads[key]);
            book.heads[key] = BatchHead.wrap((word & ~(3 << shift)) | (status << shift));
        }
    }

    /// @notice The whole batch whose first right is `first`.
    function batchOf(Book storage book, RightId first) internal view returns (IEntryRightRegistry.Batch memory batch) {
        BatchHead head = book.heads[first.batchKey()];
        uint256 count = head.count();
        batch.head = head;
        batch.records = _recordsOf(head);
        batch.statuses = new uint256[]((count + 127) >> 7);
        RightId[] memory rebound = new RightId[](count);
        Holding[] memory holdings = new Holding[](count);
        uint256 found;
        unchecked {
            // i < count <= 1,228 and found <= i.
            for (uint256 i = 0; i < count; ++i) {
                RightId rightId = first.plus(i);
                uint256 status = statusOf(book, rightId, head);
                batch.statuses[i >> 7] |= status << (2 * (i & 127));
                if (status == GRANTED) continue;
                Holding holding = book.holdings[rightId];
                if (!holding.exists()) continue;
                rebound[found] = rightId;
                holdings[found++] = holding;
            }
        }
        assembly ("memory-safe") {
            // Shortens both lists to their filled part.
            mstore(rebound, found)
            mstore(holdings, found)
        }
        (batch.rebound, batch.holdings) = (rebound, holdings);
    }

    /// @dev As they were granted, also for a batch with one holder.
    function _recordsOf(BatchHead head) private view returns (bytes memory records) {
        if (!head.has(ONE_HOLDER)) return Records.load(head.store());
        for (uint256 i = 0; i < head.count(); ++i) {
            records = bytes.concat(records, bytes20(head.store()));
            if (head.has(SEATED)) records = bytes.concat(records, bytes3(seatOf(head, i)));
        }
    }

    /* CURSOR */

    /// @notice Reads and writes the statuses of many rights with one load and one store for each word.
    struct Cursor {
        uint256 batchKey;
        BatchHead head;
        /// The place of `word`: 0 = the head, else one more than the number of a status word.
        uint256 place;
        uint256 word;
        bool dirty;
    }

    /// @notice Moves the cursor to a batch. Returns its head, or 0 if it does not exist.
    function seek(Book storage book, Cursor memory cursor, uint256 batchKey) internal returns (BatchHead head) {
        if (cursor.batchKey == batchKey) return cursor.head;
        flush(book, cursor);
        head = book.heads[batchKey];
        cursor.batchKey = batchKey;
        cursor.head = head;
        cursor.place = 0;
        cursor.word = BatchHead.unwrap(head);
    }

    /// @notice The status of right `index` of the cursor's batch.
    function read(Book storage book, Cursor memory cursor, uint256 index) internal returns (uint256) {
        if (cursor.head.count() > STATUSES_IN_HEAD) {
            uint256 place;
            unchecked {
                // index < 2^11.
                place = (index >> 7) + 1;
            }
            if (cursor.place != place) {
                flush(book, cursor);
                cursor.place = place;
                cursor.word = book.statuses[cursor.batchKey][index >> 7];
            }
        }
        return (cursor.word >> ((index & 127) << 1)) & 3;
    }

    /// @notice Admits a right whose status was read just before and is live.
    function admit(Cursor memory cursor, uint256 index) internal pure {
        uint256 shift = (index & 127) << 1;
        // A live status is below ADMITTED, so its upper bit is clear.
        cursor.word = (cursor.word & ~(REBOUND << shift)) | (ADMITTED << shift);
        cursor.dirty = true;
    }

    /// @notice Writes the cursor's word if it changed.
    function flush(Book storage book, Cursor memory cursor) internal {
        if (!cursor.dirty) return;
        cursor.dirty = false;
        if (cursor.place == 0) book.heads[cursor.batchKey] = BatchHead.wrap(cursor.word);
        else book.statuses[cursor.batchKey][cursor.place - 1] = cursor.word;
    }
}
