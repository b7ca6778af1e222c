// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Why one item of a call was refused while the other items succeeded. The numbers never change.
enum Refusal {
    /// Not refused.
    None,
    /// The seat is held, or freed and not reopened.
    SeatTaken,
    /// The person has as many rights in the scope as the event allows.
    PersonFull,
    /// The identity verifier did not vouch for the holder.
    EvidenceRefused,
    /// The right does not exist: its batch is unknown, or its index is not below the batch's count.
    RightNonexistent,
    /// The right was admitted before, and cannot change any more.
    RightAdmitted,
    /// The right was returned, revoked, or refused at its grant.
    RightVoid,
    /// The holder of the first right of the range did not sign exactly this statement.
    BadSignature,
    /// The signer is not, or no longer, the holder of this right of the range.
    WrongHolder,
    /// The statement was signed before the right was last rebound.
    SignedBeforeRebind,
    /// The statement has expired.
    StatementExpired,
    /// The window for this change has closed.
    WindowClosed,
    /// A range must cover 1 to 8 rights.
    CountInvalid,
    /// The right is of another event.
    WrongEvent,
    /// `scannedAt` is not in [doorsOpenAt, doorsCloseAt).
    OutsideDoors,
    /// In time mode `issuedAt` and `scannedAt` are more than ten minutes apart.
    ClockApart,
    /// The right is of a named class, and has no person tag.
    NotNamed
}
