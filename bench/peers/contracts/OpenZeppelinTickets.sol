// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice The smallest wrapper with which OpenZeppelin's ERC721 issues tickets. Anyone mints, anyone burns.
contract OpenZeppelinTickets is ERC721 {
    uint256 private _next;

    constructor() ERC721("Tickets", "TICKET") {}

    function issue(address[] calldata holders) external {
        uint256 id = _next;
        for (uint256 i = 0; i < holders.length; ++i) _mint(holders[i], id++);
        _next = id;
    }

    function revoke(uint256 id) external {
        _burn(id);
    }
}
