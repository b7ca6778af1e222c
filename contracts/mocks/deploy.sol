// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {vm} from "./Vm.sol";

/// @notice Deploys a contract of the suite: `deploy("EventRegistry", abi.encode(agents, forwarder))`.
/// @dev Tests do not use `new` for these, because the compiler would optimize the whole contract again for each test
/// contract, which takes minutes in all.
function deploy(string memory name, bytes memory arguments) returns (address deployed) {
    bytes memory creation = bytes.concat(vm.getCode(string.concat(name, ".sol:", name)), arguments);
    assembly ("memory-safe") {
        deployed := create(0, add(creation, 0x20), mload(creation))
    }
    require(deployed != address(0), name);
}
