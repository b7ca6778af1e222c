// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice The cheat codes that tests use.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function getCode(string calldata artifact) external view returns (bytes memory creationCode);

    function addr(uint256 privateKey) external pure returns (address);

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function publicKeyP256(uint256 privateKey) external pure returns (uint256 x, uint256 y);

    function signP256(uint256 privateKey, bytes32 digest) external pure returns (bytes32 r, bytes32 s);

    function load(address account, bytes32 slot) external view returns (bytes32);

    function etch(address account, bytes calldata code) external;

    function warp(uint256 timestamp) external;

    function chainId(uint256 id) external;

    function prank(address sender) external;

    function expectRevert(bytes calldata data) external;

    function expectEmit(address emitter) external;

    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;

    function recordLogs() external;

    function getRecordedLogs() external returns (Log[] memory);

    function snapshotState() external returns (uint256 id);

    function revertToState(uint256 id) external returns (bool success);

    function assume(bool condition) external pure;
}

Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
