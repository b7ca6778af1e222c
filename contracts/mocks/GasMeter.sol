// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Trusts every forwarder. When called, it stores in slot 0 the gas that it was given, minus the 2 gas of its
/// first instruction, GAS.
contract GasMeter {
    constructor() {
        // GAS; if CALLDATASIZE = 36 (the trust question, which may not write): return 1; else SSTORE(0, gas); STOP
        bytes memory code = hex"5a60243614600b575f55005b60015f5260205ff3";
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}
