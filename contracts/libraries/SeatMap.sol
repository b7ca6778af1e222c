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

    /* CURSOR */

    /// @notice Takes many seats with one load and one store a word, as long as neighbours come together.
    struct Cursor {
        /// Number of the word in hand plus one; 0 = none.
        uint256 place;
        uint256 word;
    }

    /// @notice Whether the seat is free; then `hold` may take it.
    function isFree(Seats storage seats, Cursor memory cursor, uint256 seat) internal returns (bool) {
        unchecked {
            // seat < 2^24.
            uint256 place = (seat >> 7) + 1;
            if (cursor.place != place) {
                flush(seats, cursor);
                cursor.place = place;
                cursor.word = seats.words[seat >> 7];
            }
            return (cursor.word >> ((seat & 127) << 1)) & 3 == FREE;
        }
    }

    /// @notice Takes a seat that `isFree` just found free.
    function hold(Cursor memory cursor, uint256 seat) internal pure {
        cursor.word |= HELD << ((seat & 127) << 1);
    }

    /// @notice Writes what is in hand.
    function flush(Seats storage seats, Cursor memory cursor) internal {
        if (cursor.place == 0) return;
        unchecked {
            // place != 0, checked above.
            seats.words[cursor.place - 1] = cursor.word;
        }
    }
}
