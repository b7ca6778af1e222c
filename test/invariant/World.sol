// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AgentRegistry} from "../../contracts/teams/AgentRegistry.sol";
import {EntryRightRegistry} from "../../contracts/rights/EntryRightRegistry.sol";
import {EventRegistry} from "../../contracts/events/EventRegistry.sol";
import {GasRelayForwarder} from "../../contracts/relay/GasRelayForwarder.sol";
import {AttesterIdentityVerifier} from "../../contracts/identity/AttesterIdentityVerifier.sol";
import {IGasRelayForwarder} from "../../contracts/interfaces/IGasRelayForwarder.sol";
import {Vm, vm} from "../../contracts/mocks/Vm.sol";
import {AgentId} from "../../contracts/types/AgentId.sol";
import {EventId} from "../../contracts/types/EventId.sol";
import {RightId} from "../../contracts/types/RightId.sol";
import {Dice} from "./Dice.sol";

struct Suite {
    GasRelayForwarder forwarder;
    AgentRegistry agents;
    EventRegistry events;
    EntryRightRegistry rights;
    AttesterIdentityVerifier verifier;
}

/// @notice The suite, the keys of everybody, and what they sign. Acts go directly or through the forwarder, by chance.
abstract contract World {
    uint256 internal constant START = 1_900_000_000;
    uint256 internal constant ORGANIZERS = 2;
    uint256 internal constant AGENTS = 6;
    uint256 internal constant HOLDERS = 8;
    uint256 internal constant PERSONS = 5;

    // Keys. Organizer i: admin i, member 10 + i. Agent i: admin 20 + i, member 30 + i.
    uint256 internal constant ATTESTER = 50;
    uint256 internal constant STRANGER = 51;
    uint256 internal constant RELAY = 52;
    /// Of organizer i: scanner 60 + i, desk 70 + i.
    uint256 internal constant SCANNER = 60;
    uint256 internal constant DESK = 70;
    /// Of secp256k1 for holders 0 to 5, of P-256 for holders 6 and 7.
    uint256 internal constant HOLDER = 80;
    uint256 internal constant FIRST_P256 = 6;
    uint256 private constant P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;

    uint256 private constant CALL_GAS = 8_000_000;

    Suite internal suite;
    Dice internal dice;
    address[HOLDERS] internal holders;
    mapping(address holder => uint256) internal holderNumber;

    mapping(bytes32 requestHash => uint256) internal executions;
    bytes[] internal sent;
    mapping(uint256 key => uint256) private _nonces;

    constructor(Suite memory suite_) {
        suite = suite_;
        for (uint256 i = 0; i < HOLDERS; ++i) {
            holders[i] = _holderAddress(i);
            holderNumber[holders[i]] = i;
        }
    }

    /* ACT */

    /// @dev Whether the call succeeded.
    function _do(uint256 key, address to, bytes memory data) internal returns (bool ok) {
        if (dice.oneIn(2)) return _doForwarded(key, to, data);
        return _doDirectly(key, to, data);
    }

    function _doDirectly(uint256 key, address to, bytes memory data) internal returns (bool ok) {
        vm.recordLogs();
        vm.prank(vm.addr(key));
        (ok, ) = to.call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) _noted(logs[i]);
    }

    /// @dev Told of each log of each act, in order.
    function _noted(Vm.Log memory log) internal virtual {}

    function _doForwarded(uint256 key, address to, bytes memory data) internal returns (bool ok) {
        IGasRelayForwarder.ForwardRequest memory request = IGasRelayForwarder.ForwardRequest({
            from: vm.addr(key),
            to: to,
            gas: CALL_GAS,
            nonce: _nonces[key]++,
            deadline: uint48(block.timestamp),
            relayer: dice.oneIn(2) ? vm.addr(RELAY) : address(0),
            data: data
        });
        IGasRelayForwarder.SignedRequest memory signed = _signRequest(key, request);
        sent.push(abi.encode(signed));
        uint256 executed;
        (executed, ok) = _execute(signed);
        require(executed == 1, "9: a good request was not executed once");
    }

    function _signRequest(
        uint256 key,
        IGasRelayForwarder.ForwardRequest memory request
    ) internal view returns (IGasRelayForwarder.SignedRequest memory) {
        return IGasRelayForwarder.SignedRequest(request, _sign(key, suite.forwarder.hashOf(request)));
    }

    /// @dev How many requests ran, and whether the last of them succeeded.
    function _execute(
        IGasRelayForwarder.SignedRequest memory signed
    ) internal returns (uint256 executed, bool success) {
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](1);
        requests[0] = signed;
        vm.recordLogs();
        vm.prank(vm.addr(RELAY));
        suite.forwarder.execute(requests);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            _noted(logs[i]);
            if (logs[i].emitter != address(suite.forwarder)) continue;
            if (logs[i].topics[0] != IGasRelayForwarder.RequestExecuted.selector) continue;
            ++executed;
            ++executions[logs[i].topics[1]];
            require(logs[i].topics[2] == bytes32(uint256(uint160(signed.request.from))), "9: not its signer");
            (, success, , ) = abi.decode(logs[i].data, (uint256, bool, uint256, bytes32));
        }
    }

    /* SIGN */

    function _holderAddress(uint256 holder) private pure returns (address) {
        if (holder < FIRST_P256) return vm.addr(HOLDER + holder);
        (uint256 x, uint256 y) = vm.publicKeyP256(HOLDER + holder);
        return address(uint160(uint256(keccak256(abi.encode(keccak256("P256Holder(uint256 x,uint256 y)"), x, y)))));
    }

    function _signStatement(uint256 holder, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 digest = _digest("Doorkey", address(suite.rights), structHash);
        if (holder < FIRST_P256) return abi.encodePacked(uint8(0), _sign(HOLDER + holder, digest));
        (bytes32 r, bytes32 s) = vm.signP256(HOLDER + holder, sha256(abi.encode(digest)));
        if (uint256(s) > P256_ORDER / 2) s = bytes32(P256_ORDER - uint256(s));
        (uint256 x, uint256 y) = vm.publicKeyP256(HOLDER + holder);
        return abi.encodePacked(uint8(1), r, s, x, y);
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _attest(
        EventId scope,
        bytes32 tag,
        address holder,
        AgentId agentId,
        RightId rightId
    ) internal view returns (bytes memory) {
        uint256 issuedAt = block.timestamp;
        uint256 expiresAt = issuedAt + 1 hours;
        bytes32 scopeHash = keccak256(abi.encode(block.chainid, address(suite.rights), scope));
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "IdentityAttestation(bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt)"
                ),
                scopeHash,
                tag,
                holder,
                agentId,
                rightId,
                issuedAt,
                expiresAt
            )
        );
        bytes32 digest = _digest("Doorkey Identity", address(suite.verifier), structHash);
        return abi.encode(tag, issuedAt, expiresAt, _sign(ATTESTER, digest));
    }

    function _digest(string memory name, address verifyingContract, bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
