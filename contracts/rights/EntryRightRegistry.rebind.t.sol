// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {RightsFixture} from "../mocks/RightsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";
import {RightId} from "../types/RightId.sol";
import {RightStatus} from "../types/RightStatus.sol";

/// Which callers may rebind, name and revoke, and with which proof, in the order of EntryRightRegistry.tree. Also
/// evidence that is dated ahead.
contract EntryRightRegistryRebindTest is RightsFixture {
    EventId private eventId;
    /// A right of holder 0, without a name.
    RightId private plain;
    /// A right of holder 1, named as Ann.
    RightId private named;
    /// A right of holder 2 of the staff class, which is named later.
    RightId private staff;

    function setUp() public override {
        super.setUp();
        eventId = _open(_identifiedTerms(), _threeClasses());
        plain = _grantTo(eventId, 1, _records(0, 1));
        bytes[] memory evidence = new bytes[](1);
        evidence[0] = _attest(eventId, "ann", _holder(1), RightId.wrap(0));
        (named, ) = _grant(eventId, 1, _records(1, 1), evidence);
        staff = _grantTo(eventId, 3, _records(2, 1));
        vm.warp(SALES_OPEN + 1);
    }

    // Rebind without a name

    function test_Rebind_TakesAnAdminAlone() public {
        _expectRebound(ADMIN, plain, _holder(9), 1);
        vm.prank(ADMIN);
        rights.rebind(plain, _holder(9), "");
        require(rights.rightOf(plain).holder == _holder(9), "holder");
    }

    /// A key of a plain member cannot take a right away from its holder.
    function test_Rebind_TakesNoMemberAlone() public {
        _refuseRebind(MEMBER, plain, "", _consentInvalid(plain, 0));
        // Nor with the consent of another holder.
        _refuseRebind(MEMBER, plain, _consent(plain, 1, _holder(9), 0), _consentInvalid(plain, 0));
        _expectRebound(MEMBER, plain, _holder(9), 1);
        bytes memory consent = _consent(plain, 0, _holder(9), 0);
        vm.prank(MEMBER);
        rights.rebind(plain, _holder(9), consent);
    }

    function test_Rebind_TakesAnAgentWithConsent() public {
        _refuseRebind(AGENT, plain, "", _consentInvalid(plain, 0));
        _refuseRebind(SELLER, plain, "", _consentInvalid(plain, 0));
        _expectRebound(SELLER, plain, _holder(9), 1);
        bytes memory consent = _consent(plain, 0, _holder(9), 0);
        vm.prank(SELLER);
        rights.rebind(plain, _holder(9), consent);
    }

    /// A member of both the organizer and the agent is still not an admin.
    function test_Rebind_TakesNoMemberOfBothAlone() public {
        vm.prank(ADMIN);
        events.setRole(OrganizerId.unwrap(organizer), SELLER, ITeams.Role.Member);
        _refuseRebind(SELLER, plain, "", _consentInvalid(plain, 0));
        vm.prank(ADMIN);
        events.setRole(OrganizerId.unwrap(organizer), SELLER, ITeams.Role.Admin);
        vm.prank(SELLER);
        rights.rebind(plain, _holder(9), "");
    }

    function test_Rebind_TakesNoStranger() public {
        address[2] memory strangers = [STRANGER, OTHER_ADMIN];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory consent = _consent(plain, 0, _holder(9), 0);
            _refuseRebind(strangers[i], plain, consent, _authorityMissing(plain, strangers[i]));
        }
    }

    // Rebind with a name

    /// For a named right every caller needs evidence, admins too. With evidence each of them may rebind.
    function test_Rebind_TakesEvidenceFromAll() public {
        address[4] memory all = [MEMBER, ADMIN, SELLER, AGENT];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 snapshot = vm.snapshotState();
            _refuseRebind(all[i], named, "", _evidenceInvalid(named));
            _refuseRebind(all[i], named, _consent(named, 1, _holder(9), 0), _evidenceInvalid(named));
            _expectRebound(all[i], named, _holder(9), 1);
            bytes memory evidence = _attest(eventId, "ann", _holder(9), named);
            vm.prank(all[i]);
            rights.rebind(named, _holder(9), evidence);
            vm.revertToState(snapshot);
        }
    }

    /// Evidence counts if it is newer than the last rebind and not ahead of the chain's clock.
    function test_Rebind_RevertWhen_EvidenceIsDatedAhead() public {
        uint64 now_ = uint64(block.timestamp);
        uint64[3] memory ahead = [now_ + 1, now_ + 299, now_ + 300];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory evidence = _attestAt(eventId, "ann", _holder(9), named, ahead[i]);
            _refuseRebind(ADMIN, named, evidence, _evidenceInvalid(named));
        }
        bytes memory present = _attestAt(eventId, "ann", _holder(9), named, now_);
        vm.prank(ADMIN);
        rights.rebind(named, _holder(9), present);
    }

    /// One attestation is valid for one rebind: to Ann's next key, and never back to this one.
    function test_Rebind_UsesEvidenceOnce() public {
        uint64 issuedAt = uint64(block.timestamp) + 300;
        bytes memory early = _attestAt(eventId, "ann", _holder(9), named, issuedAt);
        vm.warp(issuedAt - 1);
        _refuseRebind(ADMIN, named, early, _evidenceInvalid(named));
        vm.warp(issuedAt);
        vm.prank(ADMIN);
        rights.rebind(named, _holder(9), early);

        vm.warp(issuedAt + 60);
        bytes memory next = _attestAt(eventId, "ann", _holder(8), named, issuedAt + 60);
        vm.prank(ADMIN);
        rights.rebind(named, _holder(8), next);
        _refuseRebind(ADMIN, named, early, _evidenceInvalid(named));
    }

    // Name

    function test_NameRight_TakesEvidenceFromAll() public {
        address[4] memory all = [MEMBER, ADMIN, SELLER, AGENT];
        for (uint256 i = 0; i < 4; ++i) {
            uint256 snapshot = vm.snapshotState();
            bytes memory evidence = _attest(eventId, "ben", _holder(2), staff);
            vm.prank(all[i]);
            rights.nameRight(staff, _holder(2), evidence);
            require(rights.rightOf(staff).named, "named");
            vm.revertToState(snapshot);
        }
        _refuseRight(
            STRANGER,
            abi.encodeCall(rights.nameRight, (staff, _holder(2), "")),
            _authorityMissing(staff, STRANGER)
        );
    }

    function test_NameRight_RevertWhen_EvidenceIsDatedAhead() public {
        uint64 now_ = uint64(block.timestamp);
        bytes memory ahead = _attestAt(eventId, "ben", _holder(2), staff, now_ + 1);
        _refuseRight(MEMBER, abi.encodeCall(rights.nameRight, (staff, _holder(2), ahead)), _evidenceInvalid(staff));
        bytes memory present = _attestAt(eventId, "ben", _holder(2), staff, now_);
        vm.prank(MEMBER);
        rights.nameRight(staff, _holder(2), present);
    }

    // Revoke

    function test_Revoke_TakesAnAdminOrTheAgent() public {
        address[3] memory able = [ADMIN, SELLER, AGENT];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(able[i]);
            rights.revoke(_both(), "reason");
            require(rights.rightOf(plain).status == RightStatus.Void, "plain");
            require(rights.rightOf(named).status == RightStatus.Void, "named");
            vm.revertToState(snapshot);
        }
    }

    function test_Revoke_TakesNoMember() public {
        address[2] memory unable = [MEMBER, STRANGER];
        for (uint256 i = 0; i < 2; ++i) {
            _refuseRight(
                unable[i],
                abi.encodeCall(rights.revoke, (_both(), "reason")),
                _authorityMissing(plain, unable[i])
            );
        }
    }

    /// A member of both the organizer and the agent may revoke as the agent does, until returnUntil.
    function test_Revoke_TakesAMemberOfBothAsTheAgent() public {
        vm.prank(ADMIN);
        events.setRole(OrganizerId.unwrap(organizer), SELLER, ITeams.Role.Member);
        vm.warp(RETURN_UNTIL);
        _refuseRight(
            SELLER,
            abi.encodeCall(rights.revoke, (_both(), "reason")),
            abi.encodeWithSelector(IEntryRightRegistry.RightWindowClosed.selector, plain, RETURN_UNTIL)
        );
        vm.warp(RETURN_UNTIL - 1);
        vm.prank(SELLER);
        rights.revoke(_both(), "reason");
    }

    /// A member may revoke what anyone may: unnamed rights of a named class, from nameBy on.
    function test_Revoke_TakesAnyoneForWantOfAName() public {
        RightId[] memory ids = new RightId[](1);
        ids[0] = staff;
        vm.warp(NAME_BY - 1);
        _refuseRight(MEMBER, abi.encodeCall(rights.revoke, (ids, "")), _authorityMissing(staff, MEMBER));
        vm.warp(NAME_BY);
        vm.prank(MEMBER);
        rights.revoke(ids, "");
        require(rights.rightOf(staff).status == RightStatus.Void, "status");
    }

    // Reopen

    /// The log has the account that reopened.
    function test_Reopen_TellsWho() public {
        RightId seated = _grantTo(eventId, 2, _seatedRecords(3, 4, 1));
        RightId[] memory ids = new RightId[](2);
        (ids[0], ids[1]) = (plain, seated);
        vm.prank(ADMIN);
        rights.revoke(ids, "");
        uint24[] memory seats = new uint24[](1);
        seats[0] = 4;
        vm.expectEmit(address(rights));
        emit IEntryRightRegistry.PlacesReopened(eventId, 1, MEMBER, 1);
        vm.prank(MEMBER);
        rights.reopen(eventId, 1, 1);
        vm.expectEmit(address(rights));
        emit IEntryRightRegistry.SeatsReopened(eventId, 2, MEMBER, seats);
        // For a forwarded call, the log has the signer.
        vm.prank(FORWARDER);
        (bool success, ) = address(rights).call(
            abi.encodePacked(abi.encodeCall(rights.reopenSeats, (eventId, 2, seats)), MEMBER)
        );
        require(success, "forwarded");
    }

    // Helpers

    function _both() private view returns (RightId[] memory ids) {
        ids = new RightId[](2);
        (ids[0], ids[1]) = (plain, named);
    }

    function _expectRebound(address by, RightId rightId, address holder, uint8 rebinds) private {
        vm.expectEmit(address(rights));
        emit IEntryRightRegistry.RightRebound(eventId, by, rightId, holder, rebinds);
    }

    function _refuseRebind(address sender, RightId rightId, bytes memory proof, bytes memory reason) private {
        _refuseRight(sender, abi.encodeCall(rights.rebind, (rightId, _holder(9), proof)), reason);
    }

    function _consentInvalid(RightId rightId, uint256 number) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEntryRightRegistry.RightConsentInvalid.selector, rightId, _holder(number));
    }

    function _evidenceInvalid(RightId rightId) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEntryRightRegistry.RightEvidenceInvalid.selector, rightId);
    }

    function _authorityMissing(RightId rightId, address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEntryRightRegistry.RightAuthorityMissing.selector, rightId, account);
    }
}
