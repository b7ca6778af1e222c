// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {IIdentityVerifier} from "../interfaces/IIdentityVerifier.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {VOID} from "../types/RightStatus.sol";
import {RightBook} from "./RightBook.sol";

/// @title The person of a right, and the number of rights of a person.
/// @notice A person of a scope has up to three places, 64 bits each in one slot. Each place has the right that took it.
/// A place is free again when that right is void or its event is cancelled. `claim` finds this out, so returning a
/// right does not need the person's tag.
library Persons {
    using RightBook for RightBook.Book;

    /// @dev Gas that an identity verifier may spend on one question. A proof of Semaphore v4 takes 243,000, and this
    /// limit can never change. `ask` reverts if less is left, so that a caller cannot have good evidence refused by low
    /// gas.
    uint256 internal constant EVIDENCE_GAS = 600_000;
    /// @dev Gas for the call itself: a cold account and the memory of question and answer.
    uint256 private constant CALL_RESERVE = 10_000;

    struct Places {
        mapping(bytes32 tag => uint256) words;
    }

    /// @notice The rights that last took the person's places.
    function rightsOf(Places storage places, bytes32 tag) internal view returns (RightId[3] memory rights) {
        uint256 word = places.words[tag];
        for (uint256 i = 0; i < 3; ++i) rights[i] = _at(word, i);
    }

    /// @notice Whether the right is the person's.
    function has(Places storage places, bytes32 tag, RightId rightId) internal view returns (bool) {
        uint256 word = places.words[tag];
        return _at(word, 0) == rightId || _at(word, 1) == rightId || _at(word, 2) == rightId;
    }

    /// @notice Takes one of the person's first `most` places for the right. Returns false if none is free.
    function claim(
        Places storage places,
        RightBook.Book storage book,
        IEventRegistry events,
        bytes32 tag,
        RightId rightId,
        uint256 most
    ) internal returns (bool) {
        uint256 word = places.words[tag];
        for (uint256 i = 0; i < most; ++i) {
            RightId occupant = _at(word, i);
            if (!_isFree(book, events, occupant, rightId)) continue;
            places.words[tag] =
                (word & ~(uint256(type(uint64).max) << (64 * i))) | (uint256(RightId.unwrap(rightId)) << (64 * i));
            return true;
        }
        return false;
    }

    /// @notice Asks an identity verifier, which may be hostile. Anything but an answer counts as a refusal (0, 0).
    function ask(
        address verifier,
        EventId scopeEvent,
        RightId rightId,
        address holder,
        AgentId agentId,
        bytes calldata evidence
    ) internal view returns (bytes32 tag, uint64 issuedAt) {
        bytes memory question = abi.encodeCall(
            IIdentityVerifier.personTag,
            (scopeEvent, rightId, holder, agentId, evidence)
        );
        // EIP-150 passes on at most 63/64 of the gas left, so this amount leaves EVIDENCE_GAS for the call.
        uint256 wanted = (EVIDENCE_GAS * 64) / 63 + CALL_RESERVE;
        if (gasleft() < wanted) revert IEntryRightRegistry.GasTooLow(gasleft(), wanted);
        uint256 issued;
        assembly ("memory-safe") {
            // Reads only two words of the answer, even if it is longer.
            if staticcall(EVIDENCE_GAS, verifier, add(question, 0x20), mload(question), 0x00, 0x40) {
                if gt(returndatasize(), 0x3f) {
                    tag := mload(0x00)
                    issued := mload(0x20)
                }
            }
        }
        if (issued == 0 || issued > type(uint64).max) return (0, 0);
        // Narrowing: checked just above.
        issuedAt = uint64(issued);
    }

    function _at(uint256 word, uint256 place) private pure returns (RightId) {
        return RightId.wrap(uint64(word >> (64 * place)));
    }

    function _isFree(
        RightBook.Book storage book,
        IEventRegistry events,
        RightId occupant,
        RightId claimant
    ) private view returns (bool) {
        if (RightId.unwrap(occupant) == 0) return true;
        BatchHead head = book.headOf(occupant);
        // This grant took the place, and its batch is not written yet.
        if (!head.exists()) return false;
        if (book.statusOf(occupant, head) == VOID) return true;
        return occupant.eventId() != claimant.eventId() && events.isCancelled(occupant.eventId());
    }
}
