// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice A minimal ERC-5192 on OpenZeppelin's ERC721. Every ticket is locked from its mint on.
contract SoulboundTickets is ERC721 {
    uint256 private _next;

    event Locked(uint256 tokenId);

    error TicketLocked(uint256 tokenId);

    constructor() ERC721("Tickets", "TICKET") {}

    function issue(address[] calldata holders) external {
        uint256 id = _next;
        for (uint256 i = 0; i < holders.length; ++i) {
            _mint(holders[i], id);
            emit Locked(id++);
        }
        _next = id;
    }

    function revoke(uint256 id) external {
        _burn(id);
    }

    function locked(uint256 id) external view returns (bool) {
        _requireOwned(id);
        return true;
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == 0xb45a3c0e || super.supportsInterface(interfaceId);
    }

    /// @dev Allows mints and burns, and refuses transfers between holders.
    function _update(address to, uint256 id, address auth) internal override returns (address from) {
        from = super._update(to, id, auth);
        if (from != address(0) && to != address(0)) revert TicketLocked(id);
    }
}
