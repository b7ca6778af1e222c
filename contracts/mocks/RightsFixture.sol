// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EntryRightRegistry} from "../rights/EntryRightRegistry.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {deploy} from "./deploy.sol";
import {EventsFixture} from "./EventsFixture.sol";
import {vm} from "./Vm.sol";

/// @notice The suite with an agent whose members sell, an attester, and the statements of attesters and holders.
abstract contract RightsFixture is EventsFixture {
    address internal constant AGENT = address(0xAA);
    address internal constant SELLER = address(0xAB);
    uint256 internal constant ATTESTER_KEY = 0xA77E57;
    /// @dev Key of the first holder. The keys of the others follow.
    uint256 internal constant HOLDER_KEY = 0x401DE2;
    uint32 internal constant QUOTA = 1_000;

    EntryRightRegistry internal rights;
    AgentId internal agent;

    function setUp() public virtual override {
        super.setUp();
        rights = EntryRightRegistry(deploy("EntryRightRegistry", abi.encode(events, FORWARDER)));
        verifier = _verifier(address(rights));
        agent = _agent(_register(agents, AGENT, SELLER));
    }

    /// @dev An event on sale that the agent sells, and whose persons the attester attests.
    function _open(
        IEventRegistry.EventTerms memory terms,
        IEventRegistry.ClassTerms[] memory classes
    ) internal returns (EventId eventId) {
        eventId = _publish(terms, classes);
        for (uint8 classId = 1; classId <= classes.length; ++classId) {
            vm.prank(ADMIN);
            events.designateAgent(eventId, classId, agent, QUOTA);
        }
        if (terms.policy.identityVerifier != address(0)) {
            vm.prank(ADMIN);
            verifier.setAttester(eventId, vm.addr(ATTESTER_KEY), true);
        }
        vm.warp(SALES_OPEN);
    }

    /// @dev Three classes: standing, seated, and staff, which is reserved and named.
    function _threeClasses() internal pure returns (IEventRegistry.ClassTerms[] memory classes) {
        classes = new IEventRegistry.ClassTerms[](3);
        (classes[0].name, classes[0].supply) = ("standing", 800);
        (classes[1].name, classes[1].supply, classes[1].seated) = ("block A", 10, true);
        (classes[2].name, classes[2].supply, classes[2].reserved, classes[2].named) = ("staff", 10, true, true);
    }

    /* GRANT */

    function _grantTo(EventId eventId, uint8 classId, bytes memory records) internal returns (RightId first) {
        (first, ) = _grant(eventId, classId, records, new bytes[](0));
    }

    function _grant(
        EventId eventId,
        uint8 classId,
        bytes memory records,
        bytes[] memory evidence
    ) internal returns (RightId first, uint256 live) {
        vm.prank(SELLER);
        return rights.grant(eventId, classId, agent, records, evidence, "", 0);
    }

    function _granting(
        EventId eventId,
        uint8 classId,
        bytes memory records,
        bytes[] memory evidence,
        uint32 minLive
    ) internal view returns (bytes memory) {
        return abi.encodeCall(rights.grant, (eventId, classId, agent, records, evidence, "", minLive));
    }

    function _holder(uint256 number) internal pure returns (address) {
        return vm.addr(HOLDER_KEY + number);
    }

    /// @dev `count` holders from number `from` on.
    function _records(uint256 from, uint256 count) internal pure returns (bytes memory records) {
        for (uint256 i = 0; i < count; ++i) records = bytes.concat(records, bytes20(_holder(from + i)));
    }

    /// @dev The same, with consecutive seats from `seat` on.
    function _seatedRecords(uint256 from, uint24 seat, uint256 count) internal pure returns (bytes memory records) {
        for (uint24 i = 0; i < count; ++i) {
            records = bytes.concat(records, bytes20(_holder(from + i)), bytes3(seat + i));
        }
    }

    /* SIGN */

    /// @dev The attester's evidence that a key is a person's, issued now and valid for an hour.
    function _attest(EventId scope, bytes32 tag, address holder, RightId rightId) internal view returns (bytes memory) {
        return _attestAt(scope, tag, holder, rightId, uint64(block.timestamp));
    }

    function _attestAt(
        EventId scope,
        bytes32 tag,
        address holder,
        RightId rightId,
        uint64 issuedAt
    ) internal view returns (bytes memory) {
        uint64 expiresAt = uint64(block.timestamp + 1 hours);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "IdentityAttestation(bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,"
                    "uint64 issuedAt,uint64 expiresAt)"
                ),
                verifier.scopeOf(scope),
                tag,
                holder,
                agent,
                rightId,
                issuedAt,
                expiresAt
            )
        );
        bytes32 digest = _digest("Doorkey Identity", address(verifier), structHash);
        return abi.encode(tag, issuedAt, expiresAt, _sign(ATTESTER_KEY, digest));
    }

    /// @dev A holder's consent to rebind a right that changed holder `rebinds` times.
    function _consent(
        RightId rightId,
        uint256 number,
        address newHolder,
        uint8 rebinds
    ) internal view returns (bytes memory) {
        uint64 expiresAt = uint64(block.timestamp + 1);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Rebind(uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt)"),
                rightId,
                _holder(number),
                newHolder,
                rebinds,
                expiresAt
            )
        );
        return abi.encodePacked(expiresAt, _signStatement(number, structHash));
    }

    function _signStatement(uint256 number, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 digest = _digest("Doorkey", address(rights), structHash);
        return abi.encodePacked(uint8(0), _sign(HOLDER_KEY + number, digest));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _digest(string memory name, address verifying, bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifying
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /* REFUSE */

    function _refuseRight(address sender, bytes memory data, bytes memory reason) internal {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(rights).call(data);
        require(!success, "not refused");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }
}
