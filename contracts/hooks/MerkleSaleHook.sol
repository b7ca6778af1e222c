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
        bytes32 root = keccak256(crown);
        if (list.root == root && list.levels == levels && list.endsAt == endsAt && list.kind == kind) {
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
        SaleList storage list = _lists[first.eventId()][classId];
        bytes32 domain = domainOf(first.eventId(), classId);
        uint256 end =
            list.kind == ListKind.Persons
                ? _checkPersons(list, domain, tags, hookData)
                : _checkHolders(list, domain, records, hookData);
        if (end != hookData.length) revert ListProofsMalformed(hookData.length, end);
    }

    /// @dev Returns where the proofs end.
    function _checkHolders(
        SaleList storage list,
        bytes32 domain,
        bytes calldata records,
        bytes calldata hookData
    ) private view returns (uint256 end) {
        uint256 size = Records.sizeOf(list.seated);
        uint256 count = records.length / size;
        uint256 levels = list.levels;
        address crown = list.crown;
        address before;
        unchecked {
            // i < count, which is at most 1,228, as are the proofs.
            for (uint256 i = 0; i < count; ++i) {
                address holder = Records.holderAt(records, size, i);
                if (holder == before) continue;
                before = holder;
                bytes32 entry = bytes32(uint256(uint160(holder)));
                uint256 start = end;
                end += SaleTree.sizeOfProof(levels);
                if (!SaleTree.proves(hookData, start, levels, crown, domain, entry)) _refuse(i, entry, end, hookData);
            }
        }
    }

    /// @dev Returns where the proofs end. A refused record has tag 0. Its right is void, and its proof is skipped.
    function _checkPersons(
        SaleList storage list,
        bytes32 domain,
        bytes32[] calldata tags,
        bytes calldata hookData
    ) private view returns (uint256 end) {
        if (tags.length == 0) revert ListNeedsPersons();
        uint256 levels = list.levels;
        for (uint256 i = 0; i < tags.length; ++i) {
            uint256 start = end;
            end += SaleTree.sizeOfProof(levels);
            if (tags[i] == 0 || SaleTree.proves(hookData, start, levels, list.crown, domain, tags[i])) continue;
            _refuse(i, tags[i], end, hookData);
        }
    }

    /// @dev Reverts with the reason why a proof that ends at `end` does not prove its entry.
    function _refuse(uint256 index, bytes32 entry, uint256 end, bytes calldata hookData) private pure {
        if (end > hookData.length) revert ListProofsMalformed(hookData.length, end);
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
