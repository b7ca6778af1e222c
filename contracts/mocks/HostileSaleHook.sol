// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {AgentId} from "../types/AgentId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A sale hook that calls what it was told to while it is being asked, and tells afterwards how that went.
contract HostileSaleHook is ISaleHook {
    enum Manner {
        /// Makes its calls.
        Call,
        /// Reverts by name.
        Refuse,
        /// Reverts without a word.
        RefuseSilently,
        /// Spends all of its gas.
        Burn
    }

    error Refused(RightId first);

    struct Plan {
        address[] targets;
        bytes[] calls;
    }

    Manner private _manner;
    /// What it calls when it is asked for the first time since it was aimed, for the second time, and so on.
    Plan[] private _plans;
    uint256 private _asked;

    /// What came of each call, in order.
    bool[] public successes;
    bytes[] public answers;

    function behave(Manner manner) external {
        _manner = manner;
    }

    /// @notice When it is asked next, it calls each target. It forgets what it was told before.
    function aim(address[] calldata targets, bytes[] calldata calls) external {
        delete _plans;
        delete _asked;
        aimNested(targets, calls);
    }

    /// @notice When it is asked once more than it was told so far, it calls each target.
    function aimNested(address[] calldata targets, bytes[] calldata calls) public {
        Plan storage plan = _plans.push();
        plan.targets = targets;
        for (uint256 i = 0; i < calls.length; ++i) plan.calls.push(calls[i]);
    }

    /// @notice Calls each target now, as it does when it is asked.
    function perform(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) _call(targets[i], calls[i]);
    }

    function beforeGrant(
        RightId first,
        uint8,
        AgentId,
        bytes calldata,
        bytes32[] calldata,
        bytes calldata
    ) external override {
        if (_manner == Manner.Refuse) revert Refused(first);
        if (_manner == Manner.RefuseSilently) {
            assembly ("memory-safe") {
                revert(0, 0)
            }
        }
        if (_manner == Manner.Burn) while (true) {}
        if (_asked == _plans.length) return;
        Plan storage plan = _plans[_asked++];
        for (uint256 i = 0; i < plan.calls.length; ++i) _call(plan.targets[i], plan.calls[i]);
    }

    /// @dev Notes the call before it makes it: what is called may ask it again.
    function _call(address target, bytes memory data) private {
        uint256 spot = successes.length;
        successes.push();
        answers.push();
        (successes[spot], answers[spot]) = target.call(data);
    }
}
