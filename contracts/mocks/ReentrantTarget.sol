// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RelayContext} from "../relay/RelayContext.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";

/// @notice Executes requests from inside a request, including the request that is being executed.
contract ReentrantTarget is RelayContext {
    bytes private _requests;

    constructor(address forwarder) RelayContext(forwarder) {}

    /// Set separately from `reenter`, since a request cannot contain its own signature.
    function keep(IGasRelayForwarder.SignedRequest[] calldata requests) external {
        _requests = abi.encode(requests);
    }

    function reenter() external {
        IGasRelayForwarder(trustedForwarder()).execute(abi.decode(_requests, (IGasRelayForwarder.SignedRequest[])));
    }
}
