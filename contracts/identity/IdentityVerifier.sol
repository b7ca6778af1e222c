// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IIdentityVerifier} from "../interfaces/IIdentityVerifier.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A base for identity verifiers: it decodes evidence, and refuses what has expired or is dated ahead.
/// @notice Evidence is `personTag 32 bytes ‖ issuedAt 8 ‖ expiresAt 8 ‖ proof`, times in seconds since 1970. A subclass
/// fills in `_vouches`, which judges the proof. It must make the proof depend on the whole attestation: on the scope and
/// the holder, or a copy of it vouches for another key; on the right, or one person's evidence rebinds another right.
/// @dev *Assumptions*: `_vouches` takes less than 600,000 gas. More is a refusal, as is a revert.
///
/// *Does not check*: the proof, nor that a person has one tag.
abstract contract IdentityVerifier is IIdentityVerifier {
    /// @notice What evidence says.
    struct Attestation {
        /// See `scopeOf`.
        bytes32 scope;
        /// 0 for a grant by `agentId`, else the right that is to be rebound or named.
        RightId rightId;
        address holder;
        AgentId agentId;
        bytes32 personTag;
        uint64 issuedAt;
        uint64 expiresAt;
    }

    /// @dev How far the clock of an issuer may be ahead of the chain's, in seconds.
    uint256 internal constant CLOCK_TOLERANCE = 300;
    uint256 private constant HEAD_SIZE = 48;

    /// @notice The EntryRightRegistry that is part of each scope.
    address public immutable ENTRY_RIGHTS;

    constructor(address entryRights) {
        ENTRY_RIGHTS = entryRights;
    }

    /// @inheritdoc IIdentityVerifier
    function personTag(
        EventId scopeEvent,
        RightId rightId,
        address holder,
        AgentId agentId,
        bytes calldata evidence
    ) external view returns (bytes32 tag, uint64 issuedAt) {
        if (evidence.length < HEAD_SIZE) return (0, 0);
        Attestation memory attestation = Attestation({
            scope: scopeOf(scopeEvent),
            rightId: rightId,
            holder: holder,
            agentId: agentId,
            personTag: bytes32(evidence),
            issuedAt: uint64(bytes8(evidence[32:])),
            expiresAt: uint64(bytes8(evidence[40:]))
        });
        if (attestation.personTag == 0 || attestation.issuedAt == 0) return (0, 0);
        if (attestation.issuedAt > block.timestamp + CLOCK_TOLERANCE) return (0, 0);
        if (attestation.expiresAt <= block.timestamp) return (0, 0);
        if (!_vouches(scopeEvent, attestation, evidence[HEAD_SIZE:])) return (0, 0);
        return (attestation.personTag, attestation.issuedAt);
    }

    /// @notice The `scope` of attestations for a scope event: keccak256(abi.encode(chain id, EntryRightRegistry, scope
    /// event)).
    function scopeOf(EventId scopeEvent) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, ENTRY_RIGHTS, scopeEvent));
    }

    /// @dev Whether the proof shows that the attestation is true.
    function _vouches(
        EventId scopeEvent,
        Attestation memory attestation,
        bytes calldata proof
    ) internal view virtual returns (bool);
}
