// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {ITeams} from "../interfaces/ITeams.sol";
import {EventsFixture} from "../mocks/EventsFixture.sol";
import {vm} from "../mocks/Vm.sol";
import {EventId} from "../types/EventId.sol";
import {OrganizerId} from "../types/OrganizerId.sol";

/// registerEvent except policy and scope, in the order of EventRegistry.tree.
contract EventRegistryPublishTest is EventsFixture {
    // Callers

    function test_RegisterEvent_IsForAdmins() public {
        _assertAdminsOnly(abi.encodeCall(events.registerEvent, (organizer, _terms(), _classes(false))));
    }

    function testFuzz_RegisterEvent_RevertWhen_NoOrganizer(uint32 none) public {
        vm.assume(none == 0 || none > 2);
        _refuse(
            ADMIN,
            abi.encodeCall(events.registerEvent, (OrganizerId.wrap(none), _terms(), _classes(false))),
            abi.encodeWithSelector(ITeams.TeamNonexistent.selector, none)
        );
    }

    // Texts

    function test_RegisterEvent_TakesTextsUpToTheirLimit() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.name = string(new bytes(257));
        _refuseTerms(terms, abi.encodeWithSelector(IEventRegistry.EventTextTooLong.selector, "name", 257));
        terms.name = string(new bytes(256));
        terms.uri = string(new bytes(2_049));
        _refuseTerms(terms, abi.encodeWithSelector(IEventRegistry.EventTextTooLong.selector, "uri", 2_049));
        terms.uri = string(new bytes(2_048));
        _publish(terms, _classes(false));
    }

    // Schedule

    function test_RegisterEvent_SalesOpenedAMonthAgoAtMost() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesOpenAt = NOW - 30 days - 1;
        _refuseSchedule(terms, "salesOpenAt", NOW - 30 days - 1);
        terms.schedule.salesOpenAt = 0;
        _refuseSchedule(terms, "salesOpenAt", 0);
        terms.schedule.salesOpenAt = NOW - 30 days;
        _publish(terms, _classes(false));
    }

    function test_RegisterEvent_DoorsOpenWithinSixYearsOfSales() public {
        IEventRegistry.EventTerms memory terms = _terms();
        uint40 last = SALES_OPEN + 6 * 365 days;
        terms.schedule.doorsOpenAt = last + 1;
        terms.schedule.doorsCloseAt = last + 2;
        _refuseSchedule(terms, "doorsOpenAt", last + 1);
        terms.schedule.doorsOpenAt = last;
        _publish(terms, _classes(false));
    }

    /// Times in milliseconds do not fit 40 bits. A schedule that is a thousand times as long is refused too.
    function test_RegisterEvent_RefusesMilliseconds() public {
        bytes memory publishing = abi.encodeCall(events.registerEvent, (organizer, _terms(), _classes(false)));
        uint256[4] memory times = [uint256(SALES_OPEN), SALES_CLOSE, DOORS_OPEN, DOORS_CLOSE];
        for (uint256 i = 0; i < 4; ++i) _refuse(ADMIN, _inMilliseconds(publishing, times[i]), "");

        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.doorsOpenAt = SALES_OPEN + (DOORS_OPEN - SALES_OPEN) * 1_000;
        terms.schedule.doorsCloseAt = terms.schedule.doorsOpenAt + 1;
        _refuseSchedule(terms, "doorsOpenAt", terms.schedule.doorsOpenAt);
    }

    function test_RegisterEvent_DoorsOpenInTheFuture() public {
        IEventRegistry.EventTerms memory terms = _soonTerms();
        for (uint40 now_ = DOORS_OPEN; now_ <= DOORS_OPEN + 1; ++now_) {
            vm.warp(now_);
            _refuseSchedule(terms, "doorsOpenAt", DOORS_OPEN);
        }
        vm.warp(DOORS_OPEN - 1);
        _publish(terms, _classes(false));
    }

    function test_RegisterEvent_DoorsCloseAfterTheyOpen() public {
        IEventRegistry.EventTerms memory terms = _soonTerms();
        for (uint40 time = DOORS_OPEN - 1; time <= DOORS_OPEN; ++time) {
            terms.schedule.doorsCloseAt = time;
            _refuseSchedule(terms, "doorsCloseAt", time);
        }
        terms.schedule.doorsCloseAt = DOORS_OPEN + 1;
        _publish(terms, _classes(false));
    }

    function test_RegisterEvent_SalesCloseAfterTheyOpen() public {
        IEventRegistry.EventTerms memory terms = _terms();
        for (uint40 time = SALES_OPEN - 1; time <= SALES_OPEN; ++time) {
            terms.schedule.salesCloseAt = time;
            _refuseSchedule(terms, "salesCloseAt", time);
        }
        terms.schedule.salesCloseAt = SALES_OPEN + 1;
        _publish(terms, _classes(false));
    }

    function test_RegisterEvent_SalesCloseWithDoorsAtTheLatest() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.salesCloseAt = DOORS_CLOSE + 1;
        _refuseSchedule(terms, "salesCloseAt", DOORS_CLOSE + 1);
        terms.schedule.salesCloseAt = DOORS_CLOSE;
        _publish(terms, _classes(false));
    }

    function test_RegisterEvent_ChangesEndWhenDoorsOpen() public {
        IEventRegistry.EventTerms memory terms = _terms();
        terms.schedule.returnUntil = DOORS_OPEN + 1;
        _refuseSchedule(terms, "returnUntil", DOORS_OPEN + 1);
        terms.schedule.returnUntil = DOORS_OPEN;
        terms.schedule.rebindUntil = DOORS_OPEN + 1;
        _refuseSchedule(terms, "rebindUntil", DOORS_OPEN + 1);
        terms.schedule.rebindUntil = DOORS_OPEN;
        terms.schedule.nameBy = DOORS_OPEN + 1;
        _refuseSchedule(terms, "nameBy", DOORS_OPEN + 1);
        terms.schedule.nameBy = DOORS_OPEN;
        _publish(terms, _classes(false));
    }

    /// Seven times around now: the error names the first broken rule. Without a broken rule the event is published.
    function testFuzz_RegisterEvent_TakesSchedulesInOrder(uint8[7] calldata offsets) public {
        uint40[7] memory times;
        for (uint256 i = 0; i < 7; ++i) times[i] = NOW - 1 + (offsets[i] % 6);
        if (offsets[0] % 8 == 7) times[0] = NOW - 30 days - 1 + (offsets[0] % 3);
        IEventRegistry.EventTerms memory terms = _terms();
        IEventRegistry.Schedule memory s = IEventRegistry.Schedule(
            times[0],
            times[1],
            times[2],
            times[3],
            times[4],
            times[5],
            times[6]
        );
        terms.schedule = s;
        if (s.salesOpenAt + 30 days < NOW) return _refuseSchedule(terms, "salesOpenAt", s.salesOpenAt);
        if (s.doorsOpenAt <= NOW) return _refuseSchedule(terms, "doorsOpenAt", s.doorsOpenAt);
        if (s.doorsCloseAt <= s.doorsOpenAt) return _refuseSchedule(terms, "doorsCloseAt", s.doorsCloseAt);
        if (s.salesCloseAt <= s.salesOpenAt || s.salesCloseAt > s.doorsCloseAt) {
            return _refuseSchedule(terms, "salesCloseAt", s.salesCloseAt);
        }
        if (s.returnUntil > s.doorsOpenAt) return _refuseSchedule(terms, "returnUntil", s.returnUntil);
        if (s.rebindUntil > s.doorsOpenAt) return _refuseSchedule(terms, "rebindUntil", s.rebindUntil);
        if (s.nameBy > s.doorsOpenAt) return _refuseSchedule(terms, "nameBy", s.nameBy);
        _publish(terms, _classes(false));
    }

    // Classes

    function test_RegisterEvent_HasOneTo64Classes() public {
        _refuseClasses(_manyClasses(0), abi.encodeWithSelector(IEventRegistry.ClassCountInvalid.selector, 0));
        _refuseClasses(_manyClasses(65), abi.encodeWithSelector(IEventRegistry.ClassCountInvalid.selector, 65));
        _refuseClasses(_manyClasses(257), abi.encodeWithSelector(IEventRegistry.ClassCountInvalid.selector, 257));
        require(events.eventOf(_publish(_terms(), _manyClasses(1))).classCount == 1, "1 class");

        IEventRegistry.ClassTerms[] memory classes = _manyClasses(64);
        for (uint256 i = 0; i < 64; ++i) classes[i].supply = type(uint32).max - uint32(i);
        EventId eventId = _publish(_terms(), classes);
        require(events.eventOf(eventId).classCount == 64, "64 classes");
        require(events.eventOf(eventId).places == 64 * uint256(type(uint32).max) - (63 * 64) / 2, "places");
        require(events.classOf(eventId, 64).supply == type(uint32).max - 63, "last class");
        _refuse(
            ADMIN,
            abi.encodeCall(events.classOf, (eventId, 65)),
            abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, 65)
        );
        _refuse(
            ADMIN,
            abi.encodeCall(events.classOf, (eventId, 0)),
            abi.encodeWithSelector(IEventRegistry.ClassNonexistent.selector, eventId, 0)
        );
    }

    function test_RegisterEvent_TakesClassNamesUpTo64Bytes() public {
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[1].name = string(new bytes(65));
        _refuseClass(classes, false, 2, "name");
        classes[1].name = string(new bytes(64));
        _publish(_terms(), classes);
    }

    function test_RegisterEvent_SupplyFitsItsKind() public {
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[0].supply = 0;
        _refuseClass(classes, false, 1, "supply");
        classes[0].seated = true;
        _refuseClass(classes, false, 1, "supply");
        classes[0].supply = (1 << 24) + 1;
        _refuseClass(classes, false, 1, "supply");
        classes[0].supply = 1 << 24;
        _publish(_terms(), classes);
        classes[0].seated = false;
        classes[0].supply = type(uint32).max;
        _publish(_terms(), classes);
    }

    /// named × reserved × identified: a named class needs a verifier, and with one every reserved class is named.
    function test_RegisterEvent_NamesClassesByTheVerifier() public {
        for (uint256 i = 0; i < 8; ++i) {
            bool identified = i & 1 != 0;
            IEventRegistry.ClassTerms[] memory classes = _classes(identified);
            classes[0].named = i & 2 != 0;
            classes[0].reserved = i & 4 != 0;
            classes[0].supply = 1;
            classes[1].reserved = false;
            bool fits = classes[0].named ? identified : !(identified && classes[0].reserved);
            if (!fits) {
                _refuseClass(classes, identified, 1, "named");
                continue;
            }
            IEventRegistry.Class memory class = events.classOf(
                _publish(identified ? _identifiedTerms() : _terms(), classes),
                1
            );
            require(class.named == classes[0].named && class.reserved == classes[0].reserved, "class");
        }
    }

    function test_RegisterEvent_SaleHookIsAContract() public {
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[0].saleHook = STRANGER;
        _refuseClass(classes, false, 1, "saleHook");
        // A key that delegates to a contract has code, but does not count as a contract.
        vm.etch(STRANGER, abi.encodePacked(hex"ef0100", address(this)));
        _refuseClass(classes, false, 1, "saleHook");
        // Code of the same size, the shortest code, and longer code with the same first bytes count as contracts.
        bytes[3] memory codes = [
            abi.encodePacked(hex"000100", address(this)),
            bytes(hex"00"),
            abi.encodePacked(hex"60ef0100", address(this))
        ];
        for (uint256 i = 0; i < 3; ++i) {
            vm.etch(STRANGER, codes[i]);
            classes[0].saleHook = STRANGER;
            _publish(_terms(), classes);
        }
        classes[0].saleHook = address(this);
        EventId eventId = _publish(_terms(), classes);
        require(events.classOf(eventId, 1).saleHook == address(this), "hook");
        require(events.classOf(eventId, 2).saleHook == address(0), "hook of the other class");
    }

    // Reserved share

    function test_RegisterEvent_ReservesNoMoreThanItsShare() public {
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        // 200 of 1,000 are exactly 20 %.
        _publish(_terms(), classes);
        classes[1].supply = 201;
        _refuseClasses(
            classes,
            abi.encodeWithSelector(IEventRegistry.ReservedShareExceeded.selector, 201, 1_001, 8_000)
        );
        classes[1].supply = 200;
        classes[0].supply = 799;
        _refuseClasses(classes, abi.encodeWithSelector(IEventRegistry.ReservedShareExceeded.selector, 200, 999, 8_000));
    }

    function testFuzz_RegisterEvent_ReservesNoMoreThanItsShare(uint32 open, uint32 reserved, uint16 bps) public {
        vm.assume(open != 0 && reserved != 0);
        IEventRegistry.EventTerms memory terms = _terms();
        terms.policy.minPublicBps = bps % 10_001;
        IEventRegistry.ClassTerms[] memory classes = _classes(false);
        classes[0].supply = open;
        classes[1].supply = reserved;

        uint256 places = uint256(open) + reserved;
        if (uint256(open) * 10_000 < places * terms.policy.minPublicBps) {
            return
                _refuse(
                    ADMIN,
                    abi.encodeCall(events.registerEvent, (organizer, terms, classes)),
                    abi.encodeWithSelector(
                        IEventRegistry.ReservedShareExceeded.selector,
                        reserved,
                        places,
                        terms.policy.minPublicBps
                    )
                );
        }
        IEventRegistry.Event memory published = events.eventOf(_publish(terms, classes));
        require(published.places == places && published.everReservedPlaces == reserved, "places");
    }

    // Storage and logs

    function testFuzz_RegisterEvent_StoresAndTellsAll(uint40[4] calldata times, uint8 maxRebinds, bytes32 hash) public {
        IEventRegistry.EventTerms memory terms = _identifiedTerms();
        terms.documentHash = hash;
        terms.policy.maxRebinds = maxRebinds;
        terms.schedule.salesOpenAt = NOW - 30 days + (times[0] % (SALES_CLOSE - NOW + 30 days));
        terms.schedule.returnUntil = times[1] % (DOORS_OPEN + 1);
        terms.schedule.rebindUntil = times[2] % (DOORS_OPEN + 1);
        terms.schedule.nameBy = times[3] % (DOORS_OPEN + 1);
        IEventRegistry.ClassTerms[] memory classes = _classes(true);
        classes[0].seated = true;
        classes[0].saleHook = address(this);

        vm.expectEmit(address(events));
        emit IEventRegistry.EventRegistered(_event(1), organizer, terms, classes);
        EventId eventId = _publish(terms, classes);

        require(eventId == _event(1) && events.eventCount() == 1, "id");
        IEventRegistry.Event memory expected = IEventRegistry.Event({
            organizerId: organizer,
            salesOpenAt: terms.schedule.salesOpenAt,
            salesCloseAt: SALES_CLOSE,
            doorsOpenAt: DOORS_OPEN,
            doorsCloseAt: DOORS_CLOSE,
            era: 0,
            maxPerPerson: 2,
            maxRebinds: maxRebinds,
            classCount: 2,
            paused: false,
            identityVerifier: address(verifier),
            returnUntil: terms.schedule.returnUntil,
            rebindUntil: terms.schedule.rebindUntil,
            minPublicBps: 8_000,
            nameBy: terms.schedule.nameBy,
            nameLead: DOORS_OPEN - terms.schedule.nameBy,
            announcedDoorsAt: DOORS_OPEN,
            places: 1_000,
            everReservedPlaces: 200,
            scope: eventId,
            cancelled: false,
            scopeShared: false,
            documentHash: hash,
            name: terms.name,
            uri: terms.uri
        });
        require(keccak256(abi.encode(events.eventOf(eventId))) == keccak256(abi.encode(expected)), "event");
        _assertClass(eventId, 1, IEventRegistry.Class(address(this), 800, false, true, false));
        _assertClass(eventId, 2, IEventRegistry.Class(address(0), 200, true, false, true));

        IEventRegistry.Class[] memory stored = new IEventRegistry.Class[](2);
        stored[0] = events.classOf(eventId, 1);
        stored[1] = events.classOf(eventId, 2);
        require(events.termsHashOf(eventId) == keccak256(abi.encode(expected, stored)), "terms hash");
    }

    function test_RegisterEvent_CountsEventsOfAllOrganizers() public {
        require(_publish() == _event(1), "first");
        vm.prank(OTHER_ADMIN);
        require(events.registerEvent(other, _terms(), _classes(false)) == _event(2), "second");
        require(events.eventOf(_event(1)).organizerId == organizer, "organizer of the first");
        require(events.eventOf(_event(2)).organizerId == other, "organizer of the second");
        require(events.eventCount() == 2, "count");
    }

    function testFuzz_Views_RevertWhen_NoEvent(uint32 none) public {
        _publish();
        vm.assume(none != 1);
        _assertNoEvent(abi.encodeCall(events.eventOf, (_event(none))), _event(none));
        _assertNoEvent(abi.encodeCall(events.classOf, (_event(none), 1)), _event(none));
        _assertNoEvent(abi.encodeCall(events.termsHashOf, (_event(none))), _event(none));
        require(events.eraOf(_event(none)) == 0, "era of nothing");
    }

    // Helpers

    /// @dev All other times are as early as possible, so that doors may open at any time.
    function _soonTerms() private pure returns (IEventRegistry.EventTerms memory terms) {
        terms = _terms();
        terms.schedule.salesOpenAt = DOORS_OPEN - 30 days + 1;
        terms.schedule.salesCloseAt = DOORS_OPEN - 1;
    }

    /// @dev The call data with one of its times changed to milliseconds.
    function _inMilliseconds(bytes memory data, uint256 time) private pure returns (bytes memory changed) {
        changed = bytes.concat(data);
        for (uint256 i = 4; i + 32 <= changed.length; i += 32) {
            assembly ("memory-safe") {
                let word := add(add(changed, 0x20), i)
                if eq(mload(word), time) {
                    mstore(word, mul(time, 1000))
                }
            }
        }
    }

    function _manyClasses(uint256 count) private pure returns (IEventRegistry.ClassTerms[] memory classes) {
        classes = new IEventRegistry.ClassTerms[](count);
        for (uint256 i = 0; i < count; ++i) classes[i].supply = 1;
    }

    function _assertClass(EventId eventId, uint8 classId, IEventRegistry.Class memory expected) private view {
        require(keccak256(abi.encode(events.classOf(eventId, classId))) == keccak256(abi.encode(expected)), "class");
    }

    function _refuseSchedule(IEventRegistry.EventTerms memory terms, string memory field, uint40 value) private {
        _refuseTerms(terms, abi.encodeWithSelector(IEventRegistry.ScheduleInvalid.selector, field, value));
    }

    function _refuseClass(
        IEventRegistry.ClassTerms[] memory classes,
        bool identified,
        uint8 classId,
        string memory field
    ) private {
        _refuse(
            ADMIN,
            abi.encodeCall(events.registerEvent, (organizer, identified ? _identifiedTerms() : _terms(), classes)),
            abi.encodeWithSelector(IEventRegistry.ClassInvalid.selector, classId, field)
        );
    }

    function _refuseTerms(IEventRegistry.EventTerms memory terms, bytes memory reason) private {
        _refuse(ADMIN, abi.encodeCall(events.registerEvent, (organizer, terms, _classes(false))), reason);
    }

    function _refuseClasses(IEventRegistry.ClassTerms[] memory classes, bytes memory reason) private {
        _refuse(ADMIN, abi.encodeCall(events.registerEvent, (organizer, _terms(), classes)), reason);
    }
}
