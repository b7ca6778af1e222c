// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ranks} from "./Ranks.sol";

contract RanksTest {
    using Ranks for Ranks.Pool;

    function testFuzz_RankOf_IsAPermutation(bytes32 seed, uint256 size, uint256 parties) public pure {
        _assertPermutation(seed, 1 + (size % 4), 1 + (parties % 300));
    }

    function test_RankOf_IsAPermutationOfSmallPools() public pure {
        for (uint256 parties = 1; parties <= 40; ++parties) _assertPermutation(keccak256("seed"), 1, parties);
    }

    function testFuzz_RankOf_IsBelowTheNumberOfParties(bytes32 seed, uint256 number, uint256 parties) public pure {
        parties = 1 + (parties % (1 << 28));
        Ranks.Pool memory pool = Ranks.poolOf(seed, 1, parties);
        require(pool.left * pool.left >= parties && (pool.left - 1) * (pool.left - 1) < parties, "left");
        require(pool.left * pool.right >= parties && pool.left * (pool.right - 1) < parties, "right");
        require(pool.rankOf(number % parties) < parties, "rank");
    }

    /// Seed and size decide.
    function test_RankOf_DiffersBySeedAndSize() public pure {
        bytes32 orders;
        for (uint256 size = 1; size <= 4; ++size) {
            bytes32 order = _orderOf(bytes32(uint256(1)), size);
            require(order != orders, "the same for another size");
            orders = order;
        }
        require(_orderOf(bytes32(uint256(2)), 4) != orders, "the same for another seed");
    }

    function _orderOf(bytes32 seed, uint256 size) private pure returns (bytes32 order) {
        Ranks.Pool memory pool = Ranks.poolOf(seed, size, 30);
        for (uint256 i = 0; i < 30; ++i) order = keccak256(abi.encode(order, pool.rankOf(i)));
    }

    function _assertPermutation(bytes32 seed, uint256 size, uint256 parties) private pure {
        Ranks.Pool memory pool = Ranks.poolOf(seed, size, parties);
        bool[] memory isTaken = new bool[](parties);
        for (uint256 i = 0; i < parties; ++i) {
            uint256 rank = pool.rankOf(i);
            require(rank < parties && !isTaken[rank], "not a permutation");
            isTaken[rank] = true;
        }
    }
}
