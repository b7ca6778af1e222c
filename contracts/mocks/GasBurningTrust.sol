// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Spends all its gas when it is asked whether it trusts the forwarder.
contract GasBurningTrust {
    function isTrustedForwarder(address) external pure returns (bool) {
        while (true) {}
        return true;
    }
}
