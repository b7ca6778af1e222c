// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Trusts every forwarder, but spends nearly all the gas that it may use on the answer.
contract SlowTrust {
    function isTrustedForwarder(address) external view returns (bool) {
        uint256 start = gasleft();
        while (start - gasleft() < 29_000) {}
        return true;
    }

    fallback() external {}
}
