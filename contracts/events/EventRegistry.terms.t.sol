// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {AgentChain} from "../types/AgentChain.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {GrantTerms, TERMS_MUST_TAG, TERMS_NAMED, TERMS_SEATED} from "../types/GrantTerms.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// The views for EntryRightRegistry, except those for gates. Each of agents 1 to 3 is under the one before, in both
/// classes.
contract EventRegistryTermsTest is EventsFixture {
    EventId private constant NONE = EventId.wrap(7);
    address private constant AGENT = address(0xAA);
    address private constant SELLER = address(0xAB);

    EventId private eventId;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; ++i) _register(agents, AGENT, SELLER);
        eventId = _publishWithAgents(_identifiedTerms(), _classes(true));
    }

    // Grant terms

    function test_GrantTerms_TellTheClassAndTheChain() public {
        vm.warp(SALES_OPEN);
        (GrantTerms terms, AgentChain chain) = events.grantTerms(eventId, 1, _agent(3), SELLER, true);
        require(terms.saleHook() == address(0) && terms.supply() == 800, "class");
        require(terms.maxPerPerson() == 2, "policy");
        require(GrantTerms.unwrap(terms) & 0xff == 0, "flags");
        for (uint32 i = 3; i >= 1; --i) {
            (AgentId agentId, uint256 quota) = chain.first();
            require(agentId == _agent(i) && quota == 100 * i, "chain");
            chain = chain.above();
        }
        require(AgentChain.unwrap(chain) == 0, "end of the chain");
    }

    /// Every kind of class, public and reserved, before and from nameBy on.
    function testFuzz_GrantTerms_TellWhatAClassIs(uint32 supply, bool seated, bool named, bool reserved) public {
        IEventRegistry.ClassTerms[] memory changed = _classes(true);
        changed[0].supply = 1 + (supply % (1 << 24));
        changed[0].seated = seated;
        changed[0].named = named || reserved;
        changed[0].reserved = reserved;
        changed[0].saleHook = address(this);
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.minPublicBps = 0;
        terms.policy.scope = eventId;
        eventId = _publishWithAgents(terms, changed);

        for (uint40 now_ = NAME_BY - 1; now_ <= NAME_BY + 1; ++now_) {
            vm.warp(now_);
            (GrantTerms told, ) = events.grantTerms(eventId, 1, _agent(1), SELLER, false);
            require(told.saleHook() == address(this) && told.supply() == changed[0].supply, "class");
            require(told.maxPerPerson() == 2, "policy");
            require(told.has(TERMS_SEATED) == seated, "seated");
            require(told.has(TERMS_NAMED) == (named || reserved), "named");
            bool mustTag = reserved ? now_ >= NAME_BY : named;
            require(told.has(TERMS_MUST_TAG) == mustTag, "must tag");
            require(GrantTerms.unwrap(told) >> 208 == 0, "more than 208 bits");
        }
    }

    /// After a reserved class is opened, its rights must be named at their grant.
    function test_GrantTerms_MustTagOnceAReservedClassIsOpen() public {
        vm.warp(SALES_OPEN);
        (GrantTerms terms, ) = events.grantTerms(eventId, 2, _agent(1), SELLER, false);
        require(terms.has(TERMS_NAMED) && !terms.has(TERMS_MUST_TAG), "reserved");
        vm.prank(ADMIN);
        events.openReserved(eventId, 2);
        (terms, ) = events.grantTerms(eventId, 2, _agent(1), SELLER, false);
        require(terms.has(TERMS_NAMED) && terms.has(TERMS_MUST_TAG), "opened");
    }

    function test_GrantTerms_HoldWhileSalesAreOpen() public {
        bytes memory asking = abi.encodeCall(events.grantTerms, (eventId, 1, _agent(1), SELLER, false));
        bytes memory closed = abi.encodeWithSelector(
            IEventRegistry.SalesClosed.selector,
            eventId,
            SALES_OPEN,
            SALES_CLOSE
        );
        uint40[3] memory outside = [SALES_OPEN - 1, SALES_CLOSE, SALES_CLOSE + 1];
        uint40[3] memory inside = [SALES_OPEN, SALES_OPEN + 1, SALES_CLOSE - 1];
        for (uint256 i = 0; i < 3; ++i) {
            vm.warp(outside[i]);
            _refuse(SELLER, asking, closed);
            vm.warp(inside[i]);
            events.grantTerms(eventId, 1, _agent(1), SELLER, false);
        }
    }

    function test_GrantTerms_RevertWhen_PausedOrCancelled() public {
        bytes memory asking = abi.encodeCall(events.grantTerms, (eventId, 1, _agent(1), SELLER, false));
        bytes memory paused = abi.encodeWithSelector(IEventRegistry.SalesArePaused.selector, eventId);
        vm.warp(SALES_OPEN);
        vm.prank(MEMBER);
        events.pauseSales(eventId);
        _refuse(SELLER, asking, paused);
        vm.prank(MEMBER);
        events.resumeSales(eventId);
        events.grantTerms(eventId, 1, _agent(1), SELLER, false);
        _cancel(eventId);
        _refuse(SELLER, asking, _eventIsCancelled(eventId));
    }

    function test_GrantTerms_RevertWhen_NoEventOrClass() public {
        vm.warp(SALES_OPEN);
        _assertNoEvent(abi.encodeCall(events.grantTerms, (NONE, 1, _agent(1), SELLER, false)), NONE);
        _assertNoEvent(abi.encodeCall(events.grantTerms, (_event(0), 1, _agent(1), SELLER, false)), _event(0));
        uint8[3] memory none = [0, 3, 255];
        for (uint256 i = 0; i < none.length; ++i) {
            _refuse(
                SELLER,
                abi.encodeCall(events.grantTerms, (eventId, none[i], _agent(1), SELLER, false)),
                abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, none[i])
            );
        }
    }

    function test_GrantTerms_RevertWhen_SomebodyAboveIsNotDesignated() public {
        vm.warp(SALES_OPEN);
        for (uint32 i = 0; i <= 4; i += 4) {
            _refuse(
                SELLER,
                abi.encodeCall(events.grantTerms, (eventId, 1, _agent(i), SELLER, false)),
                abi.encodeWithSelector(IEventRegistry.AgentNotDesignated.selector, eventId, 1, i)
            );
        }
        for (uint32 i = 3; i >= 1; --i) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(MEMBER);
            events.dismissAgent(eventId, 1, _agent(i));
            _refuse(
                SELLER,
                abi.encodeCall(events.grantTerms, (eventId, 1, _agent(3), SELLER, false)),
                abi.encodeWithSelector(IEventRegistry.AgentNotDesignated.selector, eventId, 1, i)
            );
            // It is still an agent of the other class.
            events.grantTerms(eventId, 2, _agent(1), SELLER, false);
            vm.revertToState(snapshot);
        }
    }

    function test_GrantTerms_RevertWhen_TheSellerMayNotActForItsAgent() public {
        vm.warp(SALES_OPEN);
        address[3] memory others = [STRANGER, ADMIN, MEMBER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(
                others[i],
                abi.encodeCall(events.grantTerms, (eventId, 1, _agent(3), others[i], false)),
                abi.encodeWithSelector(ITeams.TeamMemberOnly.selector, 3, others[i])
            );
        }
        uint256 snapshot = vm.snapshotState();
        _deactivate(agents, 3, AGENT);
        _refuse(
            SELLER,
            abi.encodeCall(events.grantTerms, (eventId, 1, _agent(3), SELLER, false)),
            abi.encodeWithSelector(ITeams.TeamInactive.selector, 3)
        );
        vm.revertToState(snapshot);
        _refuseRelays(agents, 3, AGENT);
        _refuse(
            SELLER,
            abi.encodeCall(events.grantTerms, (eventId, 1, _agent(3), SELLER, true)),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, 3)
        );
        events.grantTerms(eventId, 1, _agent(3), SELLER, false);
        // Only the granting agent's team must be active.
        _deactivate(agents, 2, AGENT);
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        events.grantTerms(eventId, 1, _agent(3), SELLER, false);
    }

    // Authority

    function test_AuthorityOver_TellsWhoSomebodyIs() public {
        require(_authority(3, MEMBER) == IEventRegistry.Authority.OrganizerMember, "member of the organizer");
        require(_authority(3, ADMIN) == IEventRegistry.Authority.OrganizerAdmin, "admin of the organizer");
        require(_authority(3, SELLER) == IEventRegistry.Authority.Agent, "member of the agent");
        require(_authority(3, AGENT) == IEventRegistry.Authority.Agent, "admin of the agent");
        require(_authority(3, OTHER_ADMIN) == IEventRegistry.Authority.None, "another organizer");
        require(_authority(3, STRANGER) == IEventRegistry.Authority.None, "stranger");
        require(_authority(4, SELLER) == IEventRegistry.Authority.None, "agent without a place");
        require(_authority(0, SELLER) == IEventRegistry.Authority.None, "no agent");
        require(events.authorityOver(NONE, 1, _agent(3), ADMIN, false) == IEventRegistry.Authority.None, "no event");
        // For an account in both teams: an agent has more authority than a member of the organizer, and less than an
        // admin.
        vm.prank(ADMIN);
        events.setRole(OrganizerId.unwrap(organizer), SELLER, ITeams.Role.Member);
        require(_authority(3, SELLER) == IEventRegistry.Authority.Agent, "agent, and member of the organizer");
        require(_authority(4, SELLER) == IEventRegistry.Authority.OrganizerMember, "of an agent without a place");
        vm.prank(ADMIN);
        events.setRole(OrganizerId.unwrap(organizer), SELLER, ITeams.Role.Admin);
        require(_authority(3, SELLER) == IEventRegistry.Authority.OrganizerAdmin, "agent, and admin of the organizer");
    }

    function test_AuthorityOver_EndsWithTheAgentsPlaceAndTeam() public {
        uint256 snapshot = vm.snapshotState();
        vm.prank(MEMBER);
        events.dismissAgent(eventId, 1, _agent(2));
        require(_authority(3, SELLER) == IEventRegistry.Authority.None, "under a dismissed agent");
        require(_authority(1, SELLER) == IEventRegistry.Authority.Agent, "above it");
        vm.revertToState(snapshot);
        _deactivate(agents, 3, AGENT);
        require(_authority(3, SELLER) == IEventRegistry.Authority.None, "inactive team");
        require(_authority(2, SELLER) == IEventRegistry.Authority.Agent, "active team above");
        vm.revertToState(snapshot);
        _refuseRelays(agents, 3, AGENT);
        require(_authority(3, SELLER) == IEventRegistry.Authority.Agent, "directly");
        require(
            events.authorityOver(eventId, 1, _agent(3), SELLER, true) == IEventRegistry.Authority.None,
            "forwarded"
        );
        _deactivate(events, 1, ADMIN);
        require(_authority(3, MEMBER) == IEventRegistry.Authority.None, "member of an inactive organizer");
        require(_authority(3, ADMIN) == IEventRegistry.Authority.None, "admin of an inactive organizer");
        vm.revertToState(snapshot);
        _refuseRelays(events, 1, ADMIN);
        require(
            events.authorityOver(eventId, 1, _agent(3), ADMIN, true) == IEventRegistry.Authority.None,
            "forwarded to the organizer"
        );
        require(_authority(3, ADMIN) == IEventRegistry.Authority.OrganizerAdmin, "organizer directly");
    }

    // Change terms, reopening, admins

    function test_ChangeTerms_TellTheEvent() public {
        IEventRegistry.ChangeTerms memory expected = IEventRegistry.ChangeTerms({
            doorsOpenAt: DOORS_OPEN,
            returnUntil: RETURN_UNTIL,
            rebindUntil: REBIND_UNTIL,
            nameBy: NAME_BY,
            maxRebinds: 3,
            maxPerPerson: 2,
            scope: eventId,
            identityVerifier: address(verifier)
        });
        require(keccak256(abi.encode(events.changeTerms(eventId))) == keccak256(abi.encode(expected)), "terms");
        _assertNoEvent(abi.encodeCall(events.changeTerms, (NONE)), NONE);
    }

    function test_CheckReopen_IsForMembersAndTheSaleHook() public {
        IEventRegistry.ClassTerms[] memory changed = _classes(true);
        changed[0].saleHook = address(this);
        changed[1].seated = true;
        eventId = _publish(_identifiedTerms(), changed);

        require(!events.checkReopen(eventId, 1, MEMBER, true), "member, still");
        require(events.checkReopen(eventId, 2, ADMIN, false), "admin, seated");
        require(!events.checkReopen(eventId, 1, address(this), false), "sale hook");
        require(!events.checkReopen(eventId, 1, address(this), true), "sale hook, relayed");
        _refuseReopening(2, address(this), false);
        _refuseReopening(1, OTHER_ADMIN, false);
        _refuseReopening(1, STRANGER, false);
        // A class without a sale hook has 0 as its hook, which never counts.
        _refuseReopening(2, address(0), false);

        _refuseRelays(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuseReopening(1, MEMBER, true);
        require(!events.checkReopen(eventId, 1, MEMBER, false), "directly");
        // A forwarder that the organizer refuses cannot speak for a sale hook either.
        _refuse(
            ENTRY_RIGHTS,
            abi.encodeCall(events.checkReopen, (eventId, 1, address(this), true)),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, organizer)
        );
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuseReopening(1, MEMBER, false);
        require(!events.checkReopen(eventId, 1, address(this), false), "sale hook of an inactive team");
    }

    function test_CheckReopen_EndsWhenDoorsOpenOrTheEventIsCancelled() public {
        _assertUntilDoors(eventId, abi.encodeCall(events.checkReopen, (eventId, 1, MEMBER, false)));
        _assertNoEvent(abi.encodeCall(events.checkReopen, (NONE, 1, MEMBER, false)), NONE);
        uint8[2] memory none = [0, 3];
        for (uint256 i = 0; i < none.length; ++i) {
            _refuse(
                MEMBER,
                abi.encodeCall(events.checkReopen, (eventId, none[i], MEMBER, false)),
                abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, none[i])
            );
        }
    }

    function test_CheckEventAdmin_IsForAdmins() public {
        events.checkEventAdmin(eventId, ADMIN, true);
        address[3] memory others = [MEMBER, OTHER_ADMIN, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuse(
                others[i],
                abi.encodeCall(events.checkEventAdmin, (eventId, others[i], false)),
                abi.encodeWithSelector(ITeams.TeamAdminOnly.selector, organizer, others[i])
            );
        }
        _assertNoEvent(abi.encodeCall(events.checkEventAdmin, (NONE, ADMIN, false)), NONE);

        _refuseRelays(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuse(
            ADMIN,
            abi.encodeCall(events.checkEventAdmin, (eventId, ADMIN, true)),
            abi.encodeWithSelector(ITeams.TeamDirectOnly.selector, organizer)
        );
        events.checkEventAdmin(eventId, ADMIN, false);
        _deactivate(events, OrganizerId.unwrap(organizer), ADMIN);
        _refuse(
            ADMIN,
            abi.encodeCall(events.checkEventAdmin, (eventId, ADMIN, false)),
            abi.encodeWithSelector(ITeams.TeamInactive.selector, organizer)
        );
    }

    function test_Agents_AreThoseItWasDeployedWith() public view {
        require(address(events.AGENTS()) == address(agents), "agents");
        require(events.isTrustedForwarder(FORWARDER) && !events.isTrustedForwarder(ADMIN), "forwarder");
    }

    // Helpers

    function _publishWithAgents(
        IEventRegistry.EventTerms memory terms,
        IEventRegistry.ClassTerms[] memory classes
    ) private returns (EventId published) {
        published = _publish(terms, classes);
        for (uint8 classId = 1; classId <= 2; ++classId) {
            vm.prank(ADMIN);
            events.designateAgent(published, classId, _agent(1), 100);
            vm.prank(AGENT);
            events.delegate(published, classId, _agent(1), _agent(2), 200);
            vm.prank(AGENT);
            events.delegate(published, classId, _agent(2), _agent(3), 300);
        }
    }

    function _authority(uint32 agentId, address account) private view returns (IEventRegistry.Authority) {
        return events.authorityOver(eventId, 1, _agent(agentId), account, false);
    }

    function _refuseReopening(uint8 classId, address account, bool forwarded) private {
        _refuse(
            account,
            abi.encodeCall(events.checkReopen, (eventId, classId, account, forwarded)),
            abi.encodeWithSelector(IEventRegistry.ReopenerOnly.selector, eventId, classId, account)
        );
    }
}
