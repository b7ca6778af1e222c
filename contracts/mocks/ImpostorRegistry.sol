// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EventId} from "../types/EventId.sol";

/// @title A registry of rights that has the places that a test prepared, and makes a prepared call when it reopens some.
contract ImpostorRegistry {
    uint256 private _granted;
    uint256 private _freed;
    address private _target;
    bytes private _call;
    /// Whether the prepared call succeeded, and its answer.
    bool public success;
    bytes public answer;

    function prepare(uint256 granted, uint256 freed) external {
        (_granted, _freed) = (granted, freed);
    }

    function aim(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function placesOf(EventId, uint8) external view returns (uint256 granted, uint256 freed) {
        return (_granted, _freed);
    }

    function reopen(EventId, uint8, uint32 places) external {
        _freed -= places;
        (success, answer) = _target.call(_call);
    }
}
