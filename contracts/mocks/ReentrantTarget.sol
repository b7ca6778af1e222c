// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RelayContext} from "../relay/RelayContext.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";

/// @notice Executes requests from inside a request: among them the very one that is being executed.
contract ReentrantTarget is RelayContext {
    bytes private _requests;

    constructor(address forwarder) RelayContext(forwarder) {}

    /// Kept apart from `reenter`, since no request can contain its own signature.
    function keep(IGasRelayForwarder.SignedRequest[] calldata requests) external {
        _requests = abi.encode(requests);
    }

    function reenter() external {
        IGasRelayForwarder(trustedForwarder()).execute(abi.decode(_requests, (IGasRelayForwarder.SignedRequest[])));
    }
}
