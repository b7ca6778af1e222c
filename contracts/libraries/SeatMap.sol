// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The seats of a class: two bits a seat, 128 seats a word.
/// @notice Free 00, held 01, freed 10: freed seats were returned or revoked and wait to be reopened.
library SeatMap {
    uint256 internal constant FREE = 0;
    uint256 internal constant HELD = 1;
    uint256 internal constant FREED = 2;

    struct Seats {
        mapping(uint256 word => uint256) words;
    }

    function stateOf(Seats storage seats, uint256 seat) internal view returns (uint256) {
        return (seats.words[seat >> 7] >> (2 * (seat & 127))) & 3;
    }

    function set(Seats storage seats, uint256 seat, uint256 state) internal {
        uint256 shift = 2 * (seat & 127);
        seats.words[seat >> 7] = (seats.words[seat >> 7] & ~(3 << shift)) | (state << shift);
    }

    /* MANY SEATS */

    /// @notice Takes the word of a seat in hand, and writes the one that was. `place` is the number of the word in hand
    /// plus one, 0 = none. One load and one store a word, as long as neighbours come together.
    function turn(Seats storage seats, uint256 place, uint256 word, uint256 seat) internal returns (uint256, uint256) {
        unchecked {
            // seat < 2^24.
            uint256 next = (seat >> 7) + 1;
            if (next == place) return (place, word);
            flush(seats, place, word);
            return (next, seats.words[next - 1]);
        }
    }

    /// @notice Writes the word in hand.
    function flush(Seats storage seats, uint256 place, uint256 word) internal {
        unchecked {
            // place != 0.
            if (place != 0) seats.words[place - 1] = word;
        }
    }

    /// @notice Whether the seat is free, by the word in hand.
    function isFree(uint256 word, uint256 seat) internal pure returns (bool) {
        return (word >> ((seat & 127) << 1)) & 3 == FREE;
    }

    /// @notice The word in hand with a free seat taken.
    function hold(uint256 word, uint256 seat) internal pure returns (uint256) {
        return word | (HELD << ((seat & 127) << 1));
    }
}
