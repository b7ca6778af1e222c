// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeacon} from "../interfaces/IBeacon.sol";

/// @title A beacon with a round for every second, and the randomness that a test prepared.
contract PreparedBeacon is IBeacon {
    mapping(uint64 round => bytes32) public randomness;

    function prepare(uint64 round, bytes32 value) external {
        randomness[round] = value;
    }

    function roundAfter(uint256 time) external pure returns (uint64) {
        return uint64(time + 1);
    }
}
