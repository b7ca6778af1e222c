// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IGasRelayForwarder} from "../interfaces/IGasRelayForwarder.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {deploy} from "../mocks/deploy.sol";
import {EventSnapshot} from "../mocks/EventSnapshot.sol";
import {HostileSaleHook} from "../mocks/HostileSaleHook.sol";
import {RightsFixture} from "../mocks/RightsFixture.sol";
import {SilentSaleHook} from "../mocks/SilentSaleHook.sol";
import {vm} from "../mocks/Vm.sol";
import {Entry, EntryLib} from "../types/Entry.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";
import {RightId, RightIdLib} from "../types/RightId.sol";

/// A sale hook may make any call while it is asked. Each call has the effects that it would have after the grant. The
/// hook is an admin of both organizers and both agents, and a desk, so that it may call everything.
contract EntryRightRegistryHookTest is RightsFixture {
    bytes32 private constant ANN = "ann";
    uint256 private constant SIGNER_KEY = 0x516;
    uint24 private constant SEAT = 4;

    HostileSaleHook private hook;
    EventSnapshot private snapshots;
    /// The hook's own event, and one of the other organizer without a hook.
    EventId private own;
    EventId private foreign;
    /// The first rights of each: two standing ones of holders 0 and 1, one of them revoked; two with seats, one of them
    /// revoked; one of the staff class.
    RightId[3] private ownRights;
    RightId[3] private foreignRights;

    function setUp() public override {
        super.setUp();
        hook = new HostileSaleHook();
        snapshots = new EventSnapshot(rights);
        _register(agents, AGENT, SELLER);

        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        classes[0].saleHook = address(hook);
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        // Sales stay open after doors open, so that the hook is asked then too.
        terms.schedule.salesCloseAt = DOORS_CLOSE;
        own = _open(terms, classes);
        vm.warp(NOW);
        classes[0].saleHook = address(0);
        foreign = _open(terms, classes);
        vm.prank(ADMIN);
        events.offerHandOver(foreign, other);
        bytes32 termsHash = events.termsHashOf(foreign);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(foreign, other, termsHash);
        vm.prank(OTHER_ADMIN);
        verifier.setAttester(foreign, vm.addr(ATTESTER_KEY), true);

        ownRights = _fill(own, ADMIN);
        foreignRights = _fill(foreign, OTHER_ADMIN);
        _promote(events, 1, ADMIN);
        _promote(events, 2, OTHER_ADMIN);
        _promote(agents, 1, AGENT);
        _promote(agents, 2, AGENT);
    }

    /// @dev Grants rights of each class, revokes some of them, and makes the hook a desk.
    function _fill(EventId eventId, address admin) private returns (RightId[3] memory first) {
        first[0] = _grantTo(eventId, 1, _records(0, 2));
        first[1] = _grantTo(eventId, 2, _seatedRecords(0, SEAT, 2));
        first[2] = _grantTo(eventId, 3, _records(0, 1));
        RightId[] memory ids = new RightId[](2);
        (ids[0], ids[1]) = (first[0].plus(1), first[1]);
        vm.prank(admin);
        rights.revoke(ids, "");
        vm.prank(admin);
        events.setGate(eventId, address(hook), IEventRegistry.GateKind.Desk, 10);
    }

    function _promote(ITeams teams, uint32 teamId, address admin) private {
        vm.prank(admin);
        teams.setRole(teamId, address(hook), ITeams.Role.Admin);
    }

    // Calls of the hook

    function test_Hook_ChangesRightsAsAfterwards() public {
        for (uint256 depth = 1; depth <= 2; ++depth) {
            _checkRights(own, ownRights, depth);
            _checkRights(foreign, foreignRights, depth);
        }
    }

    function test_Hook_AdmitsAsAfterwards() public {
        vm.warp(DOORS_OPEN);
        for (uint256 depth = 1; depth <= 2; ++depth) {
            _checkAdmissions(own, ownRights[0], depth);
            _checkAdmissions(foreign, foreignRights[0], depth);
        }
    }

    function test_Hook_ChangesEventsAsAfterwards() public {
        for (uint256 depth = 1; depth <= 2; ++depth) {
            _checkEvents(own, OrganizerId.wrap(1), depth);
            _checkEvents(foreign, OrganizerId.wrap(2), depth);
            vm.warp(DOORS_OPEN);
            _check(depth, address(events), abi.encodeCall(events.extendDoors, (own, DOORS_CLOSE + 1 days)), true);
            _check(depth, address(events), abi.encodeCall(events.extendDoors, (foreign, DOORS_CLOSE + 1 days)), true);
            vm.warp(SALES_OPEN);
        }
    }

    function test_Hook_ChangesTeamsAsAfterwards() public {
        for (uint256 depth = 1; depth <= 2; ++depth) {
            _checkTeams(events, 1, depth);
            _checkTeams(events, 2, depth);
            _checkTeams(agents, 1, depth);
            _checkTeams(agents, 2, depth);
        }
    }

    /// The attesters of a verifier, on which a tagged grant depends.
    function test_Hook_ChangesAttestersAsAfterwards() public {
        for (uint256 depth = 1; depth <= 2; ++depth) {
            bytes memory call = abi.encodeCall(verifier.setAttester, (own, vm.addr(ATTESTER_KEY), false));
            _check(depth, address(verifier), call, true);
            _check(depth, address(verifier), abi.encodeCall(verifier.setAttester, (foreign, ADMIN, true)), true);
        }
    }

    function _checkRights(EventId eventId, RightId[3] memory first, uint256 depth) private {
        bytes[] memory none = new bytes[](0);
        bytes[] memory evidence = new bytes[](1);
        evidence[0] = _attest(eventId, ANN, _holder(5), RightId.wrap(0));
        RightId[] memory ids = new RightId[](3);
        (ids[0], ids[1], ids[2]) = (first[0], first[1].plus(1), first[2]);
        uint24[] memory seats = new uint24[](1);
        seats[0] = SEAT;

        _checkRight(depth, _granting(eventId, 1, _records(5, 3), none, 0), true);
        _checkRight(depth, _granting(eventId, 1, _records(5, 1), evidence, 0), true);
        _checkRight(depth, _granting(eventId, 2, _seatedRecords(5, 0, 3), none, 0), true);
        _checkRight(depth, _granting(eventId, 2, _seatedRecords(5, SEAT, 1), none, 0), false);
        _checkRight(depth, abi.encodeCall(rights.returnRights, (_returns(first[0]))), true);
        _checkRight(depth, abi.encodeCall(rights.revoke, (ids, "reason")), true);
        _checkRight(depth, abi.encodeCall(rights.reopen, (eventId, 1, 1)), true);
        _checkRight(depth, abi.encodeCall(rights.reopen, (eventId, 1, 2)), false);
        _checkRight(depth, abi.encodeCall(rights.reopenSeats, (eventId, 2, seats)), true);
        _checkRight(depth, abi.encodeCall(rights.rebind, (first[0], _holder(9), "")), true);
        bytes memory named = _attest(eventId, ANN, _holder(9), first[2]);
        _checkRight(depth, abi.encodeCall(rights.nameRight, (first[2], _holder(9), named)), true);
        // The rights being granted already exist: the hook may return, rebind or revoke them like any others.
        RightId next = RightIdLib.pack(own, rights.batchesOf(own), 0);
        _checkRight(depth, abi.encodeCall(rights.rebind, (next, _holder(9), "")), true);
        ids[0] = next;
        _checkRight(depth, abi.encodeCall(rights.revoke, (ids, "reason")), true);
    }

    function _checkAdmissions(EventId eventId, RightId rightId, uint256 depth) private {
        RightId[] memory ids = new RightId[](1);
        ids[0] = rightId;
        Entry[] memory entries = new Entry[](1);
        entries[0] = EntryLib.pack(rightId, 1, DOORS_OPEN, 0, DOORS_OPEN, 3);
        bytes memory signature = _signStatement(
            0,
            keccak256(
                abi.encode(
                    keccak256("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)"),
                    rightId,
                    uint8(1),
                    _holder(0),
                    DOORS_OPEN,
                    bytes8(0)
                )
            )
        );
        bytes memory framed = abi.encodePacked(uint16(signature.length), signature);
        _checkRight(depth, abi.encodeCall(rights.admit, (eventId, entries, framed)), true);
        _checkRight(depth, abi.encodeCall(rights.admitByHand, (eventId, ids, DOORS_OPEN, "card")), true);
    }

    function _checkEvents(EventId eventId, OrganizerId organizerId, uint256 depth) private {
        OrganizerId to = OrganizerId.wrap(3 - OrganizerId.unwrap(organizerId));
        bytes[16] memory calls = [
            abi.encodeCall(events.registerEvent, (organizerId, _termsInScope(eventId), _threeClasses())),
            abi.encodeCall(events.reschedule, (eventId, DOORS_OPEN + 1, DOORS_CLOSE + 1, DOORS_CLOSE)),
            abi.encodeCall(events.cancel, (eventId)),
            abi.encodeCall(events.pauseSales, (eventId)),
            abi.encodeCall(events.raiseSupply, (eventId, 1, 900)),
            abi.encodeCall(events.openReserved, (eventId, 3)),
            abi.encodeCall(events.offerHandOver, (eventId, to)),
            abi.encodeCall(events.designateAgent, (eventId, 1, _agent(2), 10)),
            abi.encodeCall(events.designateAgent, (eventId, 1, agent, 0)),
            abi.encodeCall(events.dismissAgent, (eventId, 1, agent)),
            abi.encodeCall(events.delegate, (eventId, 1, agent, _agent(2), 10)),
            abi.encodeCall(events.setGate, (eventId, STRANGER, IEventRegistry.GateKind.Desk, 9)),
            // Refused at this time, or always.
            abi.encodeCall(events.resumeSales, (eventId)),
            abi.encodeCall(events.extendDoors, (eventId, DOORS_CLOSE + 1)),
            abi.encodeCall(events.setSaleHook, (eventId, 2, address(hook))),
            abi.encodeCall(events.acceptHandOver, (eventId, to, 0))
        ];
        for (uint256 i = 0; i < calls.length; ++i) _check(depth, address(events), calls[i], i < 12);

        // And calls that were refused, at a time when they are not.
        uint256 snapshot = vm.snapshotState();
        address admin = eventId == own ? ADMIN : OTHER_ADMIN;
        vm.prank(admin);
        events.offerHandOver(eventId, to);
        bytes32 termsHash = events.termsHashOf(eventId);
        _check(depth, address(events), abi.encodeCall(events.acceptHandOver, (eventId, to, termsHash)), true);
        vm.revertToState(snapshot);
        if (eventId == own) return;
        // The hook's own event sells nothing while it is paused, so its hook is not asked.
        vm.prank(admin);
        events.pauseSales(eventId);
        _check(depth, address(events), abi.encodeCall(events.resumeSales, (eventId)), true);
        vm.revertToState(snapshot);
    }

    function _termsInScope(EventId scope) private view returns (IEventRegistry.EventTerms memory terms) {
        terms = _identifiedTerms();
        terms.policy.scope = scope;
    }

    function _checkTeams(ITeams teams, uint32 teamId, uint256 depth) private {
        bytes[6] memory calls = [
            abi.encodeCall(teams.register, ("Team", "uri")),
            abi.encodeCall(teams.setRole, (teamId, STRANGER, ITeams.Role.Admin)),
            abi.encodeCall(teams.setRole, (teamId, address(hook), ITeams.Role.None)),
            abi.encodeCall(teams.setProfile, (teamId, "Other", "uri")),
            abi.encodeCall(teams.setActive, (teamId, false)),
            abi.encodeCall(teams.setRelayed, (teamId, false))
        ];
        for (uint256 i = 0; i < calls.length; ++i) _check(depth, address(teams), calls[i], true);
    }

    function _checkRight(uint256 depth, bytes memory data, bool ok) private {
        _check(depth, address(rights), data, ok);
    }

    /// @dev At depth 1 the hook makes the call while it is asked about a grant of the seller. At depth 2 it then makes
    /// its own grant, and makes the call while it is asked about that one. `ok`: the call succeeds.
    function _check(uint256 depth, address target, bytes memory data, bool ok) private {
        bytes memory granting = _granting(own, 1, _records(7, 1), new bytes[](0), 1);
        uint256 snapshot = vm.snapshotState();
        if (depth == 2) {
            hook.aim(_one(address(rights)), _one(granting));
            hook.aimNested(_one(target), _one(data));
        } else {
            hook.aim(_one(target), _one(data));
        }
        _grantTo(own, 1, _records(6, 1));
        uint256 last = depth - 1;
        (bool success, bytes memory answer) = (hook.successes(last), hook.answers(last));
        bytes32 state = _state();
        vm.revertToState(snapshot);

        _grantTo(own, 1, _records(6, 1));
        if (depth == 2) hook.perform(_one(address(rights)), _one(granting));
        hook.perform(_one(target), _one(data));
        require(success == ok && hook.successes(last) == ok, ok ? "refused" : "not refused");
        require(keccak256(answer) == keccak256(hook.answers(last)), "another answer");
        require(state == _state(), "another state");
        vm.revertToState(snapshot);
    }

    /// @dev All that the views return for both events, for a third event if it exists, and for the teams.
    function _state() private view returns (bytes32 hash) {
        address[] memory keys = new address[](4);
        (keys[0], keys[1], keys[2], keys[3]) = (address(hook), STRANGER, ADMIN, vm.addr(ATTESTER_KEY));
        bytes32[] memory tags = new bytes32[](1);
        tags[0] = ANN;
        for (uint32 i = 1; i <= events.eventCount(); ++i) {
            hash = keccak256(abi.encode(hash, snapshots.snapshotOf(_event(i), 2, keys, tags)));
        }
        ITeams[2] memory both = [ITeams(events), ITeams(agents)];
        for (uint256 i = 0; i < 2; ++i) {
            for (uint32 id = 1; id <= both[i].teamCount(); ++id) {
                hash = keccak256(
                    abi.encode(
                        hash,
                        both[i].teamOf(id),
                        both[i].roleOf(id, address(hook)),
                        both[i].roleOf(id, STRANGER)
                    )
                );
            }
        }
    }

    // Requests that anyone may relay

    /// A request signed for any relayer can be executed during a grant, and has the same effect as just after it. No
    /// request loses its nonce.
    function test_Hook_BurnsNoRequestWithoutARelayer() public {
        vm.etch(FORWARDER, deploy("GasRelayForwarder", "").code);
        IGasRelayForwarder forwarder = IGasRelayForwarder(FORWARDER);
        vm.prank(AGENT);
        agents.setRole(1, vm.addr(SIGNER_KEY), ITeams.Role.Member);
        bytes[2] memory calls = [
            _granting(foreign, 1, _records(8, 1), new bytes[](0), 1),
            abi.encodeCall(rights.returnRights, (_returns(ownRights[0])))
        ];
        IGasRelayForwarder.SignedRequest[] memory requests = new IGasRelayForwarder.SignedRequest[](2);
        for (uint256 i = 0; i < 2; ++i) {
            requests[i].request = IGasRelayForwarder.ForwardRequest({
                from: vm.addr(SIGNER_KEY),
                to: address(rights),
                gas: 500_000,
                nonce: i,
                deadline: uint48(block.timestamp),
                relayer: address(0),
                data: calls[i]
            });
            requests[i].signature = _sign(SIGNER_KEY, forwarder.hashOf(requests[i].request));
        }
        hook.aim(_one(FORWARDER), _one(abi.encodeCall(forwarder.execute, (requests))));
        uint256 batches = rights.batchesOf(foreign);
        _grantTo(own, 1, _records(6, 1));
        require(hook.successes(0), "not executed");
        require(forwarder.isNonceUsed(vm.addr(SIGNER_KEY), 0), "nonce unused");
        require(rights.batchesOf(foreign) == batches + 1, "burned");
        (, uint256 freed) = rights.placesOf(own, 1);
        require(freed == 2, "return burned");
    }

    // How a hook ends a grant

    /// The whole grant reverts with the error of the hook. Other classes and events are not affected.
    function test_Hook_RefusesAWholeGrant() public {
        RightId next = RightIdLib.pack(own, rights.batchesOf(own), 0);
        bytes[2] memory reasons = [abi.encodeWithSelector(HostileSaleHook.Refused.selector, next), bytes("")];
        HostileSaleHook.Manner[2] memory manners = [
            HostileSaleHook.Manner.Refuse,
            HostileSaleHook.Manner.RefuseSilently
        ];
        for (uint256 i = 0; i < 2; ++i) {
            hook.behave(manners[i]);
            bytes32 before = _state();
            _refuseRight(SELLER, _granting(own, 1, _records(6, 2), new bytes[](0), 0), reasons[i]);
            require(_state() == before, "a trace");
        }
        _grantTo(own, 2, _seatedRecords(6, 0, 1));
        _grantTo(foreign, 1, _records(6, 1));
    }

    function test_Hook_BurnsTheGasOfItsOwnGrant() public {
        hook.behave(HostileSaleHook.Manner.Burn);
        bytes32 before = _state();
        vm.prank(SELLER);
        (bool success, bytes memory reason) = address(rights).call{gas: 2_000_000}(
            _granting(own, 1, _records(6, 2), new bytes[](0), 0)
        );
        require(!success && reason.length == 0, "not burned");
        require(_state() == before, "a trace");
        _grantTo(own, 2, _seatedRecords(6, 0, 1));
    }

    /// A hook without functions allows every grant.
    function test_Hook_MayReturnNothing() public {
        vm.warp(NOW);
        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        classes[0].saleHook = address(new SilentSaleHook());
        EventId eventId = _open(_identifiedTerms(), classes);
        _grantTo(eventId, 1, _records(6, 2));
        (uint256 granted, ) = rights.placesOf(eventId, 1);
        require(granted == 2, "granted");
    }

    /// A hook that is an agent of its own event is asked about its own nested grants.
    function test_Hook_MayGrantItself() public {
        bytes memory granting = _granting(own, 1, _records(6, 1), new bytes[](0), 1);
        hook.aim(_one(address(rights)), _one(granting));
        for (uint256 i = 0; i < 3; ++i) hook.aimNested(_one(address(rights)), _one(granting));
        uint256 batches = rights.batchesOf(own);
        hook.perform(_one(address(rights)), _one(granting));
        require(rights.batchesOf(own) == batches + 5, "batches");
        for (uint256 i = 0; i < 5; ++i) {
            require(hook.successes(i), "refused");
            (RightId first, ) = abi.decode(hook.answers(i), (RightId, uint256));
            require(first == RightIdLib.pack(own, batches + i, 0), "another right");
            require(rights.rightOf(first).holder == _holder(6), "holder");
        }
        (uint256 granted, ) = rights.placesOf(own, 1);
        require(granted == 1 + 5, "granted");
        require(rights.usedBy(own, 1, agent) == 2 + 5, "used");
    }

    // Helpers

    function _returns(RightId rightId) private view returns (IEntryRightRegistry.SignedReturn[] memory wishes) {
        wishes = new IEntryRightRegistry.SignedReturn[](1);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Return(uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt)"),
                rightId,
                uint8(1),
                _holder(0),
                uint8(0),
                DOORS_OPEN
            )
        );
        wishes[0] = IEntryRightRegistry.SignedReturn(rightId, 1, 0, DOORS_OPEN, _signStatement(0, structHash));
    }

    function _one(address target) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = target;
    }

    function _one(bytes memory data) private pure returns (bytes[] memory list) {
        list = new bytes[](1);
        list[0] = data;
    }
}
