// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIdentityVerifier} from "../interfaces/IIdentityVerifier.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title A verifier that believes any tag, and trusts the attesters that a test names.
contract PreparedVerifier is IIdentityVerifier {
    mapping(address attester => bool) private _isTrusted;

    function trust(address attester, bool isTrusted) external {
        _isTrusted[attester] = isTrusted;
    }

    function isAttester(EventId, address attester) external view returns (bool) {
        return _isTrusted[attester];
    }

    /// Evidence is the tag itself.
    function personTag(
        EventId,
        RightId,
        address,
        AgentId,
        bytes calldata evidence
    ) external view returns (bytes32 tag, uint64 issuedAt) {
        return (bytes32(evidence), uint64(block.timestamp));
    }
}
