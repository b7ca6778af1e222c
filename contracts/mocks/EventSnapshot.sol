// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttesterIdentityVerifier} from "../interfaces/IAttesterIdentityVerifier.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";

/// @notice All that the views return for an event, as one hash. Equal hashes mean that nothing changed.
contract EventSnapshot {
    IEntryRightRegistry private immutable RIGHTS;
    IEventRegistry private immutable EVENTS;

    constructor(IEntryRightRegistry rights) {
        RIGHTS = rights;
        EVENTS = rights.EVENTS();
    }

    /// @param agents How many agents to read.
    /// @param keys Accounts to read as gates and attesters.
    /// @param tags Persons to read in its scope.
    function snapshotOf(
        EventId eventId,
        uint32 agents,
        address[] calldata keys,
        bytes32[] calldata tags
    ) external view returns (bytes32 hash) {
        IEventRegistry.Event memory event_ = EVENTS.eventOf(eventId);
        hash = keccak256(abi.encode(event_, EVENTS.eraOf(eventId), RIGHTS.batchesOf(eventId)));
        for (uint256 b = 0; b < RIGHTS.batchesOf(eventId); ++b) {
            hash = keccak256(abi.encode(hash, RIGHTS.batchOf(eventId, b)));
        }
        for (uint8 c = 1; c <= event_.classCount; ++c) hash = keccak256(abi.encode(hash, _class(eventId, c, agents)));
        for (uint256 i = 0; i < keys.length; ++i) {
            hash = keccak256(abi.encode(hash, EVENTS.gateOf(eventId, keys[i]), RIGHTS.byHandOf(eventId, keys[i])));
            if (event_.identityVerifier == address(0)) continue;
            IAttesterIdentityVerifier verifier = IAttesterIdentityVerifier(event_.identityVerifier);
            hash = keccak256(abi.encode(hash, verifier.isAttester(eventId, keys[i])));
        }
        for (uint256 i = 0; i < tags.length; ++i) {
            hash = keccak256(abi.encode(hash, RIGHTS.rightsOfPerson(eventId, tags[i])));
        }
    }

    function _class(EventId eventId, uint8 classId, uint32 agents) private view returns (bytes32 hash) {
        IEventRegistry.Class memory class = EVENTS.classOf(eventId, classId);
        (uint256 granted, uint256 freed) = RIGHTS.placesOf(eventId, classId);
        hash = keccak256(abi.encode(class, granted, freed));
        for (uint32 a = 1; a <= agents; ++a) {
            AgentId agentId = AgentId.wrap(a);
            hash = keccak256(
                abi.encode(
                    hash,
                    EVENTS.designationOf(eventId, classId, agentId),
                    RIGHTS.usedBy(eventId, classId, agentId)
                )
            );
        }
        for (uint24 s = 0; class.seated && s < class.supply; ++s) {
            (bool held, bool isFreed) = RIGHTS.seatOf(eventId, classId, s);
            hash = keccak256(abi.encode(hash, held, isFreed));
        }
    }
}
