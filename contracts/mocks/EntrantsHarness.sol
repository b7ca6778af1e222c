// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Entrants} from "../libraries/Entrants.sol";
import {PerSize} from "../types/PerSize.sol";

/// @title A list of entrants, and the gas of finding one.
contract EntrantsHarness {
    using Entrants for Entrants.List;

    Entrants.List private _list;
    uint256 private _stores;
    uint256 private _last;
    PerSize private _parties;

    /// @notice Appends the rows of one store.
    function append(bytes calldata rows) external {
        (, , _last, _parties) = _list.append(_stores++, rows, _last, _parties, false);
    }

    function find(uint256 rows, uint256 key) external view returns (uint256 link, uint256 gas) {
        gas = gasleft();
        link = _list.linkOf(rows, key);
        gas -= gasleft();
    }
}
