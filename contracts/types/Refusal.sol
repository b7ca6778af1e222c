// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Why one item of a call was passed over while its neighbours went through. The numbers never change.
enum Refusal {
    /// Not refused.
    None,
    /// The seat is held, or freed and not reopened.
    SeatTaken,
    /// The person has as many rights in the scope as the event allows.
    PersonFull,
    /// The identity verifier did not vouch for the holder.
    EvidenceRefused,
    /// No such right: unknown batch, or index not below its count.
    RightNonexistent,
    /// Admitted before: it cannot change any more.
    RightAdmitted,
    /// Returned, revoked, or refused at its grant.
    RightVoid,
    /// No signature of the holder of the first right of the range over exactly this statement.
    BadSignature,
    /// The signer is not the holder of this right of the range, or no longer.
    WrongHolder,
    /// The statement was signed before the right was last rebound.
    SignedBeforeRebind,
    /// The statement has expired.
    StatementExpired,
    /// The window for this act has closed.
    WindowClosed,
    /// A range must cover 1 to 8 rights.
    CountInvalid,
    /// The right is of another event.
    WrongEvent,
    /// `scannedAt` is not between doors open and doors close.
    OutsideDoors,
    /// In time mode `issuedAt` and `scannedAt` are more than ten minutes apart.
    ClockApart,
    /// The right is of a named class, and has no person tag.
    NotNamed
}
