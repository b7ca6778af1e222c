// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";
import {Persons} from "../libraries/Persons.sol";
import {RightBook} from "../libraries/RightBook.sol";
import {AgentId} from "../types/AgentId.sol";
import {BatchHead, BatchHeadLib} from "../types/BatchHead.sol";
import {EventId} from "../types/EventId.sol";
import {RightId} from "../types/RightId.sol";

/// @title Persons, callable from tests, with rights that the test defines. It is its own registry of events.
contract PersonsHarness {
    using Persons for Persons.Places;
    using RightBook for RightBook.Book;

    Persons.Places private _places;
    RightBook.Book private _book;

    mapping(EventId eventId => bool) public isCancelled;

    /* RIGHTS AND EVENTS */

    function cancel(EventId eventId) external {
        isCancelled[eventId] = true;
    }

    /// @notice Creates the right, alone in its batch, with this status.
    function set(RightId rightId, uint256 status) external {
        BatchHead head = BatchHeadLib.pack(AgentId.wrap(1), 1, 1, 0).withStore(address(1));
        _book.heads[rightId.batchKey()] = head;
        _book.setStatus(rightId, head, status);
    }

    /* PLACES */

    function claim(bytes32 tag, RightId rightId, uint256 most) external returns (bool) {
        return _places.claim(_book, IEventRegistry(address(this)), tag, rightId, most);
    }

    function has(bytes32 tag, RightId rightId) external view returns (bool) {
        return _places.has(tag, rightId);
    }

    function rightsOf(bytes32 tag) external view returns (RightId[3] memory) {
        return _places.rightsOf(tag);
    }

    /* QUESTIONS */

    function ask(address verifier, bytes calldata evidence) external view returns (bytes32 tag, uint64 issuedAt) {
        return Persons.ask(verifier, EventId.wrap(1), RightId.wrap(2), address(3), AgentId.wrap(4), evidence);
    }

    /// @notice Asks once with each amount of gas from `from` on. Returns how many questions reverted, and the first
    /// amount that gave another answer than `expected`, or 0 if none did.
    function sweep(
        address verifier,
        bytes calldata expected,
        uint256 from,
        uint256 step,
        uint256 times
    ) external view returns (uint256 tooLow, uint256 wrong) {
        bytes memory question = abi.encodeCall(this.ask, (verifier, ""));
        for (uint256 i = 0; i < times; ++i) {
            (bool success, bytes memory answer) = address(this).staticcall{gas: from + i * step}(question);
            if (!success) ++tooLow;
            else if (keccak256(answer) != keccak256(expected)) return (tooLow, from + i * step);
        }
    }
}
