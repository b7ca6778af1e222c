// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";

/// @title Who calls, and whether the call came through the trusted forwarder.
/// @dev The only place that reads `msg.sender` where the forwarder is trusted; all else there asks `_msgSender()`.
abstract contract RelayContext is ERC2771Context {
    constructor(address forwarder) ERC2771Context(forwarder) {}

    function _isForwarded() internal view returns (bool) {
        return isTrustedForwarder(msg.sender);
    }
}
