// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PerSize} from "../types/PerSize.sol";
import {Entrants} from "./Entrants.sol";
import {Records} from "./Records.sol";

contract EntrantsTest {
    using Entrants for Entrants.List;

    Entrants.List private list;
    uint256 private total;
    uint256 private last;
    PerSize private parties;

    /// Every key of a list is found, and no other, however its keys are spread over the stores. One seed in eight makes a
    /// list, because a list has thousands of rows.
    function testFuzz_LinkOf_FindsEachKey(uint256 seed, uint8 spread, uint8 stores) public {
        if (seed % 8 != 0) return;
        seed /= 8;
        stores = 1 + (stores % 6);
        uint256 count = (stores - 1) * Records.MAX_HOLDERS + 1 + (seed % Records.MAX_HOLDERS);
        // Steps between keys of 2^0 to 2^95, or of both kinds, so that some lists are uneven.
        uint256[] memory keys = new uint256[](count);
        uint256 key;
        for (uint256 i = 0; i < count; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 bits = i * 4 < count * (spread % 4) ? 1 : 1 + (spread % 110);
            key += 1 + (random % (1 << bits));
            keys[i] = key;
        }
        _post(keys);
        for (uint256 i = 0; i < count; i += 1 + (seed % 97)) _assertAround(keys, i);
        for (uint256 i = 0; i < stores; ++i) {
            _assertAround(keys, i * Records.MAX_HOLDERS);
            if (i != 0) _assertAround(keys, i * Records.MAX_HOLDERS - 1);
        }
        _assertAround(keys, count - 1);
    }

    /// Keys that share 96 bits over several stores hide none.
    function test_LinkOf_WithOnePrefixOverStores() public {
        uint256 count = 4 * Records.MAX_HOLDERS;
        uint256[] memory keys = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) keys[i] = (0xabc << 100) + 2 * i;
        _post(keys);
        for (uint256 i = 0; i < count; i += 101) _assertAround(keys, i);
        for (uint256 i = 1; i < 4; ++i) {
            _assertAround(keys, i * Records.MAX_HOLDERS);
            _assertAround(keys, i * Records.MAX_HOLDERS - 1);
        }
    }

    function test_LinkOf_OfNoRows() public view {
        require(list.linkOf(0, 5) == 0, "found");
    }

    function _assertAround(uint256[] memory keys, uint256 index) private view {
        uint256 link = list.linkOf(total, keys[index]);
        require(link == Entrants.linkOfLeader(1, index), "not found");
        (uint256 size, uint256 number, uint256 member) = list.partyOf(total, link);
        require(size == 1 && number == index && member == 0, "party");
        if (index == 0 || keys[index - 1] != keys[index] - 1) {
            require(list.linkOf(total, keys[index] - 1) == 0, "found one below");
        }
        if (index + 1 == keys.length || keys[index + 1] != keys[index] + 1) {
            require(list.linkOf(total, keys[index] + 1) == 0, "found one above");
        }
    }

    function _post(uint256[] memory keys) private {
        for (uint256 start = 0; start < keys.length; start += Records.MAX_HOLDERS) {
            uint256 end = start + Records.MAX_HOLDERS < keys.length ? start + Records.MAX_HOLDERS : keys.length;
            bytes memory rows = new bytes(20 * (end - start) + 32);
            for (uint256 i = start; i < end; ++i) {
                uint256 row = (keys[i] << 128) | (1 << 96);
                assembly ("memory-safe") {
                    mstore(add(add(rows, 0x20), mul(20, sub(i, start))), row)
                }
            }
            uint256 size = 20 * (end - start);
            assembly ("memory-safe") {
                mstore(rows, size)
            }
            this.append(start / Records.MAX_HOLDERS, rows);
        }
        total = keys.length;
    }

    function append(uint256 index, bytes calldata rows) external {
        Entrants.Fault fault;
        (fault, , last, parties) = list.append(index, rows, last, parties, false);
        require(fault == Entrants.Fault.None, "refused");
    }
}
