// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RightId} from "./RightId.sol";

/// @notice What a gate let in, one word: `rightId 64 | count 8 | issuedAt 64 | challenge 64 | scannedAt 40 | lane 16`,
/// most significant first. It travels unchanged from the gate's journal through calldata to the log.
/// - `rightId`, `count`: the rights [rightId, rightId + count) of one batch, as their holder signed them;
/// - `issuedAt` (seconds), `challenge` (0 = time mode): as the holder signed them;
/// - `scannedAt` (seconds), `lane`: as the gate noted them.
type Entry is uint256;

using EntryLib for Entry global;

library EntryLib {
    function pack(
        RightId rightId_,
        uint8 count_,
        uint64 issuedAt_,
        bytes8 challenge_,
        uint40 scannedAt_,
        uint16 lane_
    ) internal pure returns (Entry) {
        return
            Entry.wrap(
                (uint256(RightId.unwrap(rightId_)) << 192) |
                    (uint256(count_) << 184) |
                    (uint256(issuedAt_) << 120) |
                    (uint256(uint64(challenge_)) << 56) |
                    (uint256(scannedAt_) << 16) |
                    lane_
            );
    }

    function rightId(Entry entry) internal pure returns (RightId) {
        return RightId.wrap(uint64(Entry.unwrap(entry) >> 192));
    }

    /// @notice The event of the right, as a number, because the entry is not checked yet.
    function eventNumber(Entry entry) internal pure returns (uint256) {
        return Entry.unwrap(entry) >> 224;
    }

    /// @notice Event and batch of the right, see `RightId.batchKey`.
    function batchKey(Entry entry) internal pure returns (uint256) {
        return Entry.unwrap(entry) >> 203;
    }

    /// @notice Index of the right in its batch.
    function index(Entry entry) internal pure returns (uint256) {
        return (Entry.unwrap(entry) >> 192) & 0x7ff;
    }

    function count(Entry entry) internal pure returns (uint256) {
        return uint8(Entry.unwrap(entry) >> 184);
    }

    function issuedAt(Entry entry) internal pure returns (uint256) {
        return uint64(Entry.unwrap(entry) >> 120);
    }

    function challenge(Entry entry) internal pure returns (bytes8) {
        return bytes8(uint64(Entry.unwrap(entry) >> 56));
    }

    function scannedAt(Entry entry) internal pure returns (uint256) {
        return uint40(Entry.unwrap(entry) >> 16);
    }

    function lane(Entry entry) internal pure returns (uint16) {
        return uint16(Entry.unwrap(entry));
    }
}
