// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Trusts every forwarder, but says so only if it gets nearly all the gas that a target may have for the
/// answer.
contract BarelyTrusting {
    /// @dev 30,000 minus the gas spent before the comparison.
    uint256 private constant LEAST = 29_700;

    function isTrustedForwarder(address) external view returns (bool) {
        return gasleft() > LEAST;
    }

    fallback() external {}
}
