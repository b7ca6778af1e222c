// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Counters of 32 bits, eight in a word, numbered by lane.
/// @notice Lane n is bits 32 × (n mod 8) of word n / 8. Lane 0 counts the batches of an event, lane c its class c. So a
/// grant in one of the first seven classes changes only one slot.
library Tally {
    struct Lanes {
        mapping(uint256 word => uint256) words;
    }

    function get(Lanes storage lanes, uint256 lane) internal view returns (uint256) {
        return uint32(lanes.words[lane >> 3] >> (32 * (lane & 7)));
    }

    /// @dev The caller keeps every lane below 2^32.
    function add(Lanes storage lanes, uint256 lane, uint256 n) internal {
        lanes.words[lane >> 3] += n << (32 * (lane & 7));
    }

    /// @dev The caller keeps every lane at 0 or above.
    function sub(Lanes storage lanes, uint256 lane, uint256 n) internal {
        lanes.words[lane >> 3] -= n << (32 * (lane & 7));
    }
}
