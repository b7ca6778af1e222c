// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {HolderSignatures} from "../libraries/HolderSignatures.sol";
import {Persons} from "../libraries/Persons.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {Statements} from "../libraries/Statements.sol";
import {RightsBase} from "./RightsBase.sol";
import {HoldingLib} from "../types/Holding.sol";
import {RightId} from "../types/RightId.sol";
import {REBOUND} from "../types/RightStatus.sol";

/// @title Rebinds and namings before doors open: a right gets another key, or a name.
abstract contract Rebinding is RightsBase {
    using HolderSignatures for bytes32;
    using Persons for Persons.Places;
    using RightBook for RightBook.Book;

    /// @inheritdoc IEntryRightRegistry
    function rebind(RightId rightId, address newHolder, bytes calldata proof) external {
        RightBook.Right memory right = _liveRight(rightId);
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(rightId.eventId());
        if (newHolder == address(0) || newHolder == right.holder) revert RightHolderInvalid(rightId, newHolder);
        IEventRegistry.Authority authority = _checkAuthority(rightId, right.head);
        if (RightBook.isNamed(right)) {
            bytes32 tag = _checkEvidenceFor(rightId, right, terms, newHolder, proof);
            if (!_persons[terms.scope].has(tag, rightId)) revert RightEvidenceInvalid(rightId);
        } else if (authority != IEventRegistry.Authority.OrganizerAdmin) {
            _checkConsent(rightId, right, newHolder, proof);
        }
        uint8 rebinds = _rebind(rightId, right, terms, newHolder, right.holding.named());
        emit RightRebound(rightId.eventId(), _msgSender(), rightId, newHolder, rebinds);
    }

    /// @inheritdoc IEntryRightRegistry
    function nameRight(RightId rightId, address holder, bytes calldata evidence) external {
        RightBook.Right memory right = _liveRight(rightId);
        IEventRegistry.ChangeTerms memory terms = EVENTS.changeTerms(rightId.eventId());
        _checkWindow(rightId, terms.nameBy);
        if (holder == address(0)) revert RightHolderInvalid(rightId, holder);
        if (!RightBook.mustBeNamed(right.head, right.holding)) revert RightNotNameable(rightId);
        _checkAuthority(rightId, right.head);
        bytes32 tag = _checkEvidenceFor(rightId, right, terms, holder, evidence);
        if (!_persons[terms.scope].claim(_book, EVENTS, tag, rightId, terms.maxPerPerson)) {
            revert PersonHasEnough(rightId, tag);
        }
        uint8 rebinds = _rebind(rightId, right, terms, holder, true);
        emit RightNamed(rightId.eventId(), rightId, holder, rebinds, tag);
    }

    /// @dev Evidence for this right and this key, newer than the right's last rebind or naming. Evidence dated ahead of
    /// the chain's clock would still be newer after its own rebind, and so could be used again.
    function _checkEvidenceFor(
        RightId rightId,
        RightBook.Right memory right,
        IEventRegistry.ChangeTerms memory terms,
        address holder,
        bytes calldata evidence
    ) private view returns (bytes32 tag) {
        uint64 issuedAt;
        (tag, issuedAt) = Persons.ask(
            terms.identityVerifier,
            terms.scope,
            rightId,
            holder,
            right.head.agentId(),
            evidence
        );
        if (tag == 0 || issuedAt <= right.holding.reboundAt() || issuedAt > block.timestamp) {
            revert RightEvidenceInvalid(rightId);
        }
    }

    /// @dev `proof` is the old key's `Rebind`: `expiresAt 8 bytes ‖ signature`.
    function _checkConsent(
        RightId rightId,
        RightBook.Right memory right,
        address newHolder,
        bytes calldata proof
    ) private view {
        if (proof.length < 8) revert RightConsentInvalid(rightId, right.holder);
        uint64 expiresAt = uint64(bytes8(proof[:8]));
        bytes32 structHash = Statements.rebind(rightId, right.holder, newHolder, right.holding.rebinds(), expiresAt);
        if (block.timestamp >= expiresAt || _hashTypedDataV4(structHash).signer(proof[8:]) != right.holder)
            revert RightConsentInvalid(rightId, right.holder);
    }

    /// @dev Gives the right a new holding. A change of holder counts as a rebind, also by naming, and must come before
    /// rebindUntil. Returns how often the holder has changed, this time included.
    function _rebind(
        RightId rightId,
        RightBook.Right memory right,
        IEventRegistry.ChangeTerms memory terms,
        address holder,
        bool named
    ) private returns (uint8 rebinds) {
        rebinds = right.holding.rebinds();
        if (holder != right.holder) {
            _checkWindow(rightId, terms.rebindUntil);
            if (rebinds >= terms.maxRebinds) revert RightRebindsExhausted(rightId, terms.maxRebinds);
            ++rebinds;
        }
        _book.holdings[rightId] = HoldingLib.pack(holder, block.timestamp, rebinds, named);
        if (right.status != REBOUND) _book.setStatus(rightId, right.head, REBOUND);
    }
}
