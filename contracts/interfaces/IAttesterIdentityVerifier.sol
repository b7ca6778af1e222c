// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {EventId} from "../types/EventId.sol";
import {IEventRegistry} from "./IEventRegistry.sol";
import {IIdentityVerifier} from "./IIdentityVerifier.sol";

/// @title An identity verifier that trusts attesters: keys that the present organizer of the scope event chose.
/// @notice Evidence is `abi.encode(bytes32 personTag, uint64 issuedAt, uint64 expiresAt, bytes signature)`, the
/// signature (r ‖ s ‖ v, low s) of an attester over the EIP-712 struct `IdentityAttestation(bytes32 scope,bytes32
/// personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt)` in the domain
/// ("Doorkey Identity", "1", chain id, this contract); scope = keccak256(abi.encode(chain id, EntryRightRegistry,
/// scope event)). rightId 0 = a grant by that agent, else only the rebind or naming of that right.
/// An attestation counts until expiresAt. Its issuedAt may be up to 300 seconds ahead of the chain's clock. A rebind or
/// naming accepts none that is ahead.
/// @dev *Assumptions*: attesters make one tag for each person within a scope, and keep the key behind the tags secret.
/// They let attestations expire within hours, because the same agent can use one again until then.
///
/// *Does not check*: that a person exists. An attester can invent one until staff at the gate check the identity card.
interface IAttesterIdentityVerifier is IIdentityVerifier {
    /// @notice Emitted when a key was made an attester for a scope, or stopped being one. It holds until the scope
    /// event changes hands.
    event AttesterSet(EventId indexed scopeEvent, address indexed attester, bool trusted);

    /// @notice Thrown when the zero address is made an attester.
    error AttesterZero(EventId scopeEvent);

    /// @notice Trusts an attester in the scope of an event, or stops trusting it. Attestations that it made before are
    /// then refused too. For admins of the organizer of the scope event; else reverts as `checkEventAdmin` of
    /// EventRegistry does. Reverts with `AttesterZero`. The trust ends with the era of the event, see `eraOf`.
    function setAttester(EventId scopeEvent, address attester, bool trusted) external;

    /// @notice Whether the verifier trusts an attester in the scope of an event now.
    function isAttester(EventId scopeEvent, address attester) external view returns (bool);

    /// @notice The `scope` that attestations for a scope event have.
    function scopeOf(EventId scopeEvent) external view returns (bytes32);

    /// @notice The registry of the organizers whose admins choose attesters.
    function EVENTS() external view returns (IEventRegistry);

    /// @notice The EntryRightRegistry that is part of each scope.
    function ENTRY_RIGHTS() external view returns (address);
}
