// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttesterIdentityVerifier} from "../interfaces/IAttesterIdentityVerifier.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";
import {RightId} from "../types/RightId.sol";
import {AttesterIdentityVerifier} from "./AttesterIdentityVerifier.sol";

contract AttesterIdentityVerifierTest is EventsFixture {
    /// The fields that an attester signs, and the question to the verifier.
    struct Attestation {
        EventId scopeEvent;
        bytes32 tag;
        address holder;
        AgentId agentId;
        RightId rightId;
        uint64 issuedAt;
        /// Wider than its type, so that a test can sign too large a value.
        uint256 expiresAt;
    }

    uint256 private constant KEY = 0xA77E57;
    uint256 private constant STRANGE_KEY = 0x57A;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    EventId private constant NONE = EventId.wrap(7);

    EventId private eventId;
    address private attester;

    function setUp() public override {
        super.setUp();
        eventId = _publish(_identifiedTerms(), _classes(true));
        attester = vm.addr(KEY);
        _setAttester(attester, true);
    }

    // Attesters

    function test_SetAttester_IsForAdminsOfTheScopeEvent() public {
        bytes memory setting = abi.encodeCall(verifier.setAttester, (eventId, STRANGER, true));
        address[4] memory others = [MEMBER, OTHER_ADMIN, OTHER_MEMBER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuseSetting(
                others[i],
                setting,
                abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, others[i])
            );
        }
        _refuseSetting(
            ADMIN,
            abi.encodeCall(verifier.setAttester, (NONE, STRANGER, true)),
            abi.encodeWithSelector(IEventRegistry.EventNonexistent.selector, NONE)
        );

        uint256 snapshot = vm.snapshotState();
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuseSetting(ADMIN, setting, abi.encodeWithSelector(ITeams.TeamInactive.selector, organizer));
        vm.revertToState(snapshot);
        _refuseRelays(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuseSetting(
            FORWARDER,
            abi.encodePacked(setting, ADMIN),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, organizer)
        );
        vm.revertToState(snapshot);
        vm.prank(FORWARDER);
        (bool success, ) = address(verifier).call(abi.encodePacked(setting, ADMIN));
        require(success && verifier.isAttester(eventId, STRANGER), "relayed");
    }

    function testFuzz_SetAttester_BelievesOrNot(address account, bool trusted) public {
        vm.assume(account != address(0) && account != attester);
        vm.expectEmit(address(verifier));
        emit IAttesterIdentityVerifier.AttesterSet(eventId, account, trusted);
        _setAttester(account, trusted);
        require(verifier.isAttester(eventId, account) == trusted, "attester");
        require(verifier.isAttester(eventId, attester), "the other attester");
        require(!verifier.isAttester(NONE, account), "another scope");

        vm.expectEmit(address(verifier));
        emit IAttesterIdentityVerifier.AttesterSet(eventId, account, false);
        _setAttester(account, false);
        require(!verifier.isAttester(eventId, account), "revoked");
    }

    function test_SetAttester_RevertWhen_Zero() public {
        for (uint256 i = 0; i < 2; ++i) {
            _refuseSetting(
                ADMIN,
                abi.encodeCall(verifier.setAttester, (eventId, address(0), i == 0)),
                abi.encodeWithSelector(IAttesterIdentityVerifier.AttesterZero.selector, eventId)
            );
        }
    }

    // Persons

    function testFuzz_PersonTag_BelievesAnAttester(Attestation memory told) public view {
        told.scopeEvent = eventId;
        vm.assume(told.tag != 0);
        told.issuedAt = 1 + (told.issuedAt % (NOW + 300));
        told.expiresAt = NOW + 1 + (told.expiresAt % (type(uint64).max - NOW));
        _assertBelieved(told, _evidence(told, KEY));
    }

    function test_PersonTag_HoldsUntilItExpires() public {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        vm.warp(told.expiresAt - 1);
        _assertBelieved(told, evidence);
        vm.warp(told.expiresAt);
        _assertRefused(told, evidence);
        vm.warp(told.expiresAt + 1);
        _assertRefused(told, evidence);
    }

    function test_PersonTag_AllowsForAFastClock() public view {
        Attestation memory told = _attestation();
        for (uint64 issuedAt = NOW + 299; issuedAt <= NOW + 301; ++issuedAt) {
            told.issuedAt = issuedAt;
            if (issuedAt <= NOW + 300) _assertBelieved(told, _evidence(told, KEY));
            else _assertRefused(told, _evidence(told, KEY));
        }
        told.issuedAt = type(uint64).max;
        _assertRefused(told, _evidence(told, KEY));
        told.issuedAt = 0;
        _assertRefused(told, _evidence(told, KEY));
        told.issuedAt = 1;
        _assertBelieved(told, _evidence(told, KEY));
    }

    function test_PersonTag_RefusesNobody() public view {
        Attestation memory told = _attestation();
        told.tag = 0;
        _assertRefused(told, _evidence(told, KEY));
    }

    function test_PersonTag_RefusesWhomNobodyBelieves() public {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, STRANGE_KEY);
        _assertRefused(told, evidence);
        _setAttester(vm.addr(STRANGE_KEY), true);
        _assertBelieved(told, evidence);
        _setAttester(vm.addr(STRANGE_KEY), false);
        _assertRefused(told, evidence);
        _assertBelieved(told, _evidence(told, KEY));
    }

    /// An attester of one scope does not count in another scope.
    function test_PersonTag_RefusesAttestersOfOtherScopes() public {
        EventId second = _publish(_identifiedTerms(), _classes(true));
        Attestation memory told = _attestation();
        told.scopeEvent = second;
        _assertRefused(told, _evidence(told, KEY));
        vm.prank(ADMIN);
        verifier.setAttester(second, attester, true);
        _assertBelieved(told, _evidence(told, KEY));
        // An attestation for one scope is not valid in another.
        bytes memory evidence = _evidence(told, KEY);
        told.scopeEvent = eventId;
        _assertRefused(told, evidence);
    }

    /// Attesters belong to the era in which they were set. A new organizer starts without any, and so does one that
    /// gets its event back.
    function test_PersonTag_RefusesAttestersOfFormerEras() public {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        EventId twin = _publish(_identifiedTerms(), _classes(true));
        vm.prank(ADMIN);
        verifier.setAttester(twin, attester, true);
        _assertBelieved(told, evidence);

        _handOver(organizer, ADMIN, other, OTHER_ADMIN);
        _assertRefused(told, evidence);
        require(!verifier.isAttester(eventId, attester), "attester of the former organizer");
        require(verifier.isAttester(twin, attester), "attester of another event");
        vm.prank(OTHER_ADMIN);
        verifier.setAttester(eventId, vm.addr(STRANGE_KEY), true);
        _assertBelieved(told, _evidence(told, STRANGE_KEY));

        _handOver(other, OTHER_ADMIN, organizer, ADMIN);
        _assertRefused(told, evidence);
        _assertRefused(told, _evidence(told, STRANGE_KEY));
        require(!verifier.isAttester(eventId, attester), "attester of an era that is over");
        _setAttester(attester, true);
        _assertBelieved(told, evidence);
    }

    /// The verifier refuses any question that differs from the attestation.
    function test_PersonTag_RefusesWhatWasNotAttested() public view {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        _assertBelieved(told, evidence);
        told.holder = STRANGER;
        _assertRefused(told, evidence);
        told = _attestation();
        told.agentId = _agent(4);
        _assertRefused(told, evidence);
        told = _attestation();
        told.rightId = RightId.wrap(1);
        _assertRefused(told, evidence);

        // Evidence for one right is not valid for another right, nor for a grant.
        told.rightId = RightId.wrap(1 << 32);
        evidence = _evidence(told, KEY);
        _assertBelieved(told, evidence);
        told.rightId = RightId.wrap((1 << 32) + 1);
        _assertRefused(told, evidence);
        told.rightId = RightId.wrap(0);
        _assertRefused(told, evidence);
    }

    /// The tag and times in the evidence must be the signed ones.
    function testFuzz_PersonTag_RefusesChangedEvidence(uint256 bit) public view {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        // Every byte except the padding after the signature.
        bit %= 8 * 225;
        evidence[bit / 8] = bytes1(uint8(evidence[bit / 8]) ^ uint8(1 << (bit % 8)));
        _assertRefused(told, evidence);
    }

    function test_PersonTag_RefusesAnotherChainContractAndRegistry() public {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        AttesterIdentityVerifier twin = _verifier(ENTRY_RIGHTS);
        AttesterIdentityVerifier foreign = _verifier(STRANGER);
        AttesterIdentityVerifier genuine = verifier;
        require(twin.scopeOf(eventId) == verifier.scopeOf(eventId), "scope of the twin");
        require(foreign.scopeOf(eventId) != verifier.scopeOf(eventId), "scope of another registry");
        require(verifier.scopeOf(NONE) != verifier.scopeOf(eventId), "scope of another event");

        AttesterIdentityVerifier[2] memory others = [twin, foreign];
        for (uint256 i = 0; i < 2; ++i) {
            verifier = others[i];
            _setAttester(attester, true);
            _assertRefused(told, evidence);
            _assertBelieved(told, _evidence(told, KEY));
        }
        verifier = genuine;
        _assertBelieved(told, evidence);
        vm.chainId(block.chainid + 1);
        _assertRefused(told, evidence);
        _assertBelieved(told, _evidence(told, KEY));
    }

    // Signatures and encoding

    function test_PersonTag_RefusesHighS() public view {
        Attestation memory told = _attestation();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, _digest(told));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        _assertBelieved(told, _encoded(told, abi.encodePacked(r, s, v)));
        _assertRefused(told, _encoded(told, abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27))));
        _assertRefused(told, _encoded(told, abi.encodePacked(r, high, v)));
    }

    function testFuzz_PersonTag_RefusesOtherSignatureForms(uint8 other) public view {
        Attestation memory told = _attestation();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, _digest(told));
        if (other != v) _assertRefused(told, _encoded(told, abi.encodePacked(r, s, other)));
        // The short form of EIP-2098, and one byte more or less.
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        _assertRefused(told, _encoded(told, abi.encodePacked(r, vs)));
        _assertRefused(told, _encoded(told, abi.encodePacked(r, s)));
        _assertRefused(told, _encoded(told, abi.encodePacked(r, s, v, other)));
        _assertRefused(told, _encoded(told, ""));
        _assertRefused(told, _encoded(told, new bytes(65)));
    }

    function test_PersonTag_RefusesOtherEncodings() public view {
        Attestation memory told = _attestation();
        bytes memory evidence = _evidence(told, KEY);
        require(evidence.length == 256, "length");
        _assertRefused(told, "");
        _assertRefused(told, bytes.concat(evidence, hex"00"));
        _assertRefused(told, bytes.concat(evidence, new bytes(32)));
        // The padding must exist, but its content is ignored.
        evidence[255] = 0x01;
        _assertBelieved(told, evidence);
        assembly ("memory-safe") {
            mstore(evidence, 255)
        }
        _assertRefused(told, evidence);

        // Signed as it is, but more than 64 bits.
        told.expiresAt = type(uint64).max;
        _assertBelieved(told, _evidence(told, KEY));
        told.expiresAt = 1 << 64;
        _assertRefused(told, _evidence(told, KEY));
        told = _attestation();

        // Times beyond 64 bits, on which abi.decode would revert.
        bytes memory signature = _signature(told, KEY);
        _assertRefused(told, abi.encode(told.tag, (1 << 64) | told.issuedAt, told.expiresAt, signature));
        _assertRefused(told, abi.encode(told.tag, told.issuedAt, (1 << 64) | told.expiresAt, signature));
        _assertRefused(told, abi.encode(told.tag, told.issuedAt, type(uint256).max, signature));
        _assertBelieved(told, abi.encode(told.tag, told.issuedAt, told.expiresAt, signature));
    }

    /// Any bytes give a person or a refusal, never a revert.
    function testFuzz_PersonTag_NeverReverts(bytes calldata evidence, Attestation memory told) public view {
        _assertRefused(told, evidence);
    }

    /// The same with bytes of the right length, and with the layout of valid evidence.
    function testFuzz_PersonTag_NeverRevertsOnFramedBytes(
        bytes32[8] memory words,
        Attestation memory told
    ) public view {
        _assertRefused(told, abi.encode(words));
        words[3] = bytes32(uint256(128));
        words[4] = bytes32(uint256(65));
        _assertRefused(told, abi.encode(words));
        words[1] = bytes32(uint256(NOW));
        words[2] = bytes32(uint256(NOW + 1));
        _assertRefused(told, abi.encode(words));
    }

    function test_Evidence_IsHashedAsWritten() public view {
        (, string memory name, string memory version, uint256 chainId, address verifying, , ) = verifier.eip712Domain();
        require(keccak256(bytes(name)) == keccak256("Doorkey Identity"), "name");
        require(keccak256(bytes(version)) == keccak256("1"), "version");
        require(chainId == block.chainid && verifying == address(verifier), "domain");
        require(verifier.scopeOf(eventId) == keccak256(abi.encode(block.chainid, ENTRY_RIGHTS, eventId)), "scope");
        require(address(verifier.EVENTS()) == address(events), "events");
        require(verifier.ENTRY_RIGHTS() == ENTRY_RIGHTS, "entry rights");
    }

    // Helpers

    function _handOver(OrganizerId from, address fromAdmin, OrganizerId to, address toAdmin) private {
        require(events.eventOf(eventId).organizerId == from, "organizer");
        vm.prank(fromAdmin);
        events.offerHandOver(eventId, to);
        bytes32 termsHash = events.termsHashOf(eventId);
        vm.prank(toAdmin);
        events.acceptHandOver(eventId, to, termsHash);
    }

    function _attestation() private view returns (Attestation memory) {
        return
            Attestation({
                scopeEvent: eventId,
                tag: keccak256("person"),
                holder: address(0x401DE2),
                agentId: _agent(3),
                rightId: RightId.wrap(0),
                issuedAt: NOW - 1 hours,
                expiresAt: NOW + 1 hours
            });
    }

    function _digest(Attestation memory told) private view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "IdentityAttestation(bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,"
                    "uint64 issuedAt,uint64 expiresAt)"
                ),
                keccak256(abi.encode(block.chainid, verifier.ENTRY_RIGHTS(), told.scopeEvent)),
                told.tag,
                told.holder,
                told.agentId,
                told.rightId,
                told.issuedAt,
                told.expiresAt
            )
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Doorkey Identity"),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _signature(Attestation memory told, uint256 key) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(told));
        return abi.encodePacked(r, s, v);
    }

    function _evidence(Attestation memory told, uint256 key) private view returns (bytes memory) {
        return _encoded(told, _signature(told, key));
    }

    function _encoded(Attestation memory told, bytes memory signature) private pure returns (bytes memory) {
        return abi.encode(told.tag, told.issuedAt, told.expiresAt, signature);
    }

    function _assertBelieved(Attestation memory told, bytes memory evidence) private view {
        (bytes32 tag, uint64 issuedAt) = _ask(told, evidence);
        require(tag == told.tag && issuedAt == told.issuedAt, "not believed");
    }

    function _assertRefused(Attestation memory told, bytes memory evidence) private view {
        (bytes32 tag, uint64 issuedAt) = _ask(told, evidence);
        require(tag == 0 && issuedAt == 0, "not refused");
    }

    function _ask(Attestation memory told, bytes memory evidence) private view returns (bytes32, uint64) {
        return verifier.personTag(told.scopeEvent, told.rightId, told.holder, told.agentId, evidence);
    }

    function _setAttester(address account, bool trusted) private {
        vm.prank(ADMIN);
        verifier.setAttester(eventId, account, trusted);
    }

    function _refuseSetting(address sender, bytes memory data, bytes memory reason) private {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(verifier).call(data);
        require(!success, "not refused");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }
}
