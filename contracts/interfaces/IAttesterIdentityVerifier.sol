// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {EventId} from "../types/EventId.sol";
import {IEventRegistry} from "./IEventRegistry.sol";
import {IIdentityVerifier} from "./IIdentityVerifier.sol";

/// @title An identity verifier that believes attesters: keys that the present organizer of the scope event chose.
/// @notice Evidence is `abi.encode(bytes32 personTag, uint64 issuedAt, uint64 expiresAt, bytes signature)`, the signature
/// (r ‖ s ‖ v, low s) of an attester over the EIP-712 struct `IdentityAttestation(bytes32 scope,bytes32
/// personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt)` in the domain
/// ("Doorkey Identity", "1", chain id, this contract); scope = keccak256(abi.encode(chain id, EntryRightRegistry,
/// scope event)). rightId 0 = a grant by that agent, else the rebind or naming of that right only.
/// An attestation counts from issuedAt, which may be up to 300 seconds ahead of the chain's clock, until expiresAt. A
/// rebind or naming takes none that is ahead.
/// @dev *Assumptions*: attesters make one tag a person within a scope, and keep the key behind the tags secret. They let
/// attestations expire within hours: until then the same agent can use one again.
///
/// *Does not check*: that a person exists: an attester can invent one until the gate looks at the identity card.
interface IAttesterIdentityVerifier is IIdentityVerifier {
    /// @notice Emitted when an attester was set or revoked for a scope. It holds until the scope event changes hands.
    event AttesterSet(EventId indexed scopeEvent, address indexed attester, bool trusted);

    /// @notice Thrown when the zero address would be an attester.
    error AttesterZero(EventId scopeEvent);

    /// @notice Believes an attester in the scope of an event, or no longer: attestations made before are refused then
    /// too. For admins of the organizer of the scope event. It ends with the era of the event, see `eraOf` of EventRegistry.
    function setAttester(EventId scopeEvent, address attester, bool trusted) external;

    /// @notice Whether an attester is believed in the scope of an event.
    function isAttester(EventId scopeEvent, address attester) external view returns (bool);

    /// @notice The scope of attestations for a scope event.
    function scopeOf(EventId scopeEvent) external view returns (bytes32);

    /// @notice The registry whose admins choose attesters.
    function EVENTS() external view returns (IEventRegistry);

    /// @notice The EntryRightRegistry that scopes are made for.
    function ENTRY_RIGHTS() external view returns (address);
}
