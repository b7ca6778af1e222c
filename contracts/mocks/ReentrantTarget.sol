// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RelayContext} from "../RelayContext.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";

/// @notice Executes further requests from inside a request.
contract ReentrantTarget is RelayContext {
    constructor(address forwarder) RelayContext(forwarder) {}

    function reenter(IGasRelayForwarder.SignedRequest[] calldata requests) external {
        IGasRelayForwarder(msg.sender).execute(requests);
    }
}
