// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AgentChain} from "./AgentChain.sol";
import {AgentId} from "./AgentId.sol";
import {BatchHead, BatchHeadLib, NAMED_CLASS, ONE_HOLDER, SEATED, TAGGED} from "./BatchHead.sol";
import {Holding, HoldingLib} from "./Holding.sol";
import {Entry, EntryLib} from "./Entry.sol";
import {EventId} from "./EventId.sol";
import {GrantTerms, GrantTermsLib} from "./GrantTerms.sol";
import {OrganizerId} from "./OrganizerId.sol";
import {RightId, RightIdLib} from "./RightId.sol";

/// Packed values read back unchanged, and a value with dirt above its bits packs like a clean one.
contract PackingTest {
    function testFuzz_RightId(uint32 eventId, uint256 batch, uint256 index) public pure {
        batch %= 1 << 21;
        index %= 1 << 11;
        RightId id = RightIdLib.pack(EventId.wrap(eventId), batch, index);
        require(EventId.unwrap(id.eventId()) == eventId, "event");
        require(id.batch() == batch && id.index() == index, "batch, index");
        require(id.batchKey() == (uint256(eventId) << 21) + batch, "batch key");
        require(RightId.unwrap(id) == (uint256(eventId) << 32) + batch * 2048 + index, "layout");
        require(RightIdLib.pack(id.eventId(), id.batch(), id.index()) == id, "packed again");
    }

    function testFuzz_RightId_Plus(uint32 eventId, uint256 batch, uint256 index, uint256 n) public pure {
        batch %= 1 << 21;
        index %= 1228;
        n %= 8;
        RightId id = RightIdLib.pack(EventId.wrap(eventId), batch, index).plus(n);
        require(id == RightIdLib.pack(EventId.wrap(eventId), batch, index + n), "the right n after it");
    }

    function testFuzz_RightId_Dirty(uint64 rightId, uint192 dirt) public pure {
        RightId clean = RightId.wrap(rightId);
        RightId dirty;
        assembly ("memory-safe") {
            dirty := or(rightId, shl(64, dirt))
        }
        require(dirty == clean && dirty.eventId() == clean.eventId(), "equals, event");
        require(dirty.batch() == clean.batch() && dirty.index() == clean.index(), "batch, index");
        require(dirty.batchKey() == clean.batchKey() && dirty.plus(1) == clean.plus(1), "key, plus");
    }

    function testFuzz_BatchHead(address store, uint32 agentId, uint8 classId, uint16 count, uint8 flags) public pure {
        BatchHead head = BatchHeadLib.pack(AgentId.wrap(agentId), classId, count, flags).withStore(store);
        require(head.store() == store && AgentId.unwrap(head.agentId()) == agentId, "store, agent");
        require(head.classId() == classId && head.count() == count, "class, count");
        require(uint32(BatchHead.unwrap(head)) == 0, "tail");
        for (uint256 bit = 0; bit < 8; ++bit) require(head.has(1 << bit) == (flags & (1 << bit) != 0), "flag");
        require(head.needsName() == (head.has(NAMED_CLASS) && !head.has(TAGGED)), "needs a name");
        require(head.covers(0) == (count != 0) && !head.covers(count), "covers");
        require(count == 0 || head.covers(count - 1), "covers the last");
    }

    function testFuzz_BatchHead_OfOneHolder(
        address holder,
        uint24 firstSeat,
        uint32 agentId,
        uint8 classId
    ) public pure {
        BatchHead head = BatchHeadLib.pack(AgentId.wrap(agentId), classId, 4, SEATED).withHolder(holder, firstSeat);
        require(head.store() == holder && head.firstSeat() == firstSeat, "holder, first seat");
        require(head.has(ONE_HOLDER) && head.has(SEATED) && !head.has(TAGGED), "flags");
        require(AgentId.unwrap(head.agentId()) == agentId && head.classId() == classId && head.count() == 4, "rest");
        require(uint8(BatchHead.unwrap(head)) == 0, "statuses");
    }

    function testFuzz_BatchHead_Dirty(uint160 store, uint32 agentId, uint8 classId, uint256 dirt) public pure {
        address dirtyStore;
        AgentId dirtyAgent;
        uint8 dirtyClass;
        assembly ("memory-safe") {
            dirtyStore := or(store, shl(160, dirt))
            dirtyAgent := or(agentId, shl(32, dirt))
            dirtyClass := or(classId, shl(8, dirt))
        }
        BatchHead clean = BatchHeadLib.pack(AgentId.wrap(agentId), classId, 1, 0);
        BatchHead dirty = BatchHeadLib.pack(dirtyAgent, dirtyClass, 1, 0);
        require(BatchHead.unwrap(dirty) == BatchHead.unwrap(clean), "agent, class");
        require(
            BatchHead.unwrap(dirty.withStore(dirtyStore)) == BatchHead.unwrap(clean.withStore(address(store))),
            "store"
        );
        require(
            BatchHead.unwrap(dirty.withHolder(dirtyStore, 0)) == BatchHead.unwrap(clean.withHolder(address(store), 0)),
            "holder"
        );
    }

    function testFuzz_Binding(address holder, uint40 reboundAt, uint8 rebinds, bool named) public pure {
        Holding holding = HoldingLib.pack(holder, reboundAt, rebinds, named);
        require(holding.holder() == holder && holding.reboundAt() == reboundAt, "holder, reboundAt");
        require(holding.rebinds() == rebinds && holding.named() == named, "rebinds, named");
        bool isZero = holder == address(0) && reboundAt == 0 && rebinds == 0 && !named;
        require(holding.exists() != isZero, "exists");
    }

    function testFuzz_Entry(
        uint64 rightId,
        uint8 count,
        uint64 issuedAt,
        bytes8 challenge,
        uint40 scannedAt,
        uint16 lane
    ) public pure {
        Entry entry = EntryLib.pack(RightId.wrap(rightId), count, issuedAt, challenge, scannedAt, lane);
        require(entry.rightId() == RightId.wrap(rightId) && entry.count() == count, "right, count");
        require(entry.issuedAt() == issuedAt && entry.challenge() == challenge, "issuedAt, challenge");
        require(entry.scannedAt() == scannedAt && entry.lane() == lane, "scannedAt, lane");
        RightId id = RightId.wrap(rightId);
        require(entry.eventNumber() == EventId.unwrap(id.eventId()), "event");
        require(entry.batchKey() == id.batchKey() && entry.index() == id.index(), "batch key, index");
    }

    function testFuzz_Entry_EveryWordIsOne(uint256 word) public pure {
        Entry entry = Entry.wrap(word);
        // Narrowing: each value comes from a field of that width.
        Entry again = EntryLib.pack(
            entry.rightId(),
            uint8(entry.count()),
            uint64(entry.issuedAt()),
            entry.challenge(),
            uint40(entry.scannedAt()),
            entry.lane()
        );
        require(Entry.unwrap(again) == word, "a bit belongs to no field");
    }

    function testFuzz_GrantTerms(address saleHook, uint32 supply, uint8 maxPerPerson, uint8 flags) public pure {
        GrantTerms terms = GrantTermsLib.pack(saleHook, supply, maxPerPerson, flags);
        require(terms.saleHook() == saleHook && terms.supply() == supply, "sale hook, supply");
        require(terms.maxPerPerson() == maxPerPerson, "most");
        for (uint256 bit = 0; bit < 8; ++bit) {
            uint8 flag = uint8(1 << bit);
            require(terms.has(flag) == (flags & flag != 0), "flag");
        }
    }

    function testFuzz_AgentChain(uint32[4] memory agentIds, uint32[4] calldata quotas, uint256 levels) public pure {
        levels %= 5;
        AgentChain chain;
        for (uint256 i = 0; i < levels; ++i) {
            if (agentIds[i] == 0) agentIds[i] = 1;
            chain = chain.with(i, AgentId.wrap(agentIds[i]), quotas[i]);
        }
        for (uint256 i = 0; i < levels; ++i) {
            require(!chain.isEmpty(), "ends early");
            (AgentId agentId, uint256 quota) = chain.first();
            require(AgentId.unwrap(agentId) == agentIds[i] && quota == quotas[i], "element");
            chain = chain.above();
        }
        (AgentId none, ) = chain.first();
        require(AgentId.unwrap(none) == 0 && chain.isEmpty(), "ends");
    }

    function testFuzz_Ids_AreEqualWhenTheirNumbersAre(uint32 a, uint32 b) public pure {
        require((AgentId.wrap(a) == AgentId.wrap(b)) == (a == b), "agents");
        require((AgentId.wrap(a) != AgentId.wrap(b)) == (a != b), "agents differ");
        require((EventId.wrap(a) == EventId.wrap(b)) == (a == b), "events");
        require((EventId.wrap(a) != EventId.wrap(b)) == (a != b), "events differ");
        require((OrganizerId.wrap(a) == OrganizerId.wrap(b)) == (a == b), "organizers");
        require((OrganizerId.wrap(a) != OrganizerId.wrap(b)) == (a != b), "organizers differ");
    }
}
