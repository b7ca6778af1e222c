// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IEventRegistry} from "../interfaces/IEventRegistry.sol";

/// @title What the terms of an event and its classes must be, each by itself.
library TermsChecks {
    uint256 private constant MAX_NAME_BYTES = 256;
    uint256 private constant MAX_URI_BYTES = 2_048;
    uint256 private constant MAX_CLASS_NAME_BYTES = 64;
    uint256 private constant MAX_CLASSES = 64;
    uint256 private constant MAX_PER_PERSON = 3;
    uint256 private constant ALL_BPS = 10_000;
    /// @dev A seat is a number of 24 bits.
    uint256 private constant MAX_SEATS = 1 << 24;
    /// @dev First bytes of the code of a key that delegates to a contract (EIP-7702). No contract's code has them
    /// (EIP-3541).
    bytes3 private constant DELEGATION = 0xef0100;
    /// @dev Size of that code: these three bytes and the address of the contract.
    uint256 private constant DELEGATION_SIZE = 23;

    function checkTexts(string calldata name, string calldata uri) internal pure {
        if (bytes(name).length > MAX_NAME_BYTES) revert IEventRegistry.EventTextTooLong("name", bytes(name).length);
        if (bytes(uri).length > MAX_URI_BYTES) revert IEventRegistry.EventTextTooLong("uri", bytes(uri).length);
    }

    function checkPolicy(IEventRegistry.Policy calldata policy) internal view {
        address verifier = policy.identityVerifier;
        uint256 perPerson = policy.maxPerPerson;
        bool identified = verifier != address(0);
        if (identified && !_isContract(verifier)) refusePolicy("identityVerifier", uint160(verifier));
        if (identified ? perPerson == 0 || perPerson > MAX_PER_PERSON : perPerson != 0) {
            refusePolicy("maxPerPerson", perPerson);
        }
        if (policy.minPublicBps > ALL_BPS) refusePolicy("minPublicBps", policy.minPublicBps);
    }

    function checkClassCount(uint256 count) internal pure {
        if (count == 0 || count > MAX_CLASSES) revert IEventRegistry.ClassCountInvalid(count);
    }

    /// @param identified The event has an identity verifier.
    function checkClass(uint8 classId, IEventRegistry.ClassTerms calldata terms, bool identified) internal view {
        if (bytes(terms.name).length > MAX_CLASS_NAME_BYTES) _refuseClass(classId, "name");
        if (!fits(terms.supply, terms.seated)) _refuseClass(classId, "supply");
        if (terms.named ? !identified : identified && terms.reserved) _refuseClass(classId, "named");
        if (terms.saleHook != address(0)) checkSaleHook(classId, terms.saleHook);
    }

    function checkSaleHook(uint8 classId, address saleHook) internal view {
        if (!_isContract(saleHook)) _refuseClass(classId, "saleHook");
    }

    /// @notice Whether a class may have `supply` places.
    function fits(uint32 supply, bool seated) internal pure returns (bool) {
        return supply != 0 && (!seated || supply <= MAX_SEATS);
    }

    function checkReservedShare(uint256 everReservedPlaces, uint256 places, uint16 minPublicBps) internal pure {
        if (everReservedPlaces * ALL_BPS > places * (ALL_BPS - minPublicBps)) {
            revert IEventRegistry.ReservedShareExceeded(everReservedPlaces, places, minPublicBps);
        }
    }

    function refusePolicy(string memory field, uint256 value) internal pure {
        revert IEventRegistry.PolicyInvalid(field, value);
    }

    /// @dev A key with delegated code does not count, because it can change or remove that code.
    function _isContract(address account) private view returns (bool) {
        uint256 size = account.code.length;
        return size != 0 && (size != DELEGATION_SIZE || bytes3(account.code) != DELEGATION);
    }

    function _refuseClass(uint8 classId, string memory field) private pure {
        revert IEventRegistry.ClassInvalid(classId, field);
    }
}
