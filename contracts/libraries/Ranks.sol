// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The ranks of a pool: a permutation of [0, parties) that follows from a seed and from the size of the parties.
/// @notice An alternating Feistel network of 24 rounds on pairs (left, right) in [0, a) × [0, b), with a = ⌈√parties⌉ and
/// b = ⌈parties / a⌉. A number is right × a + left. A result that is not below `parties` goes through again (cycle
/// walking). With key = keccak256(seed ‖ size), round k adds keccak256(key ‖ k × 2^64 + other half) / 2 to left if k is
/// even, and to right if it is odd, modulo a or b.
/// @dev 24 rounds, because with 4, 8 or 12 the order of few parties has a bias that a million draws show. Halving the hash
/// keeps the sum below 2^256. Assembly, because a round takes 130 gas in place of 400.
library Ranks {
    uint256 private constant ROUNDS = 24;

    /// @notice What the ranks of a pool have in common.
    struct Pool {
        bytes32 key;
        uint256 parties;
        /// ⌈√parties⌉ and ⌈parties / left⌉.
        uint256 left;
        uint256 right;
    }

    function poolOf(bytes32 seed, uint256 size, uint256 parties) internal pure returns (Pool memory pool) {
        pool.key = keccak256(abi.encode(seed, size));
        pool.parties = parties;
        pool.left = Math.sqrt(parties, Math.Rounding.Ceil);
        // A pool without parties has no ranks, and is never asked.
        if (parties != 0) pool.right = (parties + pool.left - 1) / pool.left;
    }

    /// @dev For `number` < parties; the walk then ends, because it is a cycle through `number`.
    function rankOf(Pool memory pool, uint256 number) internal pure returns (uint256 rank) {
        (bytes32 key, uint256 parties, uint256 a, uint256 b) = (pool.key, pool.parties, pool.left, pool.right);
        rank = number;
        assembly ("memory-safe") {
            mstore(0x00, key)
            for {} 1 {} {
                let left := mod(rank, a)
                let right := div(rank, a)
                for {
                    let k := 0
                } lt(k, ROUNDS) {
                    k := add(k, 2)
                } {
                    mstore(0x20, or(shl(64, k), right))
                    left := mod(add(left, shr(1, keccak256(0x00, 0x40))), a)
                    mstore(0x20, or(shl(64, add(k, 1)), left))
                    right := mod(add(right, shr(1, keccak256(0x00, 0x40))), b)
                }
                rank := add(mul(right, a), left)
                if lt(rank, parties) {
                    break
                }
            }
        }
    }
}
