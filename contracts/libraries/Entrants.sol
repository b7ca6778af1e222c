// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PerSize} from "../types/PerSize.sol";
import {Records} from "./Records.sol";

/// @title The list of entrants of a draw, in code: rows of `key 16 bytes ‖ link 4 bytes`, sorted by key.
/// @notice A store is the code `0xFE ‖ rows`, as of Records, and has 1,228 rows; only the last may have fewer. In a store
/// the link of a leader is `0 bit ‖ size 3 bits ‖ number in its pool 28 bits`, that of a companion
/// `1 bit ‖ member 2 bits ‖ row of its leader 29 bits`.
/// @dev A number has 28 bits. The rows for more would cost over 10^12 gas, which no draw's time for entries has room for.
/// Assembly, because a row may take only 800 gas besides the 4,000 of its code.
library Entrants {
    uint256 internal constant ROW_SIZE = 20;
    /// @dev Set in the link of a companion.
    uint256 private constant COMPANION = 0x80000000;

    /// @dev For each store: its address 160 bits ‖ the first 96 bits of its first key.
    struct List {
        mapping(uint256 index => uint256) stores;
    }

    /// @notice Why a row cannot be listed.
    enum Fault {
        None,
        OutOfOrder,
        LinkInvalid,
        StoreFailed
    }

    /* WRITE */

    /// @notice Appends the rows of one store.
    /// @param index Number of the store.
    /// @param rows As the organizer sends them: the link of a leader is the size of its party.
    /// @param last The key that the first one must be above. @param parties Leaders listed so far.
    /// @param solo Whether companions are invalid.
    /// @return fault If it is not `None`, nothing was stored. @return row The faulty one, from 0.
    function append(
        List storage self,
        uint256 index,
        bytes calldata rows,
        uint256 last,
        PerSize parties,
        bool solo
    ) internal returns (Fault fault, uint256 row, uint256, PerSize) {
        uint256 count = rows.length / ROW_SIZE;
        uint256 first = uint128(bytes16(rows));
        address store;
        assembly ("memory-safe") {
            let creation := mload(0x40)
            // PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN, and 0xFE, with which the store begins.
            mstore(
                creation,
                or(shl(232, add(mul(count, ROW_SIZE), 1)), or(shl(248, 0x61), shl(168, 0x80600a5f395ff3fe)))
            )
            let target := add(creation, 11)
            let source := rows.offset
            for {} lt(row, count) {
                row := add(row, 1)
            } {
                let word := calldataload(source)
                let key := shr(128, word)
                if iszero(gt(key, last)) {
                    fault := 1
                    break
                }
                last := key
                let link := and(shr(96, word), 0xffffffff)
                switch lt(link, COMPANION)
                case 1 {
                    // Refuses 0 too, because it wraps around.
                    if gt(sub(link, 1), 3) {
                        fault := 2
                        break
                    }
                    let shift := shl(5, sub(link, 1))
                    let before := and(shr(shift, parties), 0xffffffff)
                    parties := add(parties, shl(shift, 1))
                    link := or(shl(28, link), before)
                }
                default {
                    if or(solo, iszero(and(link, 0x60000000))) {
                        fault := 2
                        break
                    }
                }
                mstore(target, or(shl(128, key), shl(96, link)))
                target := add(target, ROW_SIZE)
                source := add(source, ROW_SIZE)
            }
            if iszero(fault) {
                store := create(0, creation, add(11, mul(count, ROW_SIZE)))
                if iszero(store) {
                    fault := 3
                }
            }
        }
        if (fault == Fault.None) self.stores[index] = (uint256(uint160(store)) << 96) | (first >> 32);
        return (fault, row, last, parties);
    }

    /* READ */

    function storeOf(List storage self, uint256 index) internal view returns (address) {
        return address(uint160(self.stores[index] >> 96));
    }

    /// @notice The link of a key, or 0 if none of the `rows` rows has it.
    /// @dev Keys are hashes, so a guess is mostly right: if the key is between the first and the last of its store, it is
    /// in no other. Else the neighbour, then halving, because an organizer may make keys uneven, and a walk through the
    /// stores would then cost as much as there are stores.
    function linkOf(List storage self, uint256 rows, uint256 key) internal view returns (uint256) {
        if (rows == 0) return 0;
        unchecked {
            // A key is below 2^128, stores and rows below 2^32.
            uint256 high = (rows + Records.MAX_HOLDERS - 1) / Records.MAX_HOLDERS;
            uint256 middle = (key * high) >> 128;
            uint256 low;
            uint256 store = self.stores[middle];
            if (middle != 0 && _isAbove(store, key)) {
                high = middle--;
            } else {
                low = middle + 1;
                // The last store has all keys that are above its first.
                if (low == high || !_endsBelow(store, key)) (low, high) = (middle, low);
                middle += 2;
            }
            // The key can only be in [low, high).
            while (high - low > 1) {
                if (_isAbove(self.stores[middle], key)) high = middle;
                else low = middle;
                middle = (low + high) / 2;
            }
            return _search(self.stores[low], rows, low, key);
        }
    }

    /// @notice What a link means: the party of an entrant. Its size is 0 if a companion has no leader: the row does not
    /// exist, is no leader's, or its party has no such member.
    function partyOf(
        List storage self,
        uint256 rows,
        uint256 link
    ) internal view returns (uint256 size, uint256 number, uint256 member) {
        if (link & COMPANION != 0) {
            uint256 leader = link & 0x1fffffff;
            member = (link >> 29) & 3;
            if (leader >= rows) return (0, 0, 0);
            link = _linkAt(storeOf(self, leader / Records.MAX_HOLDERS), leader % Records.MAX_HOLDERS);
            if (link & COMPANION != 0 || member >= link >> 28) return (0, 0, 0);
        }
        return (link >> 28, link & 0xfffffff, member);
    }

    function isCompanion(uint256 link) internal pure returns (bool) {
        return link & COMPANION != 0;
    }

    /// @notice The link of a leader.
    function linkOfLeader(uint256 size, uint256 number) internal pure returns (uint256) {
        return (size << 28) | number;
    }

    /// @dev Whether a store begins above the key. Reads its first row only if 96 bits are equal.
    function _isAbove(uint256 store, uint256 key) private view returns (bool) {
        if (uint96(store) != key >> 32) return uint96(store) > key >> 32;
        return uint160(Records.holderIn(address(uint160(store >> 96)), ROW_SIZE, 0)) >> 32 > key;
    }

    /// @dev Whether a full store ends below the key.
    function _endsBelow(uint256 store, uint256 key) private view returns (bool) {
        address last = Records.holderIn(address(uint160(store >> 96)), ROW_SIZE, Records.MAX_HOLDERS - 1);
        return uint160(last) >> 32 < key;
    }

    /// @dev The link of the key in the store with this index, or 0.
    function _search(uint256 store, uint256 rows, uint256 index, uint256 key) private view returns (uint256 link) {
        unchecked {
            rows -= index * Records.MAX_HOLDERS;
        }
        uint256 count = rows < Records.MAX_HOLDERS ? rows : Records.MAX_HOLDERS;
        assembly ("memory-safe") {
            store := shr(96, store)
            mstore(0x00, 0)
            let low := 0
            let high := count
            for {} lt(low, high) {} {
                let middle := shr(1, add(low, high))
                extcodecopy(store, 12, add(1, mul(middle, ROW_SIZE)), ROW_SIZE)
                let row := mload(0x00)
                let found := shr(32, row)
                if eq(found, key) {
                    link := and(row, 0xffffffff)
                    break
                }
                switch lt(found, key)
                case 1 {
                    low := add(middle, 1)
                }
                default {
                    high := middle
                }
            }
        }
    }

    function _linkAt(address store, uint256 index) private view returns (uint256) {
        return uint32(uint160(Records.holderIn(store, ROW_SIZE, index)));
    }
}
