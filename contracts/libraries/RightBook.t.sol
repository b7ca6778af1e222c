// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentId} from "../types/AgentId.sol";
import {BatchHead, BatchHeadLib, SEATED} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";
import {ADMITTED, GRANTED, REBOUND} from "../types/RightStatus.sol";
import {RightBook} from "./RightBook.sol";

contract RightBookTest {
    using RightBook for RightBook.Book;
    using RightBook for RightBook.Cursor;

    EventId private constant EVENT = EventId.wrap(7);
    address private constant STORE = address(type(uint160).max);

    /// Sizes around each limit: of a party, of the statuses in the head, of a status word, of a store.
    uint16[12] private _sizes = [1, 2, 4, 15, 16, 17, 127, 128, 129, 256, 257, 1228];

    RightBook.Book private _book;
    /// The same rights, written one by one, where `_book` is written through a cursor.
    RightBook.Book private _plain;

    /* ONE RIGHT */

    /// A change of one status changes neither another status nor another field of the head.
    function test_SetStatus_ChangesOneRightOnly() public {
        for (uint256 batch = 0; batch < _sizes.length; ++batch) {
            BatchHead head = _open(_book, batch);
            uint256 fields = BatchHead.unwrap(head) >> 32;
            uint256 step = _sizes[batch] > 300 ? 61 : 1;
            for (uint256 i = 0; i < _sizes[batch]; i += step) {
                for (uint256 s = 0; s < 4; ++s) {
                    _book.setStatus(_id(batch, i), head, 3 - s);
                    require(_statusOf(_book, batch, i) == 3 - s, "status");
                    if (i >= step) require(_statusOf(_book, batch, i - step) == REBOUND, "right below");
                    if (i + 1 < _sizes[batch]) require(_statusOf(_book, batch, i + 1) == GRANTED, "right above");
                }
                _book.setStatus(_id(batch, i), head, REBOUND);
            }
            require(BatchHead.unwrap(_book.heads[_id(batch, 0).batchKey()]) >> 32 == fields, "fields of the head");
        }
    }

    /// A write with an old copy of the head keeps the later changes of other rights.
    function testFuzz_SetStatus_ForgetsNoNeighbour(uint8[16] calldata statuses) public {
        BatchHead old = _open(_book, 4);
        for (uint256 i = 0; i < 16; ++i) _book.setStatus(_id(4, i), old, statuses[i] % 4);
        for (uint256 i = 0; i < 16; ++i) {
            require(_statusOf(_book, 4, i) == statuses[i] % 4, "forgotten");
        }
    }

    /// The first seat of a party is stored directly above its four statuses.
    function testFuzz_SetStatus_LeavesTheFirstSeat(uint24 seat, uint8[4] calldata statuses) public {
        BatchHead head = BatchHeadLib.pack(AgentId.wrap(9), 3, 4, SEATED).withHolder(STORE, seat);
        _book.heads[_id(0, 0).batchKey()] = head;
        for (uint256 i = 0; i < 4; ++i) _book.setStatus(_id(0, i), head, statuses[i] % 4);
        head = _book.heads[_id(0, 0).batchKey()];
        require(head.firstSeat() == seat, "first seat");
        for (uint256 i = 0; i < 4; ++i) {
            require(_statusOf(_book, 0, i) == statuses[i] % 4, "status");
            require(RightBook.seatOf(head, i) == uint24(uint256(seat) + i), "seat");
        }
    }

    function testFuzz_HeadOf_ExistsBelowTheCountOnly(uint16 batch, uint16 index) public {
        batch %= 12;
        index %= 2048;
        _open(_book, batch);
        require(_book.headOf(_id(batch, index)).exists() == (index < _sizes[batch]), "index");
        require(!_book.headOf(_id(uint256(batch) + 100, index)).exists(), "batch");
    }

    /* CURSOR */

    /// In any order of reads and admissions, across batches, words and rights that do not exist, a cursor reads and
    /// writes the same as single calls.
    function testFuzz_Cursor_DoesAsOneByOne(uint256[] calldata steps) public {
        for (uint256 batch = 0; batch < _sizes.length; ++batch) {
            _open(_book, batch);
            _open(_plain, batch);
        }
        _scatterStatuses(steps.length);

        RightBook.Cursor memory cursor;
        for (uint256 i = 0; i < steps.length; ++i) {
            // Eight steps for each seed, because the fuzzer rarely makes long lists.
            for (uint256 j = 0; j < 8; ++j) _step(cursor, uint32(steps[i] >> (32 * j)));
        }
        _book.flush(cursor);

        for (uint256 batch = 0; batch < _sizes.length; ++batch) {
            uint256 key = _id(batch, 0).batchKey();
            require(
                BatchHead.unwrap(_book.heads[key]) == BatchHead.unwrap(_plain.heads[key]),
                "heads differ after the cursor"
            );
            for (uint256 word = 0; word < 10; ++word) {
                require(_book.statuses[key][word] == _plain.statuses[key][word], "words differ after the cursor");
            }
        }
    }

    /// Reads A, B and A again in one call, for batches with statuses in the head, in words, and mixed.
    function test_Cursor_ComesBackToABatch() public {
        for (uint256 a = 0; a < _sizes.length; ++a) {
            for (uint256 b = 0; b < _sizes.length; ++b) {
                if (a == b) continue;
                _open(_book, a);
                _open(_book, b);
                RightBook.Cursor memory cursor;
                _admit(cursor, a, 0);
                _admit(cursor, b, _sizes[b] - 1);
                _book.seek(cursor, _id(a, 0).batchKey());
                require(_book.read(cursor, 0) == ADMITTED, "A is as it was left");
                _admit(cursor, a, _sizes[a] - 1);
                _book.flush(cursor);
                require(_statusOf(_book, a, 0) == ADMITTED, "first of A");
                require(_statusOf(_book, a, _sizes[a] - 1) == ADMITTED, "last of A");
                require(_statusOf(_book, b, _sizes[b] - 1) == ADMITTED, "last of B");
                _close(a);
                _close(b);
            }
        }
    }

    function _step(RightBook.Cursor memory cursor, uint32 step) private {
        uint256 batch = step % 13; // one more than the number of batches
        uint256 index = (step >> 8) % 1300;
        if (batch < 12 && step & 0x80 == 0) index %= _sizes[batch];
        RightId rightId = _id(batch, index);
        bool covered = _book.seek(cursor, rightId.batchKey()).covers(index);
        BatchHead plain = _plain.headOf(rightId);
        require(covered == plain.exists(), "existence");
        if (!covered) return;
        uint256 status = _book.read(cursor, index);
        require(status == _plain.statusOf(rightId, plain), "status");
        if (!RightBook.isLive(status)) return;
        cursor.admit(index);
        _plain.setStatus(rightId, plain, ADMITTED);
    }

    function _admit(RightBook.Cursor memory cursor, uint256 batch, uint256 index) private {
        require(_book.seek(cursor, _id(batch, index).batchKey()).covers(index), "no such right");
        uint256 status = _book.read(cursor, index);
        if (RightBook.isLive(status)) cursor.admit(index);
    }

    /// Sets a different status every few rights, the same in both books.
    function _scatterStatuses(uint256 seed) private {
        for (uint256 batch = 0; batch < _sizes.length; ++batch) {
            for (uint256 i = 0; i < _sizes[batch]; i += 1 + (i / 8)) {
                uint256 status = uint256(keccak256(abi.encode(seed, batch, i))) % 4;
                RightId rightId = _id(batch, i);
                _book.setStatus(rightId, _book.headOf(rightId), status);
                _plain.setStatus(rightId, _plain.headOf(rightId), status);
            }
        }
    }

    function _open(RightBook.Book storage book, uint256 batch) private returns (BatchHead head) {
        head = BatchHeadLib.pack(AgentId.wrap(type(uint32).max), 64, _sizes[batch], 0).withStore(STORE);
        book.heads[_id(batch, 0).batchKey()] = head;
    }

    function _close(uint256 batch) private {
        for (uint256 word = 0; word < 10; ++word) delete _book.statuses[_id(batch, 0).batchKey()][word];
    }

    function _statusOf(RightBook.Book storage book, uint256 batch, uint256 i) private view returns (uint256) {
        RightId rightId = _id(batch, i);
        return book.statusOf(rightId, book.headOf(rightId));
    }

    function _id(uint256 batch, uint256 index) private pure returns (RightId) {
        return RightIdLib.pack(EVENT, batch, index);
    }
}
