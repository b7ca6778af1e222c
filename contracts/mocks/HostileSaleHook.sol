// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";

/// @title A sale hook that calls what it was told to while it is being asked, and tells afterwards how that went.
contract HostileSaleHook is ISaleHook {
    error Refused(EventId eventId);

    address private _target;
    bytes[] private _calls;
    bool private _burns;
    bool private _refuses;

    /// What came of each call, in order.
    bool[] public successes;
    bytes[] public answers;

    function aim(address target, bytes[] calldata calls) external {
        _target = target;
        _calls = calls;
    }

    function burn() external {
        _burns = true;
    }

    function refuse() external {
        _refuses = true;
    }

    function beforeGrant(EventId eventId, uint8, AgentId, bytes calldata, bytes32[] calldata) external {
        if (_refuses) revert Refused(eventId);
        if (_burns) while (true) {}
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool success, bytes memory answer) = _target.call(_calls[i]);
            successes.push(success);
            answers.push(answer);
        }
    }
}
