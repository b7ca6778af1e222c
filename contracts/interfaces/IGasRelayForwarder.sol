// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Executes signed calls of teams, so that only the relayer needs ether.
/// @notice ERC-2771: the forwarder appends the signer's address to the call data. Targets that trust it take that
/// address as the sender.
/// @dev *Assumptions*: targets trust it on purpose (`isTrustedForwarder`) and never act on `msg.sender`.
/// A relay computes the gas of a transaction (the signed amounts and what it spends around them) instead of estimating
/// it. It leaves out a request that needs more gas than its transactions can have, because it would revert all of them.
///
/// *Does not check*: what a call does; who pays whom for relaying; contract signatures (ERC-1271), since signers are
/// keys. Nor does it check `from` when it skips a request. Anyone can have any address logged as skipped, so a relay
/// reads its own receipts.
interface IGasRelayForwarder {
    struct ForwardRequest {
        /// The signer.
        address from;
        address to;
        /// Gas of the call. It gets exactly this, or the transaction reverts.
        uint256 gas;
        /// Any number that the signer has not used before. Consecutive ones cost least.
        uint256 nonce;
        /// Last second at which the request may be executed.
        uint48 deadline;
        /// The only address that may relay it; 0 = anyone.
        address relayer;
        bytes data;
    }

    struct SignedRequest {
        ForwardRequest request;
        /// r ‖ s ‖ v, 65 bytes, low s.
        bytes signature;
    }

    /// @notice Why a request was skipped, in the order of the checks. The numbers never change.
    enum Skip {
        None,
        Expired,
        NonceUsed,
        OtherRelayer,
        BadSignature,
        /// The target does not answer, within 30,000 gas, that it trusts this forwarder. A request to the forwarder
        /// itself must have empty data.
        TargetUntrusting
    }

    /// @notice Emitted when a request was executed. Its nonce is used, even if the call failed.
    /// @param hash The EIP-712 digest of the request.
    /// @param gasUsed Gas of the call itself, with the 100 gas of calling.
    /// @param reason The first 32 bytes of the revert data, 0 on success.
    event RequestExecuted(
        bytes32 indexed hash,
        address indexed from,
        uint256 nonce,
        bool success,
        uint256 gasUsed,
        bytes32 reason
    );
    /// @notice Emitted when a request was skipped. Its nonce is unchanged.
    event RequestSkipped(bytes32 indexed hash, address indexed from, Skip why);

    /// @notice Thrown when the transaction has too little gas left to give request `index` the gas that its signer
    /// signed, or to give its target the 30,000 gas of the trust check.
    /// @param left Gas that could be given.
    /// @param wanted Gas that must be given.
    error ForwarderGasTooLow(uint256 index, uint256 left, uint256 wanted);

    /// @notice Executes requests in order. Anyone may call it. A request that cannot be executed is logged as
    /// `RequestSkipped`. One whose call fails is logged as `RequestExecuted`. Neither affects the other requests.
    /// A request to this forwarder with empty data only uses its nonce, so that a signer without ether can cancel
    /// another request of that nonce. Reverts with `ForwarderGasTooLow`.
    function execute(SignedRequest[] calldata requests) external;

    /// @notice Why the request would be skipped if `relayer` sent it now; `None` = it would be executed. Reverts with
    /// `ForwarderGasTooLow` if too little gas is left to ask the target.
    function check(SignedRequest calldata signed, address relayer) external view returns (Skip);

    /// @notice The EIP-712 digest that the signer signs. It is also the id of the request everywhere.
    function hashOf(ForwardRequest calldata request) external view returns (bytes32);

    /// @notice Whether `from` has used a nonce.
    function isNonceUsed(address from, uint256 nonce) external view returns (bool);

    /// @notice 256 consecutive nonces: bit i is 1 if `from` has used nonce 256 × word + i.
    function nonceWord(address from, uint256 word) external view returns (uint256);
}
