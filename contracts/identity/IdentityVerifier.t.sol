// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LawlessVerifier} from "../mocks/LawlessVerifier.sol";
import {vm} from "../mocks/Vm.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {IdentityVerifier} from "./IdentityVerifier.sol";

/// What the base guarantees although its subclass vouches for everything.
contract IdentityVerifierTest {
    uint64 private constant NOW = 1_900_000_000;
    address private constant ENTRY_RIGHTS = address(0xE0);
    address private constant HOLDER = address(0x401D);
    bytes32 private constant ANN = "ann";
    EventId private constant SCOPE = EventId.wrap(3);
    RightId private constant RIGHT = RightId.wrap(77);
    AgentId private constant AGENT = AgentId.wrap(5);

    LawlessVerifier private verifier;

    function setUp() public {
        vm.warp(NOW);
        verifier = new LawlessVerifier(ENTRY_RIGHTS);
    }

    function test_PersonTag_IsThatOfEvidenceThatTheSubclassVouchesFor() public view {
        _accepts(abi.encodePacked(ANN, NOW, NOW + 1));
    }

    function test_PersonTag_ChecksTimesOnBothSides() public view {
        _accepts(abi.encodePacked(ANN, NOW + 300, NOW + 1));
        _refuses(abi.encodePacked(ANN, NOW + 301, NOW + 1));
        _accepts(abi.encodePacked(ANN, uint64(1), NOW + 1));
        _refuses(abi.encodePacked(ANN, uint64(0), NOW + 1));
        _refuses(abi.encodePacked(ANN, NOW, NOW));
        _accepts(abi.encodePacked(ANN, NOW, type(uint64).max));
        _refuses(abi.encodePacked(ANN, type(uint64).max, type(uint64).max));
    }

    function test_PersonTag_RefusesNobody() public view {
        _refuses(abi.encodePacked(bytes32(0), NOW, NOW + 1));
    }

    function testFuzz_PersonTag_RefusesShortEvidence(uint8 length) public view {
        bytes memory whole = abi.encodePacked(ANN, NOW, NOW + 1);
        bytes memory short = new bytes(length % 48);
        for (uint256 i = 0; i < short.length; ++i) short[i] = whole[i];
        _refuses(short);
    }

    /// The subclass gets all that a proof must depend on.
    function test_PersonTag_PassesTheWholeAttestation() public {
        IdentityVerifier.Attestation memory attestation = IdentityVerifier.Attestation({
            scope: keccak256(abi.encode(block.chainid, ENTRY_RIGHTS, SCOPE)),
            rightId: RIGHT,
            holder: HOLDER,
            agentId: AGENT,
            personTag: ANN,
            issuedAt: NOW,
            expiresAt: NOW + 1
        });
        require(verifier.scopeOf(SCOPE) == attestation.scope, "scope");
        bytes memory evidence = abi.encodePacked(ANN, NOW, NOW + 1, keccak256(abi.encode(SCOPE, attestation)));
        _accepts(evidence);
        // The same proof on another chain.
        vm.chainId(block.chainid + 1);
        _refuses(evidence);
    }

    function test_PersonTag_LetsTheSubclassRefuseByReverting() public {
        bytes memory proof = "revert";
        vm.expectRevert(abi.encodeWithSelector(LawlessVerifier.ProofUnknown.selector, proof));
        verifier.personTag(SCOPE, RIGHT, HOLDER, AGENT, abi.encodePacked(ANN, NOW, NOW + 1, proof));
    }

    function test_PersonTag_MayBurnOnlyTheGasOfItsCaller() public view {
        bytes memory evidence = abi.encodePacked(ANN, NOW, NOW + 1, "burn");
        bytes memory question = abi.encodeCall(verifier.personTag, (SCOPE, RIGHT, HOLDER, AGENT, evidence));
        (bool success, ) = address(verifier).staticcall{gas: 600_000}(question);
        require(!success, "it answered");
    }

    function _accepts(bytes memory evidence) private view {
        (bytes32 tag, uint64 issuedAt) = verifier.personTag(SCOPE, RIGHT, HOLDER, AGENT, evidence);
        require(tag == ANN, "refused");
        require(bytes8(issuedAt) == _issuedIn(evidence), "another time");
    }

    function _refuses(bytes memory evidence) private view {
        (bytes32 tag, uint64 issuedAt) = verifier.personTag(SCOPE, RIGHT, HOLDER, AGENT, evidence);
        require(tag == 0 && issuedAt == 0, "accepted");
    }

    function _issuedIn(bytes memory evidence) private pure returns (bytes8 issued) {
        assembly ("memory-safe") {
            issued := mload(add(evidence, 0x40))
        }
    }
}
