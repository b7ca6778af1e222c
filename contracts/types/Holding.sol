// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The holder of a right since it was last rebound or named, one slot: `holder 160 | reboundAt 40 | rebinds 8 |
/// named 8`, most significant first. 0 = as granted. It does not depend on the status.
type Holding is uint256;

using HoldingLib for Holding global;

library HoldingLib {
    function pack(address holder_, uint256 reboundAt_, uint256 rebinds_, bool named_) internal pure returns (Holding) {
        return
            Holding.wrap((uint256(uint160(holder_)) << 96) | (reboundAt_ << 56) | (rebinds_ << 48) | (named_ ? 1 : 0));
    }

    function exists(Holding holding) internal pure returns (bool) {
        return Holding.unwrap(holding) != 0;
    }

    function holder(Holding holding) internal pure returns (address) {
        return address(uint160(Holding.unwrap(holding) >> 96));
    }

    function reboundAt(Holding holding) internal pure returns (uint40) {
        return uint40(Holding.unwrap(holding) >> 56);
    }

    function rebinds(Holding holding) internal pure returns (uint8) {
        return uint8(Holding.unwrap(holding) >> 48);
    }

    function named(Holding holding) internal pure returns (bool) {
        return uint8(Holding.unwrap(holding)) != 0;
    }
}
