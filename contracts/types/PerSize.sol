// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice A number of 32 bits for each size of party, 1 to 4. Size s is bits 32 × (s − 1) and the next.
type PerSize is uint128;

using PerSizeLib for PerSize global;

library PerSizeLib {
    function get(PerSize numbers, uint256 size) internal pure returns (uint256) {
        unchecked {
            // Sizes are at least 1.
            return uint32(PerSize.unwrap(numbers) >> (32 * (size - 1)));
        }
    }

    /// @dev The caller keeps every number below 2^32, so that none carries into the next.
    function plus(PerSize numbers, uint256 size, uint256 n) internal pure returns (PerSize) {
        unchecked {
            // Narrowing: size is at most 4.
            return PerSize.wrap(uint128(PerSize.unwrap(numbers) + (n << (32 * (size - 1)))));
        }
    }

    /// @dev No number of `others` is above its own, so that none borrows from the next.
    function minus(PerSize numbers, PerSize others) internal pure returns (PerSize) {
        unchecked {
            return PerSize.wrap(PerSize.unwrap(numbers) - PerSize.unwrap(others));
        }
    }

    /// @dev The caller keeps every sum below 2^32.
    function plusAll(PerSize numbers, PerSize others) internal pure returns (PerSize) {
        unchecked {
            return PerSize.wrap(PerSize.unwrap(numbers) + PerSize.unwrap(others));
        }
    }

    function toArray(PerSize numbers) internal pure returns (uint32[4] memory array) {
        // Narrowing: `get` returns 32 bits.
        for (uint256 size = 1; size <= 4; ++size) array[size - 1] = uint32(get(numbers, size));
    }
}
