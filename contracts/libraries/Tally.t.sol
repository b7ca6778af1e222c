// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Tally} from "./Tally.sol";

contract TallyTest {
    using Tally for Tally.Lanes;

    uint256 private constant LANES = 65;
    uint256 private constant MOST = type(uint32).max;

    Tally.Lanes private _lanes;

    /// Lane 0 counts batches, lanes 1 to 64 count classes. A word has eight, so lanes 7 and 8 are in different words.
    function testFuzz_CountsEachLaneByItself(uint8[] calldata lanes, uint24[] calldata amounts) public {
        uint256[LANES] memory expected;
        uint256 length = lanes.length < amounts.length ? lanes.length : amounts.length;
        for (uint256 i = 0; i < length; ++i) {
            uint256 lane = lanes[i] % LANES;
            if (i % 3 == 2) {
                uint256 n = amounts[i] % (expected[lane] + 1);
                _lanes.sub(lane, n);
                expected[lane] -= n;
            } else {
                _lanes.add(lane, amounts[i]);
                expected[lane] += amounts[i];
            }
        }
        for (uint256 lane = 0; lane < LANES; ++lane) require(_lanes.get(lane) == expected[lane], "lane");
    }

    /// A lane can rise to its maximum and fall to 0 beside lanes that are full, or empty.
    function test_TouchesNoNeighbourAtTheExtremes() public {
        for (uint256 lane = 0; lane < LANES; ++lane) {
            for (uint256 neighbours = 0; neighbours < 2; ++neighbours) {
                uint256 full = neighbours * MOST;
                for (uint256 other = 0; other < LANES; ++other) _set(other, other == lane ? 0 : full);
                _lanes.add(lane, MOST);
                _requireAll(lane, MOST, full);
                _lanes.sub(lane, MOST - 1);
                _requireAll(lane, 1, full);
                _lanes.sub(lane, 1);
                _requireAll(lane, 0, full);
            }
        }
    }

    function _set(uint256 lane, uint256 n) private {
        _lanes.sub(lane, _lanes.get(lane));
        _lanes.add(lane, n);
    }

    function _requireAll(uint256 lane, uint256 n, uint256 others) private view {
        for (uint256 other = 0; other < LANES; ++other) {
            require(_lanes.get(other) == (other == lane ? n : others), "lane");
        }
    }
}
