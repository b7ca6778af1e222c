// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title The seats of a class: two bits a seat, 128 seats a word.
/// @notice Free 00, held 01, freed 10. A seat is freed when its right is returned or revoked, until it is reopened.
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

    /// @notice Loads the word of a seat, after it wrote the word that the caller held. `place` is the number of the
    /// held word plus one, 0 = none. Seats in order cost one load and one store for each word.
    function turn(Seats storage seats, uint256 place, uint256 word, uint256 seat) internal returns (uint256, uint256) {
        unchecked {
            // seat < 2^24.
            uint256 next = (seat >> 7) + 1;
            if (next == place) return (place, word);
            flush(seats, place, word);
            return (next, seats.words[next - 1]);
        }
    }

    /// @notice Writes the held word.
    function flush(Seats storage seats, uint256 place, uint256 word) internal {
        unchecked {
            // place != 0.
            if (place != 0) seats.words[place - 1] = word;
        }
    }

    /// @notice Whether the seat is free in its word.
    function isFree(uint256 word, uint256 seat) internal pure returns (bool) {
        return (word >> ((seat & 127) << 1)) & 3 == FREE;
    }

    /// @notice The word with a free seat marked as held.
    function hold(uint256 word, uint256 seat) internal pure returns (uint256) {
        return word | (HELD << ((seat & 127) << 1));
    }
}
