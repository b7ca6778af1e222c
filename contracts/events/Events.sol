// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Schedules} from "../libraries/Schedules.sol";
import {TermsChecks} from "../libraries/TermsChecks.sol";
import {Teams} from "../teams/Teams.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// @title The part of EventRegistry for events and their classes.
abstract contract Events is IEventRegistry, Teams {
    using Schedules for Event;
    using Schedules for Schedule;

    OrganizerId private constant NOBODY = OrganizerId.wrap(0);

    uint32 private _eventCount;
    mapping(EventId => Event) internal _events;
    mapping(EventId => mapping(uint8 classId => Class)) private _classes;
    /// @dev keccak256 of receiver and terms.
    mapping(EventId => bytes32) private _offers;

    /* PUBLISH */

    /// @inheritdoc IEventRegistry
    function registerEvent(
        OrganizerId organizerId,
        EventTerms calldata terms,
        ClassTerms[] calldata classes
    ) external returns (EventId eventId) {
        _checkAdmin(OrganizerId.unwrap(organizerId));
        TermsChecks.checkTexts(terms.name, terms.uri);
        Schedule memory times = terms.schedule;
        times.checkNew();
        Policy calldata policy = terms.policy;
        TermsChecks.checkPolicy(policy);

        eventId = EventId.wrap(++_eventCount);
        EventId scope = _joinScope(eventId, organizerId, policy);
        (uint40 places, uint40 reserved) = _addClasses(eventId, classes, policy.identityVerifier != address(0));
        TermsChecks.checkReservedShare(reserved, places, policy.minPublicBps);

        _events[eventId] = Event({
            organizerId: organizerId,
            salesOpenAt: times.salesOpenAt,
            salesCloseAt: times.salesCloseAt,
            doorsOpenAt: times.doorsOpenAt,
            doorsCloseAt: times.doorsCloseAt,
            era: 0,
            maxPerPerson: policy.maxPerPerson,
            maxRebinds: policy.maxRebinds,
            classCount: uint8(classes.length), // at most 64
            paused: false,
            identityVerifier: policy.identityVerifier,
            returnUntil: times.returnUntil,
            rebindUntil: times.rebindUntil,
            minPublicBps: policy.minPublicBps,
            nameBy: times.nameBy,
            nameLead: times.doorsOpenAt - times.nameBy,
            announcedDoorsAt: times.doorsOpenAt,
            places: places,
            everReservedPlaces: reserved,
            scope: scope,
            cancelled: false,
            scopeShared: false,
            documentHash: terms.documentHash,
            name: terms.name,
            uri: terms.uri
        });
        emit EventRegistered(eventId, organizerId, terms, classes);
    }

    /// @dev The event in whose scope the new event counts persons.
    function _joinScope(
        EventId eventId,
        OrganizerId organizerId,
        Policy calldata policy
    ) private returns (EventId scope) {
        scope = policy.scope;
        if (EventId.unwrap(scope) == 0) return eventId;

        // An event that does not exist has organizer 0, which never exists.
        Event storage owner = _events[scope];
        if (owner.organizerId != organizerId || owner.scope != scope || policy.identityVerifier == address(0)) {
            revert ScopeInvalid(scope);
        }
        if (policy.identityVerifier != owner.identityVerifier) {
            TermsChecks.refusePolicy("identityVerifier", uint160(policy.identityVerifier));
        }
        if (policy.maxPerPerson != owner.maxPerPerson) TermsChecks.refusePolicy("maxPerPerson", policy.maxPerPerson);
        owner.scopeShared = true;
    }

    /// @dev The sum of 64 supplies of 32 bits fits 40 bits.
    function _addClasses(
        EventId eventId,
        ClassTerms[] calldata classes,
        bool identified
    ) private returns (uint40 places, uint40 reserved) {
        TermsChecks.checkClassCount(classes.length);
        for (uint256 i = 0; i < classes.length; ++i) {
            ClassTerms calldata terms = classes[i];
            uint8 classId = uint8(i + 1);
            TermsChecks.checkClass(classId, terms, identified);
            places += terms.supply;
            if (terms.reserved) reserved += terms.supply;
            _classes[eventId][classId] = Class({
                saleHook: terms.saleHook,
                supply: terms.supply,
                reserved: terms.reserved,
                seated: terms.seated,
                named: terms.named
            });
        }
    }

    /* RESCHEDULE, EXTEND, CANCEL, PAUSE */

    /// @inheritdoc IEventRegistry
    function reschedule(EventId eventId, uint40 doorsOpenAt, uint40 doorsCloseAt, uint40 salesCloseAt) external {
        Event storage event_ = _ruledEvent(eventId);
        _checkBeforeDoors(eventId, event_);
        event_.reschedule(eventId, doorsOpenAt, doorsCloseAt, salesCloseAt);
        _tellSchedule(eventId, event_);
    }

    /// @inheritdoc IEventRegistry
    function extendDoors(EventId eventId, uint40 doorsCloseAt) external {
        Event storage event_ = _ruledEvent(eventId);
        _checkOn(eventId, event_);
        if (block.timestamp >= event_.doorsCloseAt) revert DoorsClosed(eventId, event_.doorsCloseAt);
        event_.extendDoors(doorsCloseAt);
        _tellSchedule(eventId, event_);
    }

    function _tellSchedule(EventId eventId, Event storage event_) private {
        emit EventRescheduled(eventId, event_.read(), event_.announcedDoorsAt);
    }

    /// @inheritdoc IEventRegistry
    function cancel(EventId eventId) external {
        Event storage event_ = _ruledEvent(eventId);
        _checkBeforeDoors(eventId, event_);
        event_.cancelled = true;
        // Grants and admissions read `paused`, because it is in the slot that they read anyway.
        event_.paused = true;
        emit EventCancelled(eventId);
    }

    /// @inheritdoc IEventRegistry
    function pauseSales(EventId eventId) external {
        _setPaused(eventId, true);
        emit SalesPaused(eventId);
    }

    /// @inheritdoc IEventRegistry
    function resumeSales(EventId eventId) external {
        _setPaused(eventId, false);
        emit SalesResumed(eventId);
    }

    function _setPaused(EventId eventId, bool paused) private {
        Event storage event_ = _runEvent(eventId);
        _checkOn(eventId, event_);
        if (event_.paused == paused) revert SalesUnchanged(eventId, paused);
        event_.paused = paused;
    }

    /* CLASSES */

    /// @inheritdoc IEventRegistry
    function raiseSupply(EventId eventId, uint8 classId, uint32 supply) external {
        Event storage event_ = _ruledEvent(eventId);
        Class storage class = _existingClass(eventId, event_, classId);
        _checkBeforeDoors(eventId, event_);
        uint32 former = class.supply;
        if (supply <= former || !TermsChecks.fits(supply, class.seated)) revert SupplyInvalid(eventId, classId, supply);

        class.supply = supply;
        event_.places += supply - former;
        if (class.reserved) {
            event_.everReservedPlaces += supply - former;
            TermsChecks.checkReservedShare(event_.everReservedPlaces, event_.places, event_.minPublicBps);
        }
        emit SupplyRaised(eventId, classId, supply);
    }

    /// @inheritdoc IEventRegistry
    function openReserved(EventId eventId, uint8 classId) external {
        Event storage event_ = _ruledEvent(eventId);
        Class storage class = _existingClass(eventId, event_, classId);
        _checkBeforeDoors(eventId, event_);
        if (!class.reserved) revert ClassNotReserved(eventId, classId);

        class.reserved = false;
        emit ReservedOpened(eventId, classId);
    }

    /// @inheritdoc IEventRegistry
    function setSaleHook(EventId eventId, uint8 classId, address saleHook) external {
        Event storage event_ = _ruledEvent(eventId);
        Class storage class = _existingClass(eventId, event_, classId);
        _checkOn(eventId, event_);
        if (class.saleHook != address(0) || !Schedules.hasNotice(event_.salesOpenAt)) {
            revert SaleHookFinal(eventId, classId);
        }
        TermsChecks.checkSaleHook(classId, saleHook);

        class.saleHook = saleHook;
        emit SaleHookSet(eventId, classId, saleHook);
    }

    /* HAND OVER */

    /// @inheritdoc IEventRegistry
    function offerHandOver(EventId eventId, OrganizerId to) external {
        Event storage event_ = _ruledEvent(eventId);
        _checkBeforeDoors(eventId, event_);
        if (to == NOBODY) {
            delete _offers[eventId];
            emit HandOverOffered(eventId, to, 0);
            return;
        }
        if (to == event_.organizerId) revert HandOverInvalid(eventId, to);
        _existingTeam(OrganizerId.unwrap(to));
        _checkOwnScope(eventId, event_);

        bytes32 termsHash = _termsHashOf(eventId, event_);
        _offers[eventId] = _offerOf(to, termsHash);
        emit HandOverOffered(eventId, to, termsHash);
    }

    /// @inheritdoc IEventRegistry
    function acceptHandOver(EventId eventId, OrganizerId to, bytes32 termsHash) external {
        Event storage event_ = _existingEvent(eventId);
        _checkAdmin(OrganizerId.unwrap(to));
        _checkBeforeDoors(eventId, event_);
        _checkOwnScope(eventId, event_);
        // `_offers` commits to receiver and terms. If the present hash differs, the event changed after the offer.
        if (_offers[eventId] != _offerOf(to, termsHash) || termsHash != _termsHashOf(eventId, event_)) {
            revert HandOverStale(eventId, to, termsHash);
        }

        delete _offers[eventId];
        OrganizerId from = event_.organizerId;
        event_.organizerId = to;
        ++event_.era;
        emit HandedOver(eventId, from, to);
    }

    function _checkOwnScope(EventId eventId, Event storage event_) private view {
        if (event_.scopeShared || event_.scope != eventId) revert HandOverOfSharedScope(eventId);
    }

    function _offerOf(OrganizerId to, bytes32 termsHash) private pure returns (bytes32) {
        return keccak256(abi.encode(to, termsHash));
    }

    function _termsHashOf(EventId eventId, Event storage event_) private view returns (bytes32) {
        Class[] memory classes = new Class[](event_.classCount);
        for (uint256 i = 0; i < classes.length; ++i) classes[i] = _classes[eventId][uint8(i + 1)];
        return keccak256(abi.encode(event_, classes));
    }

    /* VIEWS */

    /// @inheritdoc IEventRegistry
    function eventCount() external view returns (uint32) {
        return _eventCount;
    }

    /// @inheritdoc IEventRegistry
    function eventOf(EventId eventId) external view returns (Event memory) {
        return _existingEvent(eventId);
    }

    /// @inheritdoc IEventRegistry
    function classOf(EventId eventId, uint8 classId) external view returns (Class memory) {
        return _existingClass(eventId, _existingEvent(eventId), classId);
    }

    /// @inheritdoc IEventRegistry
    function termsHashOf(EventId eventId) external view returns (bytes32) {
        return _termsHashOf(eventId, _existingEvent(eventId));
    }

    /* SHARED CHECKS */

    function _existingEvent(EventId eventId) internal view returns (Event storage event_) {
        event_ = _events[eventId];
        if (event_.organizerId == NOBODY) revert EventNonexistent(eventId);
    }

    function _existingClass(
        EventId eventId,
        Event storage event_,
        uint8 classId
    ) internal view returns (Class storage) {
        if (classId == 0 || classId > event_.classCount) revert ClassNonexistent(eventId, classId);
        return _classes[eventId][classId];
    }

    /// @dev The event. Reverts unless the caller may act for its organizer as an admin.
    function _ruledEvent(EventId eventId) internal view returns (Event storage event_) {
        event_ = _existingEvent(eventId);
        _checkAdmin(OrganizerId.unwrap(event_.organizerId));
    }

    /// @dev The event. Reverts unless the caller may act for its organizer.
    function _runEvent(EventId eventId) internal view returns (Event storage event_) {
        event_ = _existingEvent(eventId);
        _checkMember(OrganizerId.unwrap(event_.organizerId));
    }

    function _checkOn(EventId eventId, Event storage event_) internal view {
        if (event_.cancelled) revert EventIsCancelled(eventId);
    }

    function _checkBeforeDoors(EventId eventId, Event storage event_) internal view {
        _checkOn(eventId, event_);
        if (block.timestamp >= event_.doorsOpenAt) revert DoorsOpen(eventId, event_.doorsOpenAt);
    }
}
