// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PerSize} from "../types/PerSize.sol";

/// @title How a wave shares free places among the pools.
/// @notice If there are places for everyone who is left, all parties get theirs. Otherwise ⌊free × left / people⌋ parties
/// of each size above 1 do, so that every person has the same chance. What is left goes to singles, then to
/// the smallest parties that fit.
library Shares {
    /// @param left How many parties of each size were never offered a place.
    /// @return offered How many of each size are offered places now. @return places How many places these are.
    function share(PerSize left, uint256 free) internal pure returns (PerSize offered, uint256 places) {
        uint256 people = peopleIn(left);
        if (free >= people) return (left, people);
        unchecked {
            // free < people < 2^35, numbers are below 2^32, and the places offered never exceed `free`.
            for (uint256 size = 2; size <= 4; ++size) {
                uint256 parties = (free * left.get(size)) / people;
                offered = offered.plus(size, parties);
                places += size * parties;
            }
            for (uint256 size = 1; size <= 4; ++size) {
                uint256 fit = (free - places) / size;
                uint256 rest = left.get(size) - offered.get(size);
                if (fit > rest) fit = rest;
                offered = offered.plus(size, fit);
                places += size * fit;
            }
        }
    }

    function peopleIn(PerSize parties) internal pure returns (uint256 people) {
        unchecked {
            // At most 4 × 2^32 of each size.
            for (uint256 size = 1; size <= 4; ++size) people += size * parties.get(size);
        }
    }
}
