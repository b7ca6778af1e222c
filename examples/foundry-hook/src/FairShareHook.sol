// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SaleHook} from "doorkey-contracts/hooks/SaleHook.sol";
import {IEntryRightRegistry} from "doorkey-contracts/interfaces/IEntryRightRegistry.sol";
import {Records} from "doorkey-contracts/libraries/Records.sol";
import {AgentId} from "doorkey-contracts/types/AgentId.sol";
import {EventId} from "doorkey-contracts/types/EventId.sol";
import {RightId} from "doorkey-contracts/types/RightId.sol";

/// @title Until a time, a holder gets a limited number of rights of a class without seats, over all orders and agents.
contract FairShareHook is SaleHook {
    /// @notice Thrown when a grant would give `holder` more than `most` rights.
    error ShareExceeded(address holder, uint256 most);

    uint256 public immutable MOST;
    uint256 private immutable _OPENS_AT;

    mapping(EventId eventId => mapping(uint8 classId => mapping(address holder => uint256))) public granted;

    constructor(IEntryRightRegistry rights, uint256 most, uint256 opensAt_) SaleHook(rights) {
        MOST = most;
        _OPENS_AT = opensAt_;
    }

    /// @inheritdoc SaleHook
    function opensAt(EventId, uint8) public view override returns (uint256) {
        return _OPENS_AT;
    }

    function _checkGrant(
        RightId first,
        uint8 classId,
        AgentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata
    ) internal override {
        mapping(address => uint256) storage shares = granted[first.eventId()][classId];
        for (uint256 i = 0; i < records.length / Records.HOLDER_SIZE; ++i) {
            // The registry has refused this record already.
            if (tags.length != 0 && tags[i] == 0) continue;
            address holder = Records.holderAt(records, Records.HOLDER_SIZE, i);
            if (++shares[holder] > MOST) revert ShareExceeded(holder, MOST);
        }
    }
}
