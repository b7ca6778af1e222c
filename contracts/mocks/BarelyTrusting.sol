// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Trusts everyone, but says so only when it is given nearly all of the gas that a target may have for saying it.
contract BarelyTrusting {
    /// @dev 30,000 less what it takes to get to the question.
    uint256 private constant LEAST = 29_700;

    function isTrustedForwarder(address) external view returns (bool) {
        return gasleft() > LEAST;
    }

    fallback() external {}
}
