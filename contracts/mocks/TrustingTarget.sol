// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RelayContext} from "../relay/RelayContext.sol";

/// @notice Trusts the forwarder, and stores the sender, the route and the data of the last call.
contract TrustingTarget is RelayContext {
    error Refused(uint256 number);

    address public sender;
    bool public forwarded;
    bytes public data;
    uint256 public calls;

    constructor(address forwarder) RelayContext(forwarder) {}

    /// Accepts any call data that matches no function, even fewer than four bytes.
    fallback() external {
        _record();
    }

    function record(bytes calldata) external {
        _record();
    }

    function refuse(uint256 number) external pure {
        revert Refused(number);
    }

    function refuseWith(bytes calldata reason) external pure {
        bytes memory copy = reason;
        assembly ("memory-safe") {
            revert(add(copy, 0x20), mload(copy))
        }
    }

    function burn() external pure {
        while (true) {}
    }

    function _record() private {
        sender = _msgSender();
        forwarded = _isForwarded();
        data = _msgData();
        ++calls;
    }
}
