// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Chance that comes from a seed: the same seed rolls the same numbers.
struct Dice {
    uint256 state;
}

using DiceLib for Dice global;

library DiceLib {
    /// @notice 0 to `sides` - 1.
    function roll(Dice storage dice, uint256 sides) internal returns (uint256) {
        dice.state = uint256(keccak256(abi.encode(dice.state)));
        return dice.state % sides;
    }

    function oneIn(Dice storage dice, uint256 sides) internal returns (bool) {
        return roll(dice, sides) == 0;
    }
}
