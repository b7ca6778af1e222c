// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The terms of a class that a grant needs, one word: `saleHook 160 | supply 32 | maxPerPerson 8 | flags 8`,
/// most significant first of 208 bits. A struct with the same fields costs 4,000 gas a grant.
type GrantTerms is uint256;

using GrantTermsLib for GrantTerms global;

/// @dev Each record of the class has a seat.
uint256 constant TERMS_SEATED = 1;
/// @dev Each right of the class must be named, at its grant or by `nameBy`.
uint256 constant TERMS_NAMED = 2;
/// @dev A grant made now must be tagged.
uint256 constant TERMS_MUST_TAG = 4;

library GrantTermsLib {
    function pack(
        address saleHook_,
        uint32 supply_,
        uint8 maxPerPerson_,
        uint256 flags_
    ) internal pure returns (GrantTerms) {
        return
            GrantTerms.wrap(
                (uint256(uint160(saleHook_)) << 48) | (uint256(supply_) << 16) | (uint256(maxPerPerson_) << 8) | flags_
            );
    }

    function saleHook(GrantTerms terms) internal pure returns (address) {
        return address(uint160(GrantTerms.unwrap(terms) >> 48));
    }

    function supply(GrantTerms terms) internal pure returns (uint256) {
        return uint32(GrantTerms.unwrap(terms) >> 16);
    }

    /// @notice Rights that one person may hold over the scope; 0 = the event has no identity verifier.
    function maxPerPerson(GrantTerms terms) internal pure returns (uint256) {
        return uint8(GrantTerms.unwrap(terms) >> 8);
    }

    function has(GrantTerms terms, uint256 flag) internal pure returns (bool) {
        return GrantTerms.unwrap(terms) & flag != 0;
    }
}
