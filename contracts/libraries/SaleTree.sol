// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The hash tree of a list of holders or persons, see IMerkleSaleHook.
/// @dev A forged entry needs a second preimage of one of at most 2^25 nodes of 120 bits, which is 2^95 hashes; for a
/// list of 50,000, 2^103. A leaf hashes 64 bytes and an inner node 30, so neither stands for the other. Collisions gain
/// nothing, because the maker of the list may list anything. With 15 bytes, 52,416 entries have only 5 levels below a
/// crown that fits into one contract. Assembly, because a level takes 160 gas in place of 420.
library SaleTree {
    uint256 internal constant NODE_SIZE = 15;
    uint256 private constant POSITION_SIZE = 3;
    /// @dev How many nodes fit in 24,576 bytes of code after the first byte.
    uint256 internal constant MAX_CROWN = 1638;
    /// @dev Positions have 24 bits.
    uint256 private constant MAX_LEAVES = 1 << 24;

    /// @notice Whether these bytes are a level of a tree that has `levels` more levels below.
    function isCrown(bytes calldata crown, uint256 levels) internal pure returns (bool) {
        uint256 width = crown.length / NODE_SIZE;
        if (width == 0 || width > MAX_CROWN || width * NODE_SIZE != crown.length) return false;
        return levels <= 24 && width << levels <= MAX_LEAVES;
    }

    /// @notice Bytes of a proof up to a crown that has `levels` below it.
    function sizeOfProof(uint256 levels) internal pure returns (uint256) {
        unchecked {
            // A list has at most 24 levels.
            return POSITION_SIZE + NODE_SIZE * levels;
        }
    }

    /// @notice Whether the proof at `start` of `hookData` shows that `entry` is in the tree.
    /// @dev If the proof does not end within `hookData`, bytes behind it are read, and the answer counts for nothing.
    function proves(
        bytes calldata hookData,
        uint256 start,
        uint256 levels,
        address crown,
        bytes32 domain,
        bytes32 entry
    ) internal view returns (bool isListed) {
        assembly ("memory-safe") {
            let cursor := add(hookData.offset, start)
            let position := shr(232, calldataload(cursor))
            mstore(0x00, domain)
            mstore(0x20, entry)
            // Only the first 15 bytes of a node count. The rest is overwritten or shifted out.
            let node := keccak256(0x00, 0x40)
            cursor := add(cursor, 3)
            for {
                let end := add(cursor, mul(15, levels))
            } lt(cursor, end) {
                cursor := add(cursor, 15)
            } {
                let sibling := calldataload(cursor)
                // The node is the right one of its pair if its position is odd.
                let swap := mul(and(position, 1), xor(node, sibling))
                mstore(0x00, xor(node, swap))
                mstore(0x0f, xor(sibling, swap))
                node := keccak256(0x00, 30)
                position := shr(1, position)
            }
            // A position beyond the crown reads 0 from its code, and no hash is 0.
            mstore(0x00, 0)
            extcodecopy(crown, 0x00, add(1, mul(15, position)), 15)
            isListed := eq(shr(136, mload(0x00)), shr(136, node))
        }
    }
}
