// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallot} from "../interfaces/IBallot.sol";
import {IEntryRightRegistry} from "../interfaces/IEntryRightRegistry.sol";
import {Entrants} from "../libraries/Entrants.sol";
import {Records} from "../libraries/Records.sol";
import {AgentId} from "../types/AgentId.sol";
import {EventId} from "../types/EventId.sol";
import {PerSize} from "../types/PerSize.sol";
import {BallotBase} from "./BallotBase.sol";

/// @title The entrants of a draw, listed in code, and those who appealed.
abstract contract BallotList is BallotBase {
    using Entrants for Entrants.List;

    uint256 private constant STORE_SIZE = Records.MAX_HOLDERS * Entrants.ROW_SIZE;

    /// @inheritdoc IBallot
    function list(EventId eventId, uint8 classId, bytes calldata rows) external {
        EVENTS.checkEventAdmin(eventId, _msgSender(), _isForwarded());
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        if (state.stage == Stage.None) revert DrawMissing(eventId, classId);
        uint40 listUntil = draw.times.listUntil;
        if (block.timestamp >= listUntil) revert ListClosed(eventId, classId, listUntil);
        if (state.rows % Records.MAX_HOLDERS != 0) revert ListEnded(eventId, classId, state.rows);
        if (rows.length == 0 || rows.length % Entrants.ROW_SIZE != 0) revert ListRowsMalformed(rows.length);

        (uint256 last, PerSize parties) = (draw.lastKey, draw.parties);
        uint256 store = state.rows / Records.MAX_HOLDERS;
        for (uint256 start = 0; start < rows.length; start += STORE_SIZE) {
            uint256 end = start + STORE_SIZE < rows.length ? start + STORE_SIZE : rows.length;
            Entrants.Fault fault;
            uint256 row;
            (fault, row, last, parties) = draw.list.append(store++, rows[start:end], last, parties, state.byHolder);
            if (fault != Entrants.Fault.None) _refuseRow(fault, start / Entrants.ROW_SIZE + row);
        }
        uint256 count = rows.length / Entrants.ROW_SIZE;
        emit EntrantsListed(eventId, classId, state.rows, count);
        // Narrowing: keys have 128 bits; for the rows see Entrants.
        (draw.lastKey, draw.parties) = (uint128(last), parties);
        draw.state.rows = uint32(state.rows + count);
    }

    function _refuseRow(Entrants.Fault fault, uint256 index) private pure {
        if (fault == Entrants.Fault.OutOfOrder) revert ListOutOfOrder(index);
        if (fault == Entrants.Fault.LinkInvalid) revert ListLinkInvalid(index);
        revert IEntryRightRegistry.StoreFailed();
    }

    /// @inheritdoc IBallot
    function appeal(EventId eventId, uint8 classId, AgentId agentId, address holder, bytes calldata evidence) external {
        DrawBook storage draw = _draws[eventId][classId];
        State memory state = draw.state;
        if (state.stage == Stage.None) revert DrawMissing(eventId, classId);
        (uint40 listUntil, uint40 sealAt) = (draw.times.listUntil, draw.times.sealAt);
        if (block.timestamp < listUntil || block.timestamp >= sealAt) {
            revert AppealsClosed(eventId, classId, listUntil, sealAt);
        }
        _checkGoesOn(eventId, classId);
        (uint128 key, bool isVouched) = _vouchedKey(
            state.byHolder,
            EVENTS.changeTerms(eventId),
            agentId,
            holder,
            evidence
        );
        if (!isVouched) revert AppealEvidenceInvalid(holder);
        uint256 link = _linkOf(draw, state, key);
        if (link != 0 && !Entrants.isCompanion(link)) revert AlreadyListed(key);

        PerSize parties = draw.parties;
        uint256 number = parties.get(1);
        draw.appealed[key] = Entrants.linkOfLeader(1, number);
        draw.parties = parties.plus(1, 1);
        // Narrowing: numbers of a pool have 28 bits.
        emit EntrantAppealed(eventId, classId, key, uint32(number));
    }

    /* LOOK UP */

    function _partyOf(
        DrawBook storage draw,
        State memory state,
        uint128 key,
        bytes calldata,
        uint256
    ) internal view override returns (uint256 size, uint256 number, uint256 member) {
        return draw.list.partyOf(state.rows, _linkOf(draw, state, key));
    }

    /// @dev 0 = not listed. Only those who are no leaders in the list can have appealed.
    function _linkOf(DrawBook storage draw, State memory state, uint128 key) private view returns (uint256 link) {
        link = draw.list.linkOf(state.rows, key);
        if (link != 0 && !Entrants.isCompanion(link)) return link;
        uint256 appealed = draw.appealed[key];
        if (appealed != 0) return appealed;
    }

    /// @inheritdoc IBallot
    function storeOf(EventId eventId, uint8 classId, uint256 index) external view returns (address) {
        return _draws[eventId][classId].list.storeOf(index);
    }
}
