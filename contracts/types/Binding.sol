// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice How a right was moved since its grant, one slot: `holder 160 | boundAt 40 | rebinds 8 | named 8`, most
/// significant first. 0 = never moved. It says nothing about the status.
type Binding is uint256;

using BindingLib for Binding global;

library BindingLib {
    function pack(address holder_, uint256 boundAt_, uint256 rebinds_, bool named_) internal pure returns (Binding) {
        return Binding.wrap((uint256(uint160(holder_)) << 96) | (boundAt_ << 56) | (rebinds_ << 48) | (named_ ? 1 : 0));
    }

    function exists(Binding binding) internal pure returns (bool) {
        return Binding.unwrap(binding) != 0;
    }

    function holder(Binding binding) internal pure returns (address) {
        return address(uint160(Binding.unwrap(binding) >> 96));
    }

    function boundAt(Binding binding) internal pure returns (uint40) {
        return uint40(Binding.unwrap(binding) >> 56);
    }

    function rebinds(Binding binding) internal pure returns (uint8) {
        return uint8(Binding.unwrap(binding) >> 48);
    }

    function named(Binding binding) internal pure returns (bool) {
        return uint8(Binding.unwrap(binding)) != 0;
    }
}
