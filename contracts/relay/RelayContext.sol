// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";

/// @title The sender of a call, and whether the call came through the trusted forwarder.
/// @dev In contracts that trust the forwarder only this file reads `msg.sender`. All other code calls `_msgSender()`.
abstract contract RelayContext is ERC2771Context {
    constructor(address forwarder) ERC2771Context(forwarder) {}

    function _isForwarded() internal view returns (bool) {
        return isTrustedForwarder(msg.sender);
    }
}
