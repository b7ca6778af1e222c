// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {IMerkleSaleHook} from "../interfaces/IMerkleSaleHook.sol";
import {Records} from "../libraries/Records.sol";
import {SaleTree} from "../libraries/SaleTree.sol";
import {RelayContext} from "../relay/RelayContext.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {SaleHook} from "./SaleHook.sol";

/// @title MerkleSaleHook
contract MerkleSaleHook is IMerkleSaleHook, SaleHook, RelayContext {
    /// @inheritdoc IMerkleSaleHook
    IEventRegistry public immutable EVENTS;

    mapping(EventId eventId => mapping(uint8 classId => SaleList)) private _lists;

    constructor(IEntryRightRegistry rights, address forwarder) SaleHook(rights) RelayContext(forwarder) {
        EVENTS = rights.EVENTS();
    }

    /* LISTS */

    /// @inheritdoc IMerkleSaleHook
    function postList(
        EventId eventId,
        uint8 classId,
        ListKind kind,
        uint8 levels,
        bytes calldata crown,
        uint40 endsAt
    ) external {
        EVENTS.checkEventAdmin(eventId, _msgSender(), _isForwarded());
        IEventRegistry.Class memory class = EVENTS.classOf(eventId, classId);
        if (class.saleHook != address(this)) revert ListOfOtherHook(eventId, classId, class.saleHook);
        if (kind == ListKind.None || !SaleTree.isCrown(crown, levels)) revert ListMalformed(crown.length, levels);

        SaleList storage list = _lists[eventId][classId];
        _checkTimes(eventId, classId, list, endsAt);
        bytes16 root = SaleTree.rootOf(crown);
        if (list.root == root && list.endsAt == endsAt && list.kind == kind) {
            revert ListUnchanged(eventId, classId, root);
        }
        address store = Records.save(crown);
        if (store == address(0)) revert IEntryRightRegistry.StoreFailed();
        _lists[eventId][classId] = SaleList(store, endsAt, kind, levels, class.seated, root);
        emit ListPosted(eventId, classId, kind, root, levels, endsAt);
    }

    function _checkTimes(EventId eventId, uint8 classId, SaleList storage list, uint40 endsAt) private view {
        IEventRegistry.Event memory event_ = EVENTS.eventOf(eventId);
        bool isFirst = list.kind == ListKind.None;
        uint40 since = isFirst ? event_.salesOpenAt : list.endsAt;
        if (block.timestamp >= since) revert ListTooLate(eventId, classId, since);
        if (
            endsAt <= event_.salesOpenAt ||
            endsAt <= block.timestamp ||
            endsAt >= event_.salesCloseAt ||
            (!isFirst && endsAt > list.endsAt)
        ) revert PresaleEndInvalid(eventId, classId, endsAt);
    }

    /* GRANTS */

    function _checkGrant(
        RightId first,
        uint8 classId,
        AgentId,
        bytes calldata records,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) internal view override {
        EventId eventId = first.eventId();
        SaleList storage list = _lists[eventId][classId];
        SaleTree.Proofs memory proofs = SaleTree.Proofs({
            domain: domainOf(eventId, classId),
            crown: list.crown,
            levels: list.levels,
            next: 0
        });
        if (list.kind == ListKind.Persons) _checkPersons(proofs, tags, hookData);
        else _checkHolders(proofs, records, Records.sizeOf(list.seated), hookData);
        if (proofs.next != hookData.length) revert ListProofsMalformed(hookData.length, proofs.next);
    }

    function _checkHolders(
        SaleTree.Proofs memory proofs,
        bytes calldata records,
        uint256 size,
        bytes calldata hookData
    ) private view {
        uint256 count = records.length / size;
        address before;
        unchecked {
            // i < count.
            for (uint256 i = 0; i < count; ++i) {
                address holder = Records.holderAt(records, size, i);
                if (holder == before) continue;
                before = holder;
                _check(proofs, i, bytes32(uint256(uint160(holder))), hookData);
            }
        }
    }

    /// @dev A refused record has tag 0. Its right is void, and its proof is skipped.
    function _checkPersons(
        SaleTree.Proofs memory proofs,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) private view {
        if (tags.length == 0) revert ListNeedsPersons();
        for (uint256 i = 0; i < tags.length; ++i) {
            if (tags[i] == 0) SaleTree.skip(proofs);
            else _check(proofs, i, tags[i], hookData);
        }
    }

    function _check(SaleTree.Proofs memory proofs, uint256 index, bytes32 entry, bytes calldata hookData) private view {
        if (SaleTree.proves(proofs, entry, hookData)) return;
        if (proofs.next > hookData.length) revert ListProofsMalformed(hookData.length, proofs.next);
        revert NotListed(index, entry);
    }

    /* VIEWS */

    /// @inheritdoc SaleHook
    /// @dev 0 without a list.
    function opensAt(EventId eventId, uint8 classId) public view override returns (uint256) {
        return _lists[eventId][classId].endsAt;
    }

    /// @inheritdoc IMerkleSaleHook
    function listOf(EventId eventId, uint8 classId) external view returns (SaleList memory) {
        return _lists[eventId][classId];
    }

    /// @inheritdoc IMerkleSaleHook
    function domainOf(EventId eventId, uint8 classId) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, RIGHTS, eventId, classId));
    }
}
