// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Trusts everyone, but spends nearly all of what it may on saying so.
contract SlowTrust {
    function isTrustedForwarder(address) external view returns (bool) {
        uint256 start = gasleft();
        while (start - gasleft() < 29_000) {}
        return true;
    }

    fallback() external {}
}
