import type { SellerProblem } from "doorkey/buyer";
import type { CameraProblem } from "../../shared/camera/openCamera.ts";
import type { Fault } from "../faults/faultOf.ts";
import type { LinkFault } from "../links/Route.ts";
import type { Standing } from "../tickets/standingOf.ts";

/** A sentence that says what is, and one that says what to do. */
export type Advice = { readonly title: string; readonly advice: string };

/** All texts of the wallet in one language. A table that lacks one does not compile. */
export type Words = {
  readonly back: string;
  readonly close: string;
  readonly tryAgain: string;
  readonly working: string;
  readonly copy: string;
  readonly copied: string;
  readonly people: (count: number) => string;
  readonly seats: (labels: string) => string;
  readonly soldBy: (seller: string) => string;

  readonly list: {
    readonly title: string;
    readonly empty: string;
    readonly emptyHow: string;
    readonly add: string;
    readonly checkSeller: string;
    readonly settings: string;
    readonly showCode: string;
    readonly unnamed: string;
    readonly install: string;
    readonly installWhy: string;
    readonly installHow: string;
    readonly weekly: string;
    readonly more: string;
    readonly standing: { readonly [is in Standing["is"]]: string };
    readonly someIn: (count: number) => string;
  };

  readonly offer: {
    readonly question: (count: number, event: string, seller: string) => string;
    readonly asking: string;
    readonly why: string;
    readonly keep: string;
    readonly keepByPasskey: string;
    readonly findPasskey: string;
    readonly keeping: string;
    readonly refuse: string;
    readonly passkey: string;
    readonly homeScreen: string;
    readonly otherWallet: Advice;
    readonly toOtherWallet: string;
  };

  /** Where the page is open, if tickets do not belong there. */
  readonly place: {
    readonly app: { readonly [system in "ios" | "android" | "computer"]: Advice };
    readonly private: Advice;
    readonly computer: Advice;
    readonly keepOnComputer: string;
    readonly scan: string;
  };

  readonly link: { readonly [fault in LinkFault]: Advice };

  readonly check: {
    readonly title: string;
    readonly working: string;
    readonly goingBack: (host: string) => string;
    readonly goBack: string;
    readonly stranger: (host: string) => Advice;
  };

  readonly code: {
    readonly label: (event: string, people: string) => string;
    readonly newIn: (seconds: number) => string;
    readonly endsIn: (seconds: number) => string;
    readonly tap: string;
    readonly tapAgain: string;
    readonly tapHow: string;
    readonly signing: string;
    readonly howMany: string;
    readonly from: string;
    readonly person: (number: number) => string;
    readonly brightness: string;
    readonly staysOn: string;
    readonly offline: (time: string) => string;
    readonly fast: (duration: string) => string;
    readonly slow: (duration: string) => string;
    readonly answer: string;
    readonly answerHow: string;
    readonly answered: string;
    readonly noScreenshots: string;
  };

  readonly ticket: {
    readonly claiming: string;
    readonly claimingHow: string;
    readonly awaited: string;
    readonly awaitedHow: (seller: string) => string;
    readonly receipt: (lane: number, time: string) => string;
    readonly entered: string;
    readonly returned: (seller: string) => string;
    readonly someReturned: (count: number) => string;
    readonly revoked: (seller: string) => string;
    readonly moved: string;
    readonly cancelled: (seller: string) => string;
    readonly damaged: string;
    readonly askAgain: string;
    readonly asOf: (time: string) => string;
    readonly test: string;
    readonly testDue: { readonly week: string; readonly day: string };
    readonly tested: string;
    readonly recover: string;
    readonly recoverHow: string;
    readonly giveBack: string;
    readonly move: string;
    readonly until: (time: string) => string;
    readonly giveBackOver: string;
    readonly moveOver: string;
    readonly report: string;
    readonly eventPage: string;
    readonly remove: string;
    readonly removeHow: string;
    readonly more: string;
  };

  readonly giveBack: {
    readonly title: string;
    readonly howMany: string;
    readonly finality: (people: string) => string;
    readonly yes: string;
    readonly no: string;
    readonly refused: (count: number) => string;
  };

  readonly move: {
    readonly title: string;
    readonly first: string;
    readonly second: string;
    readonly scan: string;
    readonly paste: string;
    readonly check: string;
    readonly question: (people: string) => string;
    readonly warning: string;
    readonly yes: string;
    readonly no: string;
    readonly refused: string;
  };

  readonly receive: {
    readonly title: (event: string) => string;
    readonly how: string;
    readonly begin: string;
    readonly show: string;
    readonly lost: (seller: string) => string;
    readonly waiting: string;
    readonly label: string;
  };

  readonly add: {
    readonly title: string;
    readonly how: string;
    readonly scan: string;
    readonly paste: string;
    readonly open: string;
  };

  readonly seller: {
    readonly title: string;
    readonly how: string;
    readonly event: string;
    readonly none: string;
    readonly address: string;
    readonly check: string;
    readonly designated: (seller: string, organizer: string) => string;
    readonly dismissed: (seller: string, time: string) => string;
    readonly notDesignated: string;
    readonly reasons: { readonly [reason in SellerProblem]: string };
    readonly notAnAddress: string;
    readonly lookClosely: string;
  };

  readonly settings: {
    readonly title: string;
    readonly language: string;
    readonly offline: string;
    readonly offlineYes: string;
    readonly offlineNo: string;
    readonly kept: string;
    readonly keptYes: string;
    readonly keptNo: string;
    readonly export: string;
    readonly exportHow: string;
  };

  readonly camera: { readonly [problem in CameraProblem]: string } & {
    readonly unloaded: string;
    readonly aim: string;
    readonly again: string;
    readonly opening: string;
  };

  readonly faults: { readonly [fault in Fault]: Advice };
};
