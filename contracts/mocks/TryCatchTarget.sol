// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RelayContext} from "../relay/RelayContext.sol";

/// @notice Does expensive work in an inner call, and takes another path if that fails. A relayer could try to force
/// this path by its choice of gas.
contract TryCatchTarget is RelayContext {
    uint256 public done;
    uint256 public fellBack;

    constructor(address forwarder) RelayContext(forwarder) {}

    function attempt(uint256 rounds) external {
        try this.work(rounds) {
            ++done;
        } catch {
            ++fellBack;
        }
    }

    function work(uint256 rounds) external pure returns (bytes32 result) {
        for (uint256 i = 0; i < rounds; ++i) {
            result = keccak256(abi.encode(result));
        }
    }
}
