// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {IMerkleSaleHook} from "../interfaces/IMerkleSaleHook.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {deploy} from "../mocks/deploy.sol";
import {HashTree} from "../mocks/HashTree.sol";
import {RightsFixture} from "../mocks/RightsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";
import {MerkleSaleHook} from "./MerkleSaleHook.sol";

/// Two events with the same three classes, all of which the one hook serves: standing, seated, and named.
contract MerkleSaleHookTest is RightsFixture {
    using HashTree for bytes15[][];

    uint8 private constant STANDING = 1;
    uint8 private constant SEATED = 2;
    uint8 private constant NAMED = 3;
    uint40 private constant END = SALES_OPEN + 10 days;
    uint256 private constant LISTED = 11;
    IMerkleSaleHook.ListKind private constant HOLDERS = IMerkleSaleHook.ListKind.Holders;
    IMerkleSaleHook.ListKind private constant PERSONS = IMerkleSaleHook.ListKind.Persons;

    MerkleSaleHook private hook;
    EventId private eventId;
    EventId private twin;

    function setUp() public override {
        super.setUp();
        hook = MerkleSaleHook(deploy("MerkleSaleHook", abi.encode(rights, FORWARDER)));
        eventId = _openWithHook();
        twin = _openWithHook();
        vm.warp(NOW);
    }

    function _openWithHook() private returns (EventId) {
        vm.warp(NOW);
        IEventRegistry.ClassTerms[] memory classes = _threeClasses();
        (classes[2].reserved, classes[2].supply) = (false, 100);
        for (uint256 i = 0; i < classes.length; ++i) classes[i].saleHook = address(hook);
        return _open(_identifiedTerms(), classes);
    }

    // Grants

    function test_Grant_ListedHolders_FromEachCrown() public {
        for (uint8 level = 0; level <= 4; ++level) {
            uint256 snapshot = vm.snapshotState();
            bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
            _post(eventId, STANDING, HOLDERS, tree, level);
            vm.warp(SALES_OPEN);
            bytes memory proofs;
            for (uint256 i = 0; i < LISTED; ++i) proofs = bytes.concat(proofs, tree.proof(level, i));
            (, uint256 live) = _grantWith(eventId, STANDING, _records(0, LISTED), proofs);
            require(live == LISTED, "not all are live");
            // The first who is not listed, with the proof of another and with that of the padding.
            _refuseGrant(eventId, _records(LISTED, 1), tree.proof(level, 0), _notListed(0, LISTED));
            _refuseGrant(eventId, _records(LISTED, 1), tree.proof(level, LISTED), _notListed(0, LISTED));
            vm.revertToState(snapshot);
        }
    }

    function test_Grant_PartyAndSeats_TakeOneProofForEachHolder() public {
        bytes15[][] memory tree = _list(eventId, SEATED, LISTED);
        _post(eventId, SEATED, HOLDERS, tree, 2);
        vm.warp(SALES_OPEN);
        bytes memory records = bytes.concat(_seatedRecords(3, 0, 1), _seatedRecords(3, 1, 1), _seatedRecords(5, 2, 1));
        _grantWith(eventId, SEATED, records, bytes.concat(tree.proof(2, 3), tree.proof(2, 5)));
    }

    function test_Grant_NamesTheRecordThatIsNotListed() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 1);
        vm.warp(SALES_OPEN);
        bytes memory proofs = bytes.concat(tree.proof(1, 0), tree.proof(1, 1), tree.proof(1, 1));
        _refuseGrant(eventId, bytes.concat(_records(0, 2), _records(2, 1)), proofs, _notListed(2, 2));
    }

    /// A proof holds at its position only.
    function testFuzz_Grant_RefusesChangedProofs(uint16 place, uint8 change) public {
        vm.assume(change != 0);
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 2);
        vm.warp(SALES_OPEN);
        bytes memory proof = tree.proof(2, 6);
        uint256 spot = place % proof.length;
        proof[spot] = bytes1(uint8(proof[spot]) ^ change);
        _refuseGrant(eventId, _records(6, 1), proof, _notListed(0, 6));
    }

    function test_Grant_RefusesProofsOfAnotherLength() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 2);
        vm.warp(SALES_OPEN);
        bytes memory proof = tree.proof(2, 0);
        _refuseGrant(eventId, _records(0, 1), "", _malformed(0, 33));
        _refuseGrant(eventId, _records(0, 1), bytes.concat(proof, hex"00"), _malformed(34, 33));
        _refuseGrant(eventId, _records(0, 2), proof, _malformed(33, 66));
        bytes memory short = new bytes(32);
        for (uint256 i = 0; i < 32; ++i) short[i] = proof[i];
        _refuseGrant(eventId, _records(0, 1), short, _malformed(32, 33));
    }

    /// The same holders, listed for another class, event, suite and chain.
    function test_Grant_RefusesProofsOfOtherLists() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 2);
        _post(twin, STANDING, HOLDERS, _list(twin, STANDING, LISTED), 2);
        _post(eventId, SEATED, HOLDERS, _list(eventId, SEATED, LISTED), 2);
        vm.warp(SALES_OPEN);
        bytes memory proof = tree.proof(2, 0);
        _refuseGrant(twin, _records(0, 1), proof, "");
        bytes memory seated = _seatedRecords(0, 0, 1);
        _refuseRight(
            SELLER,
            abi.encodeCall(rights.grant, (eventId, SEATED, agent, seated, new bytes[](0), proof, 0)),
            _notListed(0, 0)
        );
        _grantWith(eventId, STANDING, _records(0, 1), proof);
        _grantWith(eventId, SEATED, seated, _list(eventId, SEATED, LISTED).proof(2, 0));

        bytes32 here = hook.domainOf(eventId, STANDING);
        require(here == keccak256(abi.encode(block.chainid, rights, eventId, STANDING)), "domain");
        require(here != hook.domainOf(twin, STANDING) && here != hook.domainOf(eventId, SEATED), "domains are shared");
        vm.chainId(block.chainid + 1);
        require(here != hook.domainOf(eventId, STANDING), "chains share a domain");
        _refuseGrant(eventId, _records(0, 1), proof, "");
    }

    function test_Grant_ListedPersons_SkipsRefusedRecords() public {
        bytes32[] memory people = new bytes32[](3);
        (people[0], people[1], people[2]) = ("ann", "ben", "cem");
        bytes15[][] memory tree = HashTree.make(hook.domainOf(eventId, NAMED), people);
        _post(eventId, NAMED, PERSONS, tree, 1);
        vm.warp(SALES_OPEN);
        bytes[] memory evidence = new bytes[](3);
        evidence[0] = _attest(eventId, "ann", _holder(0), RightId.wrap(0));
        evidence[1] = "refused";
        evidence[2] = _attest(eventId, "cem", _holder(2), RightId.wrap(0));
        bytes memory proofs = bytes.concat(tree.proof(1, 0), tree.proof(1, 1), tree.proof(1, 2));
        vm.prank(SELLER);
        (, uint256 live) = rights.grant(eventId, NAMED, agent, _records(0, 3), evidence, proofs, 0);
        require(live == 2, "live");

        evidence[1] = _attest(eventId, "dan", _holder(1), RightId.wrap(0));
        _refuseRight(
            SELLER,
            abi.encodeCall(rights.grant, (eventId, NAMED, agent, _records(0, 3), evidence, proofs, 0)),
            abi.encodeWithSelector(IMerkleSaleHook.NotListed.selector, 1, bytes32("dan"))
        );
    }

    function test_Grant_ListOfPersonsNeedsPersons() public {
        bytes32[] memory people = new bytes32[](1);
        people[0] = bytes32(uint256(uint160(_holder(0))));
        bytes15[][] memory tree = HashTree.make(hook.domainOf(eventId, STANDING), people);
        _post(eventId, STANDING, PERSONS, tree, 0);
        vm.warp(SALES_OPEN);
        bytes memory reason = abi.encodeWithSelector(IMerkleSaleHook.ListNeedsPersons.selector);
        _refuseGrant(eventId, _records(0, 1), tree.proof(0, 0), reason);
    }

    function test_Grant_IsOpenFromTheEndAndWithoutAList() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 0);
        vm.warp(END - 1);
        _refuseGrant(eventId, _records(LISTED, 1), tree.proof(0, 0), _notListed(0, LISTED));
        vm.warp(END);
        _grantTo(eventId, STANDING, _records(LISTED, 1));
        require(hook.opensAt(twin, STANDING) == 0, "a class without a list is not open");
        vm.warp(SALES_OPEN);
        _grantTo(twin, STANDING, _records(0, 1));
    }

    // Lists

    function test_PostList_IsForAdminsOfTheOrganizer() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        bytes memory posting = abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, tree.crown(0), END));
        address[4] memory others = [MEMBER, OTHER_ADMIN, SELLER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refusePost(others[i], posting, abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, 1, others[i]));
        }
        EventId none = EventId.wrap(9);
        _refusePost(
            ADMIN,
            abi.encodeCall(hook.postList, (none, STANDING, HOLDERS, 0, tree.crown(0), END)),
            abi.encodeWithSelector(IEventRegistry.EventNonexistent.selector, none)
        );
        vm.prank(FORWARDER);
        (bool success, ) = address(hook).call(abi.encodePacked(posting, ADMIN));
        require(success, "refused a relayed admin");
        _refuseRelays(events, 1, ADMIN);
        bytes memory reason = abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, 1);
        _refusePost(FORWARDER, abi.encodePacked(posting, ADMIN), reason);
    }

    function test_PostList_LogsAndKeepsTheRootOfEveryCrown() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        for (uint8 level = 0; level <= 4; ++level) {
            uint256 snapshot = vm.snapshotState();
            vm.expectEmit(address(hook));
            emit IMerkleSaleHook.ListPosted(eventId, STANDING, HOLDERS, keccak256(tree.crown(level)), level, END);
            _post(eventId, STANDING, HOLDERS, tree, level);
            IMerkleSaleHook.SaleList memory list = hook.listOf(eventId, STANDING);
            require(list.root == keccak256(tree.crown(level)) && list.levels == level && list.endsAt == END, "list");
            require(list.kind == HOLDERS && !list.seated, "kind");
            vm.revertToState(snapshot);
        }
        require(hook.listOf(eventId, STANDING).kind == IMerkleSaleHook.ListKind.None, "a list is left");
    }

    /// Each entry of a tree of any size, above a crown of any width.
    function testFuzz_Grant_ListsOfAnySize(uint8 count, uint8 pick, uint8 level) public {
        uint256 size = 1 + (count % 40);
        bytes15[][] memory tree = _list(eventId, STANDING, size);
        level = level % uint8(tree.length);
        bytes memory crown = tree.crown(level);
        // Without the nodes at the end that stand for nobody.
        uint256 width = (size + (1 << level) - 1) >> level;
        assembly ("memory-safe") {
            mstore(crown, mul(width, 15))
        }
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, level, crown, END);
        vm.warp(SALES_OPEN);
        _grantWith(eventId, STANDING, _records(pick % size, 1), tree.proof(level, pick % size));
        _refuseGrant(eventId, _records(size, 1), tree.proof(level, pick % size), _notListed(0, size));
    }

    function test_PostList_RefusesClassesOfOtherHooks() public {
        vm.warp(NOW);
        EventId plain = _publish(_terms(), _classes(false));
        bytes memory crown = _list(plain, 1, LISTED).crown(0);
        _refusePost(
            ADMIN,
            abi.encodeCall(hook.postList, (plain, 1, HOLDERS, 0, crown, END)),
            abi.encodeWithSelector(IMerkleSaleHook.ListOfOtherHook.selector, plain, 1, address(0))
        );
        _refusePost(
            ADMIN,
            abi.encodeCall(hook.postList, (eventId, 4, HOLDERS, 0, crown, END)),
            abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, 4)
        );
    }

    function test_PostList_RefusesMalformedTrees() public {
        _refuseTree(HOLDERS, 0, "");
        _refuseTree(HOLDERS, 0, new bytes(14));
        _refuseTree(HOLDERS, 0, new bytes(16));
        _refuseTree(HOLDERS, 0, new bytes(1_639 * 15));
        _refuseTree(HOLDERS, 14, new bytes(1_025 * 15));
        _refuseTree(HOLDERS, 25, new bytes(15));
        _refuseTree(HOLDERS, 255, new bytes(15));
        _refuseTree(IMerkleSaleHook.ListKind.None, 0, new bytes(15));
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, 13, new bytes(1_638 * 15), END);
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, 14, new bytes(1_024 * 15), END);
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, 24, new bytes(15), END);
    }

    /// The largest crown takes 3.3 million gas to store.
    function test_PostList_RevertsIfTheCrownCannotBeStored() public {
        bytes memory crown = new bytes(1_024 * 15);
        vm.prank(ADMIN);
        (bool success, bytes memory returned) = address(hook).call{gas: 3_000_000}(
            abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, crown, END))
        );
        require(!success, "stored");
        require(bytes4(returned) == IEntryRightRegistry.StoreFailed.selector, "another reason");
        require(hook.listOf(eventId, STANDING).crown == address(0), "a list is left");
    }

    function test_PostList_FirstListComesBeforeSalesOpen() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        bytes memory posting = abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, tree.crown(0), END));
        vm.warp(SALES_OPEN);
        _refusePost(ADMIN, posting, _tooLate(SALES_OPEN));
        vm.warp(SALES_OPEN - 1);
        _post(eventId, STANDING, HOLDERS, tree, 0);
    }

    function test_PostList_EndsAfterSalesOpenAndBeforeTheyClose() public {
        uint40[4] memory wrong = [0, SALES_OPEN, SALES_CLOSE, type(uint40).max];
        for (uint256 i = 0; i < wrong.length; ++i) _refuseEnd(wrong[i]);
        _postUntil(SALES_CLOSE - 1);
        _postUntil(SALES_OPEN + 1);
    }

    function test_PostList_MayBeReplacedUntilItsEnd() public {
        _post(eventId, STANDING, HOLDERS, _list(eventId, STANDING, LISTED), 0);
        bytes15[][] memory longer = _list(eventId, STANDING, LISTED + 1);
        vm.warp(END - 1);
        _post(eventId, STANDING, HOLDERS, longer, 0);
        _grantWith(eventId, STANDING, _records(LISTED, 1), longer.proof(0, LISTED));

        vm.warp(END);
        bytes memory crown = longer.crown(0);
        bytes memory posting = abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, crown, END + 1 days));
        _refusePost(ADMIN, posting, _tooLate(END));
    }

    function test_PostList_EndComesForwardButIsNeverPutOff() public {
        _postUntil(END);
        _refuseEnd(END + 1);
        vm.warp(SALES_OPEN + 1 days);
        _refuseEnd(SALES_OPEN + 1 days);
        _postUntil(SALES_OPEN + 1 days + 1);
        vm.warp(SALES_OPEN + 1 days + 1);
        _grantTo(eventId, STANDING, _records(LISTED, 1));
    }

    function test_PostList_RefusesTheSameListTwice() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        _post(eventId, STANDING, HOLDERS, tree, 0);
        bytes memory posting = abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, tree.crown(0), END));
        bytes32 root = keccak256(tree.crown(0));
        _refusePost(
            ADMIN,
            posting,
            abi.encodeWithSelector(IMerkleSaleHook.ListUnchanged.selector, eventId, STANDING, root)
        );
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, PERSONS, 0, tree.crown(0), END);
    }

    function test_PostList_TakesTheSameCrownAtAnotherLevel() public {
        bytes15[][] memory tree = _list(eventId, STANDING, LISTED);
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, 1, tree.crown(0), END);
        _post(eventId, STANDING, HOLDERS, tree, 0);
        require(hook.listOf(eventId, STANDING).levels == 0, "the first level stays");
    }

    // Helpers

    /// @dev The tree of the first `count` holders.
    function _list(EventId event_, uint8 classId, uint256 count) private view returns (bytes15[][] memory) {
        bytes32[] memory entries = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) entries[i] = bytes32(uint256(uint160(_holder(i))));
        return HashTree.make(hook.domainOf(event_, classId), entries);
    }

    function _post(
        EventId event_,
        uint8 classId,
        IMerkleSaleHook.ListKind kind,
        bytes15[][] memory tree,
        uint8 level
    ) private {
        vm.prank(ADMIN);
        hook.postList(event_, classId, kind, level, tree.crown(level), END);
    }

    function _postUntil(uint40 endsAt) private {
        bytes memory crown = _list(eventId, STANDING, LISTED).crown(0);
        vm.prank(ADMIN);
        hook.postList(eventId, STANDING, HOLDERS, 0, crown, endsAt);
        require(hook.opensAt(eventId, STANDING) == endsAt, "another end");
    }

    function _grantWith(
        EventId event_,
        uint8 classId,
        bytes memory records,
        bytes memory hookData
    ) private returns (RightId, uint256) {
        vm.prank(SELLER);
        return rights.grant(event_, classId, agent, records, new bytes[](0), hookData, 0);
    }

    /// @dev A grant of the standing class. An empty reason stands for `NotListed` with the first holder.
    function _refuseGrant(EventId event_, bytes memory records, bytes memory hookData, bytes memory reason) private {
        bytes memory granting = abi.encodeCall(
            rights.grant,
            (event_, STANDING, agent, records, new bytes[](0), hookData, 0)
        );
        _refuseRight(SELLER, granting, reason.length == 0 ? _notListed(0, 0) : reason);
    }

    function _refusePost(address sender, bytes memory posting, bytes memory reason) private {
        vm.prank(sender);
        (bool success, bytes memory returned) = address(hook).call(posting);
        require(!success, "posted");
        require(keccak256(returned) == keccak256(reason), "another reason");
    }

    function _refuseTree(IMerkleSaleHook.ListKind kind, uint8 levels, bytes memory crown) private {
        _refusePost(
            ADMIN,
            abi.encodeCall(hook.postList, (eventId, STANDING, kind, levels, crown, END)),
            abi.encodeWithSelector(IMerkleSaleHook.ListMalformed.selector, crown.length, levels)
        );
    }

    function _refuseEnd(uint40 endsAt) private {
        bytes memory crown = _list(eventId, STANDING, LISTED).crown(0);
        _refusePost(
            ADMIN,
            abi.encodeCall(hook.postList, (eventId, STANDING, HOLDERS, 0, crown, endsAt)),
            abi.encodeWithSelector(IMerkleSaleHook.PresaleEndInvalid.selector, eventId, STANDING, endsAt)
        );
    }

    function _notListed(uint256 index, uint256 number) private pure returns (bytes memory) {
        bytes32 entry = bytes32(uint256(uint160(_holder(number))));
        return abi.encodeWithSelector(IMerkleSaleHook.NotListed.selector, index, entry);
    }

    function _malformed(uint256 length, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMerkleSaleHook.ListProofsMalformed.selector, length, needed);
    }

    function _tooLate(uint40 since) private view returns (bytes memory) {
        return abi.encodeWithSelector(IMerkleSaleHook.ListTooLate.selector, eventId, STANDING, since);
    }
}
