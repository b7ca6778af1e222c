// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {HolderSignatures} from "../libraries/HolderSignatures.sol";
import {Persons} from "../libraries/Persons.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {SeatMap} from "../libraries/SeatMap.sol";
import {Tally} from "../libraries/Tally.sol";
import {RelayContext} from "../relay/RelayContext.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {Refusal} from "../types/Refusal.sol";
import {RightId} from "../types/RightId.sol";
import {ADMITTED, RightStatus} from "../types/RightStatus.sol";

/// @title The shared part of EntryRightRegistry: its state, and the checks that several of its parts use.
abstract contract RightsBase is IEntryRightRegistry, RelayContext, EIP712 {
    using RightBook for RightBook.Book;

    /// @dev Most rights that one statement may cover.
    uint256 internal constant MAX_RANGE = 8;

    /// @inheritdoc IEntryRightRegistry
    IEventRegistry public immutable EVENTS;

    RightBook.Book internal _book;
    /// @dev Lane 0: batches. Lane c: places of class c that are granted or freed, and so may not be granted.
    mapping(EventId eventId => Tally.Lanes) internal _taken;
    mapping(EventId eventId => Tally.Lanes) internal _freed;
    mapping(EventId eventId => mapping(uint8 classId => mapping(AgentId agentId => uint256))) internal _used;
    mapping(EventId eventId => mapping(uint8 classId => SeatMap.Seats)) internal _seats;
    mapping(EventId scopeEvent => Persons.Places) internal _persons;
    mapping(EventId eventId => mapping(address gate => uint256)) internal _byHand;
    mapping(RightId rightId => bool) internal _wasAdmittedByHand;

    constructor(IEventRegistry events, address forwarder) RelayContext(forwarder) EIP712("Doorkey", "1") {
        if (!HolderSignatures.p256Works()) revert P256Missing();
        EVENTS = events;
    }

    function _liveOrWhy(uint256 status) internal pure returns (Refusal) {
        if (RightBook.isLive(status)) return Refusal.None;
        return status == ADMITTED ? Refusal.RightAdmitted : Refusal.RightVoid;
    }

    function _existing(RightId rightId) internal view returns (RightBook.Right memory) {
        BatchHead head = _book.headOf(rightId);
        if (!head.exists()) revert RightNonexistent(rightId);
        return _book.load(rightId, head);
    }

    function _liveRight(RightId rightId) internal view returns (RightBook.Right memory right) {
        right = _existing(rightId);
        if (!RightBook.isLive(right.status)) revert RightNotLive(rightId, RightStatus(right.status));
    }

    function _checkWindow(RightId rightId, uint40 until) internal view {
        if (block.timestamp >= until) revert RightWindowClosed(rightId, until);
    }

    /// @dev Reverts unless the caller is a member of the organizer, or of the issuing agent while it is designated.
    function _checkAuthority(
        RightId rightId,
        BatchHead head
    ) internal view returns (IEventRegistry.Authority authority) {
        authority = EVENTS.authorityOver(
            rightId.eventId(),
            head.classId(),
            head.agentId(),
            _msgSender(),
            _isForwarded()
        );
        if (authority == IEventRegistry.Authority.None) revert RightAuthorityMissing(rightId, _msgSender());
    }
}
