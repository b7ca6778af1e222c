// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";

/// registerEvent: policy and scope, in the order of EventRegistry.tree.
contract EventRegistryPolicyTest is EventsFixture {
    // Policy

    function test_RegisterEvent_VerifierIsAContract() public {
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.identityVerifier = STRANGER;
        _refusePolicy(terms, "identityVerifier", uint160(STRANGER));
        vm.etch(STRANGER, abi.encodePacked(hex"ef0100", address(verifier)));
        _refusePolicy(terms, "identityVerifier", uint160(STRANGER));
        terms.policy.identityVerifier = address(verifier);
        _publish(terms, _classes(true));
    }

    function testFuzz_RegisterEvent_LimitsPersonsWithAVerifierOnly(uint8 maxPerPerson, bool identified) public {
        IEventRegistry.EventTerms memory terms = identified ? _identifiedTerms() : _terms();
        terms.policy.maxPerPerson = maxPerPerson;
        bool fits = identified ? maxPerPerson >= 1 && maxPerPerson <= 3 : maxPerPerson == 0;
        if (!fits) return _refusePolicy(terms, "maxPerPerson", maxPerPerson);
        require(events.eventOf(_publish(terms, _classes(identified))).maxPerPerson == maxPerPerson, "maxPerPerson");
    }

    function test_RegisterEvent_LimitsPersonsAtTheEdges() public {
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        for (uint8 i = 0; i <= 4; ++i) {
            terms.policy.maxPerPerson = i;
            if (i == 0 || i == 4) _refusePolicy(terms, "maxPerPerson", i);
            else _publish(terms, _classes(true));
        }
        terms = _terms();
        terms.policy.maxPerPerson = 1;
        _refusePolicy(terms, "maxPerPerson", 1);
    }

    function test_RegisterEvent_PublicShareIsAtMostAll() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.policy.minPublicBps = 10_001;
        _refusePolicy(terms, "minPublicBps", 10_001);
        terms.policy.minPublicBps = 10_000;
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[1].reserved = false;
        _publish(terms, classes);
    }

    // Scope

    function test_RegisterEvent_JoinsAScope() public {
        EventId first = _publish(_identifiedTerms(), _classes(true));
        require(events.eventOf(first).scope == first && !events.eventOf(first).scopeShared, "own scope");

        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.scope = first;
        for (uint256 i = 0; i < 2; ++i) {
            EventId joined = _publish(terms, _classes(true));
            require(events.eventOf(joined).scope == first && !events.eventOf(joined).scopeShared, "joined");
            require(events.eventOf(first).scope == first && events.eventOf(first).scopeShared, "shared");
        }
    }

    function test_RegisterEvent_RefusesScopesOfOthers() public {
        EventId first = _publish(_identifiedTerms(), _classes(true));
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.scope = first;
        EventId second = _publish(terms, _classes(true));

        // An event of another organizer.
        _refuse(
            OTHER_ADMIN,
            abi.encodeCall(events.registerEvent, (other, terms, _classes(true))),
            abi.encodeWithSelector(IEventRegistry.ScopeInvalid.selector, first)
        );
        // An event in another scope; the event itself before it exists; an event that does not exist.
        EventId[3] memory scopes = [second, _event(3), _event(type(uint32).max)];
        for (uint256 i = 0; i < scopes.length; ++i) {
            terms.policy.scope = scopes[i];
            _refuseIdentified(terms, abi.encodeWithSelector(IEventRegistry.ScopeInvalid.selector, scopes[i]));
        }
    }

    function test_RegisterEvent_RefusesScopesOfNoPersons() public {
        EventId first = _publish();
        IEventRegistry.EventTerms memory terms = _terms();
        terms.policy.scope = first;
        _refuseTerms(terms, abi.encodeWithSelector(IEventRegistry.ScopeInvalid.selector, first));

        first = _publish(_identifiedTerms(), _classes(true));
        terms.policy.scope = first;
        _refuseTerms(terms, abi.encodeWithSelector(IEventRegistry.ScopeInvalid.selector, first));
    }

    function test_RegisterEvent_RepeatsThePolicyOfItsScope() public {
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        EventId first = _publish(terms, _classes(true));
        EventId unidentified = _publish();

        terms.policy.scope = first;
        terms.policy.identityVerifier = address(agents);
        _refusePolicy(terms, "identityVerifier", uint160(address(agents)));
        terms.policy.identityVerifier = address(verifier);
        terms.policy.maxPerPerson = 3;
        _refusePolicy(terms, "maxPerPerson", 3);
        terms.policy.maxPerPerson = 2;
        terms.policy.scope = unidentified;
        _refusePolicy(terms, "identityVerifier", uint160(address(verifier)));

        require(!events.eventOf(first).scopeShared, "shared by a refused event");
        require(!events.eventOf(unidentified).scopeShared, "shared by a refused event");
    }

    /// After a hand-over the new organizer can share the scope.
    function test_RegisterEvent_JoinsTheScopeOfATakenOverEvent() public {
        EventId first = _publish(_identifiedTerms(), _classes(true));
        vm.prank(ADMIN);
        events.offerHandOver(first, other);
        bytes32 termsHash = events.termsHashOf(first);
        vm.prank(OTHER_ADMIN);
        events.acceptHandOver(first, other, termsHash);

        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.policy.scope = first;
        _refuseIdentified(terms, abi.encodeWithSelector(IEventRegistry.ScopeInvalid.selector, first));
        vm.prank(OTHER_ADMIN);
        require(events.eventOf(events.registerEvent(other, terms, _classes(true))).scope == first, "scope");
    }

    // Helpers

    function _refusePolicy(IEventRegistry.EventTerms memory terms, string memory field, uint256 value) private {
        _refuseIdentified(terms, abi.encodeWithSelector(IEventRegistry.PolicyInvalid.selector, field, value));
    }

    function _refuseTerms(IEventRegistry.EventTerms memory terms, bytes memory reason) private {
        _refuse(ADMIN, abi.encodeCall(events.registerEvent, (organizer, terms, _classes(false))), reason);
    }

    function _refuseIdentified(IEventRegistry.EventTerms memory terms, bytes memory reason) private {
        _refuse(ADMIN, abi.encodeCall(events.registerEvent, (organizer, terms, _classes(true))), reason);
    }
}
