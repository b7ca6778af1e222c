// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Answers with far more bytes than a caller needs: after the word that says yes to the trust question, and as
/// return data or revert data of calls.
contract ReturnBomb {
    function isTrustedForwarder(address) external pure returns (bool) {
        assembly ("memory-safe") {
            let pointer := mload(0x40)
            mstore(pointer, 1)
            return(pointer, 100000)
        }
    }

    function returnBytes(uint256 size) external pure {
        assembly ("memory-safe") {
            return(mload(0x40), size)
        }
    }

    function revertBytes(uint256 size) external pure {
        assembly ("memory-safe") {
            revert(mload(0x40), size)
        }
    }
}
