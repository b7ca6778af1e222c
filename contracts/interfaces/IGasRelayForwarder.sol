// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Carries signed calls of teams, so that only whoever relays them needs ether.
/// @notice ERC-2771: the signer's address is appended to the call data, and targets that trust this forwarder take it
/// for the sender.
/// @dev *Assumptions*: targets trust it on purpose (`isTrustedForwarder`) and never act on `msg.sender`.
/// A relay computes the gas of a transaction (the signed amounts and what it spends around them) instead of estimating
/// it, and leaves out a request that wants more than its transactions can have: it would revert all of them.
///
/// *Does not check*: what a call does; who pays whom for relaying; contract signatures (ERC-1271): signers are keys.
/// Nor who `from` is when it skips: anyone can have any address logged as skipped, so a relay reads its own receipts.
interface IGasRelayForwarder {
    struct ForwardRequest {
        /// The signer.
        address from;
        address to;
        /// Gas that the call is given: exactly this, or the transaction reverts.
        uint256 gas;
        /// Any number that the signer did not use before; consecutive ones cost least.
        uint256 nonce;
        /// Last second at which the request may be executed.
        uint48 deadline;
        /// Who may relay it; 0 = anyone.
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
        /// The target does not say, within 30,000 gas, that it trusts this forwarder. The forwarder itself trusts only
        /// empty data.
        TargetUntrusting
    }

    /// @notice Emitted when a request was executed; its nonce is used, whether the call succeeded or not.
    /// @param hash The EIP-712 digest of the request.
    /// @param gasUsed By the call itself, with the 100 gas of calling.
    /// @param reason The first 32 bytes of the revert data, 0 on success.
    event RequestExecuted(
        bytes32 indexed hash,
        address indexed from,
        uint256 nonce,
        bool success,
        uint256 gasUsed,
        bytes32 reason
    );
    /// @notice Emitted when a request was passed over; its nonce is untouched.
    event RequestSkipped(bytes32 indexed hash, address indexed from, Skip why);

    /// @notice Thrown when the transaction has too little gas left to give request `index` what its signer wants, or its
    /// target what the trust check may take.
    /// @param left What could be given.
    /// @param wanted What has to be given.
    error ForwarderGasTooLow(uint256 index, uint256 left, uint256 wanted);

    /// @notice Executes requests in order. A bad one is skipped, a failing one reported; neither hurts its neighbours.
    /// A request to this forwarder with empty data only uses up its nonce: so a signer without ether cancels another.
    function execute(SignedRequest[] calldata requests) external;

    /// @notice Why the request would be skipped if `relayer` sent it now; `None` = it would be executed.
    function check(SignedRequest calldata signed, address relayer) external view returns (Skip);

    /// @notice The EIP-712 digest that a signer signs, and the id of the request everywhere.
    function hashOf(ForwardRequest calldata request) external view returns (bytes32);

    /// @notice Whether `from` has used a nonce.
    function isNonceUsed(address from, uint256 nonce) external view returns (bool);

    /// @notice 256 consecutive nonces: bit i tells whether `from` has used nonce 256 × word + i.
    function nonceWord(address from, uint256 word) external view returns (uint256);
}
