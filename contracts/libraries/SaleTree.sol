// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The hash tree of a list of holders or persons, see IMerkleSaleHook.
/// @dev A forged entry needs a second preimage of one of at most 2^25 nodes of 128 bits, which is 2^103 hashes. A leaf
/// hashes 64 bytes and an inner node 32, so neither stands for the other. Collisions gain nothing, because the maker of
/// the list may list anything, and a listed key that equals another one in 128 bits is a second key of a listed person.
/// Assembly, because a proof takes 115 gas a level in place of 420.
library SaleTree {
    uint256 internal constant NODE_SIZE = 16;
    uint256 private constant POSITION_SIZE = 3;
    uint256 private constant MAX_CROWN = 1024;
    /// @dev Positions have 24 bits.
    uint256 private constant MAX_LEAVES = 1 << 24;

    /// @dev Where proofs are checked: the tree, and the offset of the next proof in `hookData`.
    struct Proofs {
        bytes32 domain;
        address crown;
        uint256 levels;
        uint256 next;
    }

    /// @notice Whether these bytes are a whole level of a tree that has `levels` more levels below.
    function isCrown(bytes calldata crown, uint256 levels) internal pure returns (bool) {
        uint256 width = crown.length / NODE_SIZE;
        return
            width != 0 &&
            width <= MAX_CROWN &&
            width & (width - 1) == 0 &&
            width * NODE_SIZE == crown.length &&
            levels <= 24 &&
            width << levels <= MAX_LEAVES;
    }

    /// @notice The root above a crown.
    function rootOf(bytes calldata crown) internal pure returns (bytes16 root) {
        bytes memory nodes = crown;
        assembly ("memory-safe") {
            let start := add(nodes, 0x20)
            for {
                let size := mload(nodes)
            } gt(size, 16) {
                size := shr(1, size)
            } {
                // Each pair of nodes has 32 bytes. Its hash goes where an earlier pair was.
                for {
                    let i := 0
                } lt(i, size) {
                    i := add(i, 32)
                } {
                    let node := keccak256(add(start, i), 32)
                    let to := add(start, shr(1, i))
                    // Keeps the 16 bytes behind the node.
                    mstore(to, or(shl(128, shr(128, node)), shr(128, shl(128, mload(to)))))
                }
            }
            root := shl(128, shr(128, mload(start)))
        }
    }

    /// @notice Whether the next proof of `hookData` shows that `entry` is in the tree. Moves on to the proof after it,
    /// which may be beyond the end of `hookData`; then bytes behind it were read, and the answer counts for nothing.
    function proves(
        Proofs memory proofs,
        bytes32 entry,
        bytes calldata hookData
    ) internal view returns (bool isListed) {
        (bytes32 domain, address crown, uint256 levels, uint256 from) = (
            proofs.domain,
            proofs.crown,
            proofs.levels,
            proofs.next
        );
        skip(proofs);
        assembly ("memory-safe") {
            let cursor := add(hookData.offset, from)
            let position := shr(232, calldataload(cursor))
            mstore(0x00, domain)
            mstore(0x20, entry)
            // Only the first 16 bytes of a node count. The rest is overwritten or shifted out.
            let node := keccak256(0x00, 0x40)
            cursor := add(cursor, 3)
            for {
                let end := add(cursor, shl(4, levels))
            } lt(cursor, end) {
                cursor := add(cursor, 16)
            } {
                let sibling := calldataload(cursor)
                // The node is the right one of its pair if its position is odd.
                let swap := mul(and(position, 1), xor(node, sibling))
                mstore(0x00, xor(node, swap))
                mstore(0x10, xor(sibling, swap))
                node := keccak256(0x00, 0x20)
                position := shr(1, position)
            }
            // A position beyond the crown reads 0 from its code, and no hash is 0.
            mstore(0x00, 0)
            extcodecopy(crown, 0x00, add(1, shl(4, position)), 16)
            isListed := eq(shr(128, mload(0x00)), shr(128, node))
        }
    }

    /// @notice Moves on to the proof after the next one.
    function skip(Proofs memory proofs) internal pure {
        unchecked {
            // At most 1,228 proofs of at most 387 bytes.
            proofs.next += POSITION_SIZE + NODE_SIZE * proofs.levels;
        }
    }
}
