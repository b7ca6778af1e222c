// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAttesterIdentityVerifier} from "../interfaces/IAttesterIdentityVerifier.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {IIdentityVerifier} from "../interfaces/IIdentityVerifier.sol";
import {RelayContext} from "../relay/RelayContext.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title AttesterIdentityVerifier
contract AttesterIdentityVerifier is IAttesterIdentityVerifier, RelayContext, EIP712 {
    bytes32 private constant ATTESTATION_TYPEHASH = keccak256(
        "IdentityAttestation(bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,"
        "uint64 issuedAt,uint64 expiresAt)"
    );
    /// @dev How far an attester's clock may be ahead of the chain's.
    uint256 private constant CLOCK_TOLERANCE = 300;

    // Evidence, as abi.encode makes it: tag, issuedAt, expiresAt, offset of the signature, its length, its bytes.
    uint256 private constant SIGNATURE_OFFSET = 128;
    uint256 private constant SIGNATURE_START = 160;
    uint256 private constant SIGNATURE_LENGTH = 65;
    uint256 private constant EVIDENCE_LENGTH = 256;

    /// @inheritdoc IAttesterIdentityVerifier
    IEventRegistry public immutable EVENTS;
    /// @inheritdoc IAttesterIdentityVerifier
    address public immutable ENTRY_RIGHTS;

    mapping(EventId scopeEvent => mapping(uint32 era => mapping(address attester => bool))) private _attesters;

    constructor(
        IEventRegistry events,
        address entryRights,
        address forwarder
    ) RelayContext(forwarder) EIP712("Doorkey Identity", "1") {
        EVENTS = events;
        ENTRY_RIGHTS = entryRights;
    }

    /* ATTESTERS */

    /// @inheritdoc IAttesterIdentityVerifier
    function setAttester(EventId scopeEvent, address attester, bool trusted) external {
        EVENTS.checkEventAdmin(scopeEvent, _msgSender(), _isForwarded());
        if (attester == address(0)) revert AttesterZero(scopeEvent);
        _presentAttesters(scopeEvent)[attester] = trusted;
        emit AttesterSet(scopeEvent, attester, trusted);
    }

    /// @inheritdoc IAttesterIdentityVerifier
    function isAttester(EventId scopeEvent, address attester) external view returns (bool) {
        return _presentAttesters(scopeEvent)[attester];
    }

    /// @dev The attesters of former organizers no longer count.
    function _presentAttesters(
        EventId scopeEvent
    ) private view returns (mapping(address attester => bool) storage attesters) {
        return _attesters[scopeEvent][EVENTS.eraOf(scopeEvent)];
    }

    /* PERSONS */

    /// @inheritdoc IIdentityVerifier
    /// @dev Never reverts on any evidence. abi.decode of five words does not revert; of the real types it would.
    function personTag(
        EventId scopeEvent,
        RightId rightId,
        address holder,
        AgentId agentId,
        bytes calldata evidence
    ) external view returns (bytes32 tag, uint64 issuedAt) {
        if (evidence.length != EVIDENCE_LENGTH) return (0, 0);
        (uint256 person, uint256 issued, uint256 expires, uint256 offset, uint256 length) = abi.decode(
            evidence,
            (uint256, uint256, uint256, uint256, uint256)
        );
        if (offset != SIGNATURE_OFFSET || length != SIGNATURE_LENGTH) return (0, 0);
        if (person == 0 || issued == 0 || issued > block.timestamp + CLOCK_TOLERANCE) return (0, 0);
        if (expires <= block.timestamp || expires > type(uint64).max) return (0, 0);

        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(ATTESTATION_TYPEHASH, scopeOf(scopeEvent), person, holder, agentId, rightId, issued, expires)
            )
        );
        (address signer, , ) = ECDSA.tryRecoverCalldata(
            digest,
            evidence[SIGNATURE_START:SIGNATURE_START + SIGNATURE_LENGTH]
        );
        // A bad signature has signer 0, and 0 is never an attester.
        if (!_presentAttesters(scopeEvent)[signer]) return (0, 0);
        // Narrowing: `issued` is not far ahead of the chain's clock.
        return (bytes32(person), uint64(issued));
    }

    /// @inheritdoc IAttesterIdentityVerifier
    function scopeOf(EventId scopeEvent) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, ENTRY_RIGHTS, scopeEvent));
    }
}
