/** All texts that a buyer reads, in one language. A table that lacks one of them does not compile. */
export type Words = {
  /** Its tag, such as `en`. Also decides how dates and sums are written. */
  readonly tag: string;
  /** What it calls itself. */
  readonly name: string;
  readonly language: string;

  readonly shop: {
    readonly where: string;
    readonly howMany: string;
    readonly each: (price: string) => string;
    readonly goToPayment: string;
    readonly staysOnPhone: string;
    readonly checkSeller: string;
    readonly chooseCount: (most: number) => string;
    readonly choosePlace: string;
    readonly notTogether: string;
    readonly left: (places: number) => string;
    readonly salesEnd: (time: string) => string;
    readonly backToShop: string;
  };

  /** Why a shop cannot sell now. */
  readonly notSold: {
    readonly cancelled: string;
    readonly paused: string;
    readonly notYet: (time: string) => string;
    readonly closed: string;
    readonly soldOut: string;
    readonly fewerLeft: (places: number) => string;
    readonly seatTaken: string;
    readonly mayNot: string;
    readonly restricted: string;
    readonly unknown: string;
  };

  readonly checkout: {
    readonly payment: string;
    readonly people: (count: number) => string;
    readonly seats: (count: number, labels: string) => string;
    readonly sum: string;
    readonly pretended: string;
    readonly pay: (sum: string) => string;
    readonly useYourPhone: string;
    readonly scanWithPhone: string;
    readonly useThisComputer: string;
    readonly testing: string;
    readonly deviceReady: string;
    readonly deviceUnfit: string;
    readonly unfitAdvice: string;
    readonly openOnTop: string;
  };

  readonly ticket: {
    readonly title: string;
    readonly oneMoment: string;
    readonly paid: string;
    readonly keepTitle: string;
    readonly keepWhy: string;
    readonly keepHow: string;
    readonly keepHere: string;
    readonly keepInWallet: string;
    readonly keeping: string;
    readonly place: string;
    readonly now: string;
    readonly startUnknown: string;
    readonly newCodeIn: (seconds: string) => string;
    readonly codeEndsIn: (seconds: string) => string;
    readonly codeFor: (event: string) => string;
    readonly soldBy: (seller: string) => string;
    readonly noScreenshots: string;
    readonly openWeekly: string;
    readonly report: string;
    readonly showCode: string;
    readonly whoIsHere: string;
    readonly allOfUs: (count: number) => string;
    readonly onlySome: (count: number) => string;
    readonly nextPeople: (from: number, to: number) => string;
    readonly entered: (count: number) => string;
    readonly allEntered: string;
    readonly cancelled: string;
    readonly cancelledAdvice: (seller: string) => string;
    readonly more: string;
    readonly offline: (time: string) => string;
    readonly clockFast: (duration: string) => string;
    readonly clockSlow: (duration: string) => string;
  };

  readonly giveBack: {
    readonly action: string;
    readonly until: (time: string) => string;
    readonly over: string;
    readonly title: string;
    readonly finality: (people: string) => string;
    readonly confirm: string;
    readonly keepIt: string;
    readonly working: string;
    readonly done: string;
    readonly doneAdvice: (seller: string) => string;
  };

  readonly move: {
    readonly action: string;
    readonly until: (time: string) => string;
    readonly title: string;
    readonly open: string;
    readonly taken: string;
    readonly takenAdvice: string;
    readonly here: string;
    readonly lostPhone: (seller: string) => string;
    readonly waiting: string;
    readonly waitingHow: string;
    readonly asked: string;
    readonly sameNumber: string;
    readonly yes: string;
    readonly no: string;
    readonly working: string;
    readonly done: string;
    readonly doneAdvice: string;
    readonly over: string;
  };

  readonly lost: {
    readonly title: string;
    readonly still: string;
    readonly openThere: string;
    readonly askSeller: (seller: string) => string;
    readonly askAtDoor: string;
    readonly again: string;
  };

  readonly failed: {
    readonly tryAgain: string;
    readonly unreachable: string;
    readonly unreachableAdvice: string;
    readonly wrong: string;
    readonly reload: string;
    readonly later: string;
    readonly soldTooMany: string;
    readonly soldTooManyAdvice: string;
    readonly openLink: string;
    readonly openThatPhone: string;
    readonly noPage: string;
    readonly noOrder: string;
    readonly noJavaScript: string;
    readonly notPaid: string;
  };

  /** A draw, from the entry to the offer. */
  readonly draw: {
    readonly title: (place: string) => string;
    readonly byDraw: string;
    readonly notOffered: string;
    readonly toDraw: string;
    readonly noRace: string;
    readonly enterUntil: (time: string) => string;
    readonly appealUntil: (time: string) => string;
    readonly drawnOn: (time: string) => string;
    readonly yourEntry: string;
    readonly closed: string;
    readonly withFriends: string;
    readonly whyCheck: string;
    readonly enteredBefore: string;
    readonly thisPhone: string;
    readonly confirm: string;
    readonly enter: string;
    readonly evidenceRefused: string;
    readonly partyOver: string;
    readonly entered: string;
    readonly listComes: (time: string) => string;
    readonly friends: string;
    readonly invite: (time: string) => string;
    readonly listed: string;
    readonly missing: string;
    readonly missingHow: (time: string) => string;
    readonly companion: string;
    readonly companionHow: (time: string) => string;
    readonly appeal: string;
    readonly appealNeeds: string;
    readonly appealRefused: string;
    readonly leftOut: string;
    readonly leftOutHow: string;
    readonly rank: (position: number, of: number) => string;
    readonly amongParties: (people: number) => string;
    readonly ahead: (count: number) => string;
    readonly waitingHow: string;
    readonly offered: string;
    readonly offeredUntil: (time: string) => string;
    readonly keptUntil: (time: string) => string;
    readonly notKept: string;
    readonly acceptRefused: string;
    readonly mustConfirm: string;
    readonly confirmAgain: string;
    readonly buy: string;
    readonly otherPhone: string;
    readonly otherPhoneConfirm: string;
    readonly taken: string;
    readonly takenHow: string;
    readonly takenHere: string;
    readonly toTicket: string;
    readonly passed: string;
    readonly passedHow: string;
    readonly open: string;
    readonly openHow: string;
    readonly decision: string;
    readonly checked: (position: number, round: number) => string;
    readonly notChecked: (position: number) => string;
    readonly checkAll: string;
    readonly keepLink: string;
  };

  readonly seller: {
    readonly title: string;
    readonly address: string;
    readonly ask: string;
    readonly explain: string;
    readonly designated: (seller: string, organizer: string) => string;
    readonly through: (sellers: string) => string;
    readonly dismissed: (seller: string, time: string) => string;
    readonly notDesignated: string;
    readonly reasons: Readonly<
      Record<
        | "not-https"
        | "site-unreachable"
        | "site-names-no-agent"
        | "agent-unknown"
        | "agent-names-other-site"
        | "never-designated"
        | "agent-inactive",
        string
      >
    >;
    readonly notAnAddress: string;
    readonly lookClosely: string;
  };
};
