// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleHook} from "../hooks/SaleHook.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A subclass of SaleHook that keeps none of the promises of a hook.
contract LawlessSaleHook is SaleHook {
    error OpeningUnknown();
    error Refused(RightId first, uint8 classId, AgentId agentId, bytes32 asked);

    /// How often it was asked.
    uint256 public questions;
    uint256 private _opensAt = type(uint256).max;
    bool private _isSilent;
    address private _target;
    bytes private _call;

    constructor(IEntryRightRegistry rights) SaleHook(rights) {}

    /// @notice It will open at `time`; if `silent`, it reverts when it is asked when it opens.
    function open(uint256 time, bool silent) external {
        (_opensAt, _isSilent) = (time, silent);
    }

    /// @notice It will make this call at the next question, in place of a refusal.
    function aim(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function reopen(EventId eventId, uint8 classId, uint32 places) external {
        _reopen(eventId, classId, places);
    }

    function reopenSeats(EventId eventId, uint8 classId, uint24[] calldata seats) external {
        _reopenSeats(eventId, classId, seats);
    }

    function opensAt(EventId, uint8) public view override returns (uint256) {
        if (_isSilent) revert OpeningUnknown();
        return _opensAt;
    }

    function _checkGrant(
        RightId first,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) internal override {
        ++questions;
        address target = _target;
        if (target == address(0)) {
            revert Refused(first, classId, agentId, keccak256(abi.encode(records, tags, hookData)));
        }
        _target = address(0);
        (bool success, bytes memory answer) = target.call(_call);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
