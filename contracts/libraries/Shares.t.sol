// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PerSize, PerSizeLib} from "../types/PerSize.sol";
import {Shares} from "./Shares.sol";

contract SharesTest {
    function testFuzz_Share_OffersAllThatFits(uint32[4] memory left, uint256 free, uint8 scale) public pure {
        uint256 people;
        for (uint256 size = 1; size <= 4; ++size) {
            left[size - 1] >>= scale % 32;
            people += size * left[size - 1];
        }
        free %= people + 3;
        PerSize parties = _pack(left);
        require(Shares.peopleIn(parties) == people, "people");
        (PerSize offered, uint256 places) = Shares.share(parties, free);
        uint256 sum;
        for (uint256 size = 1; size <= 4; ++size) {
            uint256 share = offered.get(size);
            require(share <= left[size - 1], "more than there are");
            if (size > 1 && people != 0 && free < people) {
                require(share >= (free * left[size - 1]) / people, "less than its share");
            }
            sum += size * share;
        }
        require(sum == places && places <= free, "places");
        for (uint256 size = 1; size <= 4; ++size) {
            require(offered.get(size) == left[size - 1] || free - places < size, "a party would fit");
        }
    }

    /// What is left goes to singles first.
    function test_Share_GivesTheRestToSingles() public pure {
        (PerSize offered, uint256 places) = Shares.share(_pack([uint32(5), 3, 2, 1]), 10);
        // 21 people: pairs ⌊30/21⌋ = 1, triples ⌊20/21⌋ = 0, fours ⌊10/21⌋ = 0; singles get all 5, then one more pair.
        require(offered.get(1) == 5 && offered.get(2) == 2 && offered.get(3) == 0 && offered.get(4) == 0, "shares");
        require(places == 9, "one place fits no party");
    }

    function testFuzz_PerSize(uint32[4] memory numbers, uint32[4] memory more) public pure {
        PerSize packed = _pack(numbers);
        uint32[4] memory back = packed.toArray();
        for (uint256 i = 0; i < 4; ++i) {
            require(back[i] == numbers[i] && packed.get(i + 1) == numbers[i], "number");
            more[i] = uint32(more[i] % (uint256(type(uint32).max - numbers[i]) + 1));
        }
        PerSize sum = packed.plusAll(_pack(more));
        for (uint256 i = 0; i < 4; ++i) require(sum.get(i + 1) == uint256(numbers[i]) + more[i], "sum");
        require(PerSize.unwrap(sum.minus(_pack(more))) == PerSize.unwrap(packed), "difference");
    }

    function _pack(uint32[4] memory numbers) private pure returns (PerSize packed) {
        for (uint256 size = 1; size <= 4; ++size) packed = PerSizeLib.plus(packed, size, numbers[size - 1]);
    }
}
