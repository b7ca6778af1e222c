// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SeatMap} from "./SeatMap.sol";

contract SeatMapTest {
    using SeatMap for SeatMap.Seats;

    uint256 private constant LAST_SEAT = (1 << 24) - 1;

    SeatMap.Seats private _seats;
    /// The same seats, taken one by one, where `_seats` is taken word by word.
    SeatMap.Seats private _plain;

    function testFuzz_Set_ChangesOneSeatOnly(uint24 seat, uint8 state, uint8 around) public {
        uint256 word = uint256(seat) >> 7;
        uint256 pattern = _repeat(around % 3);
        _seats.words[word] = pattern;
        _seats.set(seat, state % 3);
        require(_seats.stateOf(seat) == state % 3, "state");
        uint256 shift = 2 * (uint256(seat) & 127);
        require((_seats.words[word] ^ pattern) & ~(3 << shift) == 0, "neighbours");
        require(_seats.words[word + 1] == 0 && (word == 0 || _seats.words[word - 1] == 0), "other words");
    }

    /// Scattered seats of a small hall, so that words change often and seats repeat.
    function testFuzz_TakesScatteredSeatsAsOneByOne(uint16[] calldata seats, uint8 spread) public {
        uint256 range = 1 + uint256(spread) * 8;
        uint256[] memory list = new uint256[](seats.length);
        for (uint256 i = 0; i < list.length; ++i) list[i] = seats[i] % range;
        _takeBothWays(list, range);
    }

    /// A row from any seat on, across words. Each seat comes twice, so every second one is refused.
    function testFuzz_TakesRowsAsOneByOne(uint24 from, uint8 length) public {
        uint256 first = uint256(from) % (LAST_SEAT - 300);
        uint256[] memory list = new uint256[](uint256(length) * 2);
        for (uint256 i = 0; i < list.length; ++i) list[i] = first + i / 2;
        uint256 taken = _take(list);
        require(taken == length, "every seat once");
        for (uint256 i = 0; i < length; ++i) require(_seats.stateOf(first + i) == SeatMap.HELD, "held");
        require(_seats.stateOf(first + length) == SeatMap.FREE, "the one behind is free");
    }

    function test_TakesTheLastSeatThereCanBe() public {
        uint256[] memory list = new uint256[](3);
        (list[0], list[1], list[2]) = (LAST_SEAT, 0, LAST_SEAT);
        require(_take(list) == 2, "first and last, once each");
        require(_seats.words[LAST_SEAT >> 7] == 1 << 254 && _seats.words[0] == 1, "words");
    }

    /// A freed seat cannot be taken until it is reopened, and reading it does not change it.
    function test_TakesNoFreedSeat() public {
        _seats.set(5, SeatMap.FREED);
        uint256[] memory list = new uint256[](2);
        (list[0], list[1]) = (5, 6);
        require(_take(list) == 1, "taken");
        require(_seats.stateOf(5) == SeatMap.FREED && _seats.stateOf(6) == SeatMap.HELD, "states");
        _seats.set(5, SeatMap.FREE);
        require(_take(list) == 1 && _seats.stateOf(5) == SeatMap.HELD, "reopened");
    }

    function test_Flush_WithNothingInHandWritesNothing() public {
        _seats.words[0] = type(uint256).max;
        _seats.flush(0, 0);
        require(_seats.words[0] == type(uint256).max, "written");
    }

    function _takeBothWays(uint256[] memory list, uint256 range) private {
        for (uint256 seat = 0; seat < range; seat += 3) {
            uint256 state = uint256(keccak256(abi.encode(seat, list.length))) % 3;
            _seats.set(seat, state);
            _plain.set(seat, state);
        }
        (uint256 place, uint256 word) = (0, 0);
        for (uint256 i = 0; i < list.length; ++i) {
            (place, word) = _seats.turn(place, word, list[i]);
            bool free = SeatMap.isFree(word, list[i]);
            require(free == (_plain.stateOf(list[i]) == SeatMap.FREE), "free to one, not to the other");
            // Leaves some free seats, as after a refused person.
            if (!free || list[i] % 5 == 0) continue;
            word = SeatMap.hold(word, list[i]);
            _plain.set(list[i], SeatMap.HELD);
        }
        _seats.flush(place, word);
        for (uint256 i = 0; i <= range >> 7; ++i) require(_seats.words[i] == _plain.words[i], "words differ");
    }

    function _take(uint256[] memory list) private returns (uint256 taken) {
        (uint256 place, uint256 word) = (0, 0);
        for (uint256 i = 0; i < list.length; ++i) {
            (place, word) = _seats.turn(place, word, list[i]);
            if (!SeatMap.isFree(word, list[i])) continue;
            word = SeatMap.hold(word, list[i]);
            ++taken;
        }
        _seats.flush(place, word);
    }

    function _repeat(uint256 state) private pure returns (uint256 word) {
        for (uint256 i = 0; i < 128; ++i) word |= state << (2 * i);
    }
}
