// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {AgentId} from "../types/AgentId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A sale hook that makes prepared calls while it is asked, and stores their results.
contract HostileSaleHook is ISaleHook {
    enum Manner {
        /// Makes its calls.
        Call,
        /// Reverts with a named error.
        Refuse,
        /// Reverts without data.
        RefuseSilently,
        /// Spends all its gas.
        Burn
    }

    error Refused(RightId first);

    struct Plan {
        address[] targets;
        bytes[] calls;
    }

    Manner private _manner;
    /// The calls for the first question since it was aimed, for the second question, and so on.
    Plan[] private _plans;
    uint256 private _asked;

    /// The result of each call, in order.
    bool[] public successes;
    bytes[] public answers;

    function behave(Manner manner) external {
        _manner = manner;
    }

    /// @notice It will call each target at the next question. Earlier preparations are dropped.
    function aim(address[] calldata targets, bytes[] calldata calls) external {
        delete _plans;
        delete _asked;
        aimNested(targets, calls);
    }

    /// @notice It will call each target at the question after the last prepared one.
    function aimNested(address[] calldata targets, bytes[] calldata calls) public {
        Plan storage plan = _plans.push();
        plan.targets = targets;
        for (uint256 i = 0; i < calls.length; ++i) plan.calls.push(calls[i]);
    }

    /// @notice Calls each target now, as it would at a question.
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

    /// @dev Stores the call before it makes it, because the target may ask the hook again.
    function _call(address target, bytes memory data) private {
        uint256 spot = successes.length;
        successes.push();
        answers.push();
        (successes[spot], answers[spot]) = target.call(data);
    }
}
