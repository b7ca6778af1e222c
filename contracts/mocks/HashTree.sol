// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The tree of a list for a sale hook, made without assembly: an oracle for SaleTree.
/// @dev `levels[0]` are the leaves, padded with 0 to a power of two; the last level is the root alone.
library HashTree {
    function make(bytes32 domain, bytes32[] memory entries) internal pure returns (bytes16[][] memory levels) {
        uint256 depth;
        while (1 << depth < entries.length) ++depth;
        levels = new bytes16[][](depth + 1);
        levels[0] = new bytes16[](1 << depth);
        for (uint256 i = 0; i < entries.length; ++i) {
            levels[0][i] = bytes16(keccak256(bytes.concat(domain, entries[i])));
        }
        for (uint256 level = 1; level <= depth; ++level) {
            bytes16[] memory below = levels[level - 1];
            levels[level] = new bytes16[](below.length / 2);
            for (uint256 i = 0; i < below.length; i += 2) {
                levels[level][i / 2] = bytes16(keccak256(bytes.concat(below[i], below[i + 1])));
            }
        }
    }

    /// @notice The nodes of a level, one after the other.
    function crown(bytes16[][] memory levels, uint256 level) internal pure returns (bytes memory nodes) {
        for (uint256 i = 0; i < levels[level].length; ++i) nodes = bytes.concat(nodes, levels[level][i]);
    }

    function root(bytes16[][] memory levels) internal pure returns (bytes16) {
        return levels[levels.length - 1][0];
    }

    /// @notice A proof up to, and without, `level`.
    function proof(
        bytes16[][] memory levels,
        uint256 level,
        uint256 position
    ) internal pure returns (bytes memory path) {
        path = bytes.concat(bytes3(uint24(position)));
        for (uint256 i = 0; i < level; ++i) path = bytes.concat(path, levels[i][(position >> i) ^ 1]);
    }
}
