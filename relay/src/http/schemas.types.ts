/** Compiles only if the schemas match the SDK's wire types exactly. */

import type * as wire from "doorkey/relay";
import type { Static } from "typebox";
import type * as schemas from "./schemas.ts";

/** `readonly` makes no difference on the wire. */
type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer item)[]
    ? Plain<item>[]
    : { -readonly [key in keyof T]: Plain<T[key]> };

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Same<schema extends keyof typeof schemas & keyof Wire> = Equal<
  Plain<Static<(typeof schemas)[schema]>>,
  Plain<Wire[schema]>
>;

type Wire = {
  WireForwardRequest: wire.WireForwardRequest;
  WireSignedRequest: wire.WireSignedRequest;
  WireSignedReturn: wire.WireSignedReturn;
  PrepareBody: wire.PrepareBody;
  Prepared: wire.Prepared;
  RequestsBody: wire.RequestsBody;
  ReturnsBody: wire.ReturnsBody;
  WireDrawAct: wire.WireDrawAct;
  DrawActsBody: wire.DrawActsBody;
  RequestStatus: wire.RequestStatus;
  Problem: wire.Problem;
  SubmitResult: wire.SubmitResult;
  Submitted: wire.Submitted;
  RelayInfo: wire.RelayInfo;
  SponsorUsage: wire.RelayUsage;
};

export const schemasEqualWireTypes: { readonly [name in keyof Wire]: Same<name> } = {
  WireForwardRequest: true,
  WireSignedRequest: true,
  WireSignedReturn: true,
  PrepareBody: true,
  Prepared: true,
  RequestsBody: true,
  ReturnsBody: true,
  WireDrawAct: true,
  DrawActsBody: true,
  RequestStatus: true,
  Problem: true,
  SubmitResult: true,
  Submitted: true,
  RelayInfo: true,
  SponsorUsage: true,
};
