// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {ISaleHook} from "../interfaces/ISaleHook.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A sale hook that allows a limited number of records of a class, and stores the last question.
contract CountingSaleHook is ISaleHook {
    error AllotmentExceeded(uint256 wanted, uint256 left);

    IEntryRightRegistry private immutable _RIGHTS;
    uint256 public left;
    /// keccak256 of the ABI encoding of all arguments of the last question.
    bytes32 public asked;
    /// The number of granted places that the registry returned during the question.
    uint256 public grantedWhileAsked;

    constructor(IEntryRightRegistry rights, uint256 allotment) {
        _RIGHTS = rights;
        left = allotment;
    }

    function beforeGrant(
        RightId first,
        uint8 classId,
        AgentId agentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) external {
        uint256 wanted = records.length / 20;
        if (wanted > left) revert AllotmentExceeded(wanted, left);
        left -= wanted;
        asked = keccak256(abi.encode(first, classId, agentId, records, tags, hookData));
        (grantedWhileAsked, ) = _RIGHTS.placesOf(first.eventId(), classId);
    }

    function reopen(EventId eventId, uint8 classId, uint32 places) external {
        _RIGHTS.reopen(eventId, classId, places);
    }
}
