// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Answers the trust question with any bytes, as a success or as a revert.
contract OddTrust {
    bytes private _answer;
    bool private _reverts;
    uint256 public calls;

    constructor(bytes memory answer, bool reverts) {
        _answer = answer;
        _reverts = reverts;
    }

    function isTrustedForwarder(address) external view {
        bytes memory answer = _answer;
        if (_reverts) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        assembly ("memory-safe") {
            return(add(answer, 0x20), mload(answer))
        }
    }

    fallback() external {
        ++calls;
    }
}
