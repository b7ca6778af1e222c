// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The tree of a list for a sale hook, made without assembly: an oracle for SaleTree.
/// @dev `levels[0]` are the leaves, padded with 0 to a power of two; the last level is one node.
library HashTree {
    function make(bytes32 domain, bytes32[] memory entries) internal pure returns (bytes15[][] memory levels) {
        uint256 depth;
        while (1 << depth < entries.length) ++depth;
        levels = new bytes15[][](depth + 1);
        levels[0] = new bytes15[](1 << depth);
        for (uint256 i = 0; i < entries.length; ++i) {
            levels[0][i] = bytes15(keccak256(bytes.concat(domain, entries[i])));
        }
        for (uint256 level = 1; level <= depth; ++level) {
            bytes15[] memory below = levels[level - 1];
            levels[level] = new bytes15[](below.length / 2);
            for (uint256 i = 0; i < below.length; i += 2) {
                levels[level][i / 2] = bytes15(keccak256(bytes.concat(below[i], below[i + 1])));
            }
        }
    }

    /// @notice The nodes of a level, one after the other.
    function crown(bytes15[][] memory levels, uint256 level) internal pure returns (bytes memory nodes) {
        for (uint256 i = 0; i < levels[level].length; ++i) nodes = bytes.concat(nodes, levels[level][i]);
    }

    /// @notice A proof up to, and without, `level`.
    function proof(
        bytes15[][] memory levels,
        uint256 level,
        uint256 position
    ) internal pure returns (bytes memory path) {
        path = bytes.concat(bytes3(uint24(position)));
        for (uint256 i = 0; i < level; ++i) path = bytes.concat(path, levels[i][(position >> i) ^ 1]);
    }
}
