import type { Language, WriteTime } from "./timeWriter.ts";
import type { Entering, Reason, Verdict } from "./Verdict.ts";

/** A part of a verdict, its time already written for the venue. */
type Told<reason extends Reason> = Extract<Verdict, { reason: reason }>;
type Writer<reason extends Reason> = (verdict: Told<reason>, clock: WriteTime) => string;

/** A sentence for every reason. If one is missing, it does not compile. */
export type Sentences = { readonly [reason in Reason]: Writer<reason> };

/** Seconds, or minutes from a minute and a half on. */
const span = (seconds: number, second: string, minute: string) =>
  Math.abs(seconds) < 90 ? `${Math.abs(seconds)}${second}` : `${minutes(seconds)}${minute}`;
/** Everyone who goes in on one code, those who come back too. */
const peopleOf = ({ rights, reentering = [] }: Entering) => rights.length + reentering.length;
const minutes = (seconds: number) => Math.max(1, Math.round(Math.abs(seconds) / 60));

const en: Sentences = {
  valid: (told) => (peopleOf(told) === 1 ? "Welcome: let in." : `Welcome: let ${peopleOf(told)} in.`),
  "not-shown": (told, clock) =>
    `Recorded at lane ${told.lane}, ${clock(told.at)}, but never shown there. Let ${peopleOf(told)} in.`,
  "identity-wanted": (told) => {
    const cause = { class: "this class is checked", rebound: "recently moved to this phone", sample: "spot check" }[
      told.why
    ];
    return `Check the ID first (${cause}), then let ${peopleOf(told)} in.`;
  },
  "just-scanned": ({ way, secondsAgo }) =>
    `Same ticket, let ${way} here ${secondsAgo === 0 ? "just now" : `${secondsAgo} s ago`}. Next, please.`,
  "back-in": ({ rights }) => (rights.length === 1 ? "Welcome back: let in." : `Welcome back: let ${rights.length} in.`),
  "going-out": ({ rights }) => (rights.length === 1 ? "Goes out: one person." : `Go out: ${rights.length} people.`),
  "not-a-code": () => "Not an entry code. Ask the guest to open the ticket page.",
  "code-newer": () => "This code is newer than this gate. Update the gate.",
  "scanner-layout": () =>
    "The scanner types another keyboard layout than this computer. Set both to the same one, such as US English.",
  "wrong-event": () => "This ticket is for another event.",
  "event-cancelled": () => "The event is cancelled.",
  "doors-not-open": ({ opensAt }, clock) => `Doors open at ${clock(opensAt)}.`,
  "doors-closed": ({ closedAt }, clock) => `Doors closed at ${clock(closedAt)}.`,
  "right-unknown": () => "This event has no such ticket.",
  "right-void": () => "This ticket was returned or taken back.",
  "right-rebound": ({ reboundAt }, clock) => `Moved to another phone at ${clock(reboundAt)}: ask for that one.`,
  "other-holder": () => "These tickets are on different phones: show one code on each.",
  "signed-before-rebind": () =>
    "The code is older than this phone's ticket. Ask for a fresh code and an automatic clock.",
  "not-named": () => "This ticket has no name yet. Send the guest to the help desk.",
  "other-lane": ({ className }) => `This ticket is for ${className}. Send the guest to another lane.`,
  "already-in": ({ at, lane }, clock) =>
    at === undefined ? "Already in." : `Already in: ${lane === undefined ? "by hand" : `lane ${lane}`}, ${clock(at)}.`,
  "not-in": () => "This ticket has not come in, so it cannot go out.",
  "already-out": ({ at, lane }, clock) => `Already out: lane ${lane}, ${clock(at)}.`,
  "no-reentry": ({ at, lane }, clock) => `Went out at lane ${lane}, ${clock(at)}, and may not come back in.`,
  "code-used": () => "This code was scanned before. Ask for the live one.",
  "kind-refused": () => "This gate does not take tickets of this kind of key. Send the guest to the help desk.",
  "passkey-refused": ({ why }) =>
    why === "unverified"
      ? "The phone did not check its owner. Ask the guest to unlock it by face, finger or code and try again."
      : "This gate does not take a passkey that is on several devices. Send the guest to the help desk.",
  "origin-unknown": () =>
    "This gate does not know the site where this passkey was made. Send the guest to the help desk.",
  "bad-signature": () => "Not signed by the holder of this ticket.",
  "code-expired": ({ secondsOld }) =>
    secondsOld < 120
      ? `The code is ${secondsOld} seconds old: ask for the live one.`
      : `The code is ${minutes(secondsOld)} minutes old, perhaps a picture: ask for the live one.`,
  "clock-wrong": ({ secondsAhead }) =>
    `The phone's clock is ${minutes(secondsAhead)} min ${secondsAhead > 0 ? "fast" : "slow"}. Set it to automatic, or use a challenge.`,
  "gate-clock-wrong": ({ secondsAhead, shownBy }) => {
    const off = `This gate's clock is ${span(secondsAhead, " s", " min")} ${secondsAhead > 0 ? "fast" : "slow"}`;
    const unless = shownBy === "chain" && secondsAhead > 0 ? ", or the chain makes no blocks" : "";
    return `${off}${unless}. Set the gate's clock to automatic.`;
  },
  "challenge-missing": () => "Ask the guest to scan this gate's challenge first.",
  "challenge-wrong": () => "This answers another challenge. Ask the guest to scan this one.",
  "challenge-expired": () => "The answer came too late. Ask the guest to scan the new challenge.",
};

const ja: Sentences = {
  valid: (told) => (peopleOf(told) === 1 ? "ご入場ください。" : `${peopleOf(told)}名様、ご入場ください。`),
  "not-shown": (told, clock) =>
    `レーン${told.lane}で${clock(told.at)}に記録されましたが、画面には表示されていません。${peopleOf(told)}名を入場させてください。`,
  "identity-wanted": (told) => {
    const cause = { class: "本人確認が必要な券種", rebound: "最近この端末に移行", sample: "抜き取り確認" }[told.why];
    return `先に本人確認（${cause}）。確認後、${peopleOf(told)}名を入場させてください。`;
  },
  "just-scanned": ({ way, secondsAgo }) => {
    const passed = way === "in" ? "入場" : "退場";
    return `同じチケットです。${secondsAgo === 0 ? "たった今" : `${secondsAgo}秒前に`}ここで${passed}しました。次の方どうぞ。`;
  },
  "back-in": ({ rights }) =>
    rights.length === 1 ? "再入場です。お入りください。" : `再入場です。${rights.length}名様、お入りください。`,
  "going-out": ({ rights }) => `退場です：${rights.length}名。`,
  "not-a-code": () => "入場コードではありません。チケット画面を開いてもらってください。",
  "code-newer": () => "このゲートより新しい形式のコードです。ゲートを更新してください。",
  "scanner-layout": () =>
    "スキャナーのキーボード配列がこの端末と異なります。両方を同じ配列（米国英語など）に設定してください。",
  "wrong-event": () => "別の公演のチケットです。",
  "event-cancelled": () => "この公演は中止になりました。",
  "doors-not-open": ({ opensAt }, clock) => `開場は${clock(opensAt)}です。`,
  "doors-closed": ({ closedAt }, clock) => `${clock(closedAt)}に入場受付を終了しました。`,
  "right-unknown": () => "この公演に該当するチケットがありません。",
  "right-void": () => "返却または取り消されたチケットです。",
  "right-rebound": ({ reboundAt }, clock) =>
    `${clock(reboundAt)}に別の端末へ移行済みです。その端末を提示してもらってください。`,
  "other-holder": () => "チケットが別々の端末にあります。端末ごとにコードを提示してもらってください。",
  "signed-before-rebind": () =>
    "端末への移行より前のコードです。時計を自動設定にし、新しいコードを表示してもらってください。",
  "not-named": () => "入場者が登録されていないチケットです。案内所へご案内ください。",
  "other-lane": ({ className }) => `${className}のチケットです。別のレーンへご案内ください。`,
  "already-in": ({ at, lane }, clock) =>
    at === undefined
      ? "入場済みです。"
      : `入場済み：${lane === undefined ? "係員対応" : `レーン${lane}`}、${clock(at)}。`,
  "not-in": () => "まだ入場していないチケットなので、退場の記録はできません。",
  "already-out": ({ at, lane }, clock) => `退場済み：レーン${lane}、${clock(at)}。`,
  "no-reentry": ({ at, lane }, clock) => `レーン${lane}から${clock(at)}に退場しています。再入場はできません。`,
  "code-used": () => "すでに読み取られたコードです。最新のコードを表示してもらってください。",
  "kind-refused": () => "この種類の鍵のチケットは、このゲートでは扱えません。案内所へご案内ください。",
  "passkey-refused": ({ why }) =>
    why === "unverified"
      ? "端末で本人確認がされていません。顔・指紋・暗証番号で解除してやり直してもらってください。"
      : "複数の端末で共有されるパスキーは使えません。案内所へご案内ください。",
  "origin-unknown": () => "このゲートに登録されていないサイトで作られたパスキーです。案内所へご案内ください。",
  "bad-signature": () => "このチケットの保持者の署名ではありません。",
  "code-expired": ({ secondsOld }) =>
    secondsOld < 120
      ? `${secondsOld}秒前のコードです。最新のコードを表示してもらってください。`
      : `${minutes(secondsOld)}分前のコードです（画像の可能性あり）。最新のコードを表示してもらってください。`,
  "clock-wrong": ({ secondsAhead }) =>
    `端末の時計が約${minutes(secondsAhead)}分${secondsAhead > 0 ? "進んで" : "遅れて"}います。自動設定にしてもらうか、チャレンジを使ってください。`,
  "gate-clock-wrong": ({ secondsAhead, shownBy }) => {
    const off = `このゲートの時計が約${span(secondsAhead, "秒", "分")}${secondsAhead > 0 ? "進んで" : "遅れて"}います`;
    const unless = shownBy === "chain" && secondsAhead > 0 ? "（またはチェーンのブロックが止まっています）" : "";
    return `${off}${unless}。ゲートの時計を自動設定にしてください。`;
  },
  "challenge-missing": () => "先にこのゲートのチャレンジを読み取ってもらってください。",
  "challenge-wrong": () => "別のチャレンジへの応答です。このゲートのものを読み取ってもらってください。",
  "challenge-expired": () => "応答が間に合いませんでした。新しいチャレンジを読み取ってもらってください。",
};

const vi: Sentences = {
  valid: (told) => (peopleOf(told) === 1 ? "Mời vào." : `Mời ${peopleOf(told)} người vào.`),
  "not-shown": (told, clock) =>
    `Đã ghi ở làn ${told.lane} lúc ${clock(told.at)} nhưng ở đó chưa hiện kết quả. Cho ${peopleOf(told)} người vào.`,
  "identity-wanted": (told) => {
    const cause = { class: "hạng vé phải kiểm tra", rebound: "mới chuyển sang máy này", sample: "kiểm tra ngẫu nhiên" }[
      told.why
    ];
    return `Kiểm tra giấy tờ trước (${cause}), sau đó cho ${peopleOf(told)} người vào.`;
  },
  "just-scanned": ({ way, secondsAgo }) => {
    const passed = way === "in" ? "cho vào" : "cho ra";
    return `Vẫn vé này, đã ${passed} ở đây ${secondsAgo === 0 ? "ngay vừa rồi" : `${secondsAgo} giây trước`}. Mời người tiếp theo.`;
  },
  "back-in": ({ rights }) =>
    rights.length === 1 ? "Khách quay lại: mời vào." : `Khách quay lại: mời ${rights.length} người vào.`,
  "going-out": ({ rights }) => `Ra ngoài: ${rights.length} người.`,
  "not-a-code": () => "Không phải mã vào cửa. Đề nghị khách mở trang vé.",
  "code-newer": () => "Mã thuộc loại mới hơn mà cổng này chưa biết. Hãy cập nhật cổng.",
  "scanner-layout": () =>
    "Máy quét dùng bố cục bàn phím khác với máy tính này. Hãy đặt cả hai cùng một bố cục, chẳng hạn tiếng Anh (Mỹ).",
  "wrong-event": () => "Vé của sự kiện khác.",
  "event-cancelled": () => "Sự kiện đã bị hủy.",
  "doors-not-open": ({ opensAt }, clock) => `Cửa mở lúc ${clock(opensAt)}.`,
  "doors-closed": ({ closedAt }, clock) => `Cửa đã đóng lúc ${clock(closedAt)}.`,
  "right-unknown": () => "Sự kiện này không có vé đó.",
  "right-void": () => "Vé đã được trả lại hoặc bị thu hồi.",
  "right-rebound": ({ reboundAt }, clock) => `Vé đã chuyển sang máy khác lúc ${clock(reboundAt)}: đề nghị đưa máy đó.`,
  "other-holder": () => "Các vé nằm trên những máy khác nhau: đề nghị mỗi máy đưa một mã.",
  "signed-before-rebind": () => "Mã được tạo trước khi vé chuyển sang máy này. Đề nghị đặt giờ tự động và mở mã mới.",
  "not-named": () => "Vé chưa có tên người vào. Hướng dẫn khách đến quầy hỗ trợ.",
  "other-lane": ({ className }) => `Vé hạng ${className}: mời sang làn khác.`,
  "already-in": ({ at, lane }, clock) =>
    at === undefined
      ? "Vé đã vào cửa."
      : `Vé đã vào cửa: ${lane === undefined ? "nhân viên cho vào" : `làn ${lane}`}, ${clock(at)}.`,
  "not-in": () => "Vé này chưa vào cửa nên không ghi lượt ra được.",
  "already-out": ({ at, lane }, clock) => `Vé đã ra ngoài: làn ${lane}, ${clock(at)}.`,
  "no-reentry": ({ at, lane }, clock) => `Đã ra ở làn ${lane}, ${clock(at)}, và không được vào lại.`,
  "code-used": () => "Mã này đã được quét. Đề nghị mở mã đang chạy.",
  "kind-refused": () => "Cổng này không nhận vé dùng loại khóa này. Hướng dẫn khách đến quầy hỗ trợ.",
  "passkey-refused": ({ why }) =>
    why === "unverified"
      ? "Máy chưa xác minh chủ máy. Đề nghị mở khóa bằng khuôn mặt, vân tay hoặc mã rồi thử lại."
      : "Không nhận khóa đồng bộ trên nhiều thiết bị. Hướng dẫn khách đến quầy hỗ trợ.",
  "origin-unknown": () => "Cổng này không biết trang đã tạo khóa truy cập này. Hướng dẫn khách đến quầy hỗ trợ.",
  "bad-signature": () => "Chữ ký không phải của người giữ vé này.",
  "code-expired": ({ secondsOld }) =>
    secondsOld < 120
      ? `Mã đã cũ ${secondsOld} giây: đề nghị mở mã đang chạy.`
      : `Mã đã cũ ${minutes(secondsOld)} phút, có thể là ảnh chụp: đề nghị mở mã đang chạy.`,
  "clock-wrong": ({ secondsAhead }) =>
    `Đồng hồ của máy ${secondsAhead > 0 ? "nhanh" : "chậm"} khoảng ${minutes(secondsAhead)} phút. Đặt giờ tự động, hoặc dùng mã thử thách.`,
  "gate-clock-wrong": ({ secondsAhead, shownBy }) => {
    const off = `Đồng hồ của cổng này ${secondsAhead > 0 ? "nhanh" : "chậm"} khoảng ${span(secondsAhead, " giây", " phút")}`;
    const unless = shownBy === "chain" && secondsAhead > 0 ? ", hoặc chuỗi không tạo khối mới" : "";
    return `${off}${unless}. Hãy đặt giờ của cổng về tự động.`;
  },
  "challenge-missing": () => "Đề nghị khách quét mã thử thách của cổng này trước.",
  "challenge-wrong": () => "Trả lời cho mã thử thách khác. Đề nghị quét mã của cổng này.",
  "challenge-expired": () => "Trả lời quá muộn. Đề nghị quét mã thử thách mới.",
};

const zh: Sentences = {
  valid: (told) => (peopleOf(told) === 1 ? "请入场。" : `请${peopleOf(told)}位入场。`),
  "not-shown": (told, clock) =>
    `${clock(told.at)}已在${told.lane}号通道记录，但当时没有显示结果。请放行${peopleOf(told)}位。`,
  "identity-wanted": (told) => {
    const cause = { class: "该票种需核验", rebound: "近期换过设备", sample: "抽查" }[told.why];
    return `请先核验证件（${cause}），无误后放行${peopleOf(told)}位。`;
  },
  "just-scanned": ({ way, secondsAgo }) => {
    const passed = way === "in" ? "入场" : "离场";
    return `同一张票，${secondsAgo === 0 ? "刚刚" : `${secondsAgo}秒前`}已在此${passed}。请下一位。`;
  },
  "back-in": ({ rights }) => (rights.length === 1 ? "再次入场，请进。" : `再次入场，请${rights.length}位进。`),
  "going-out": ({ rights }) => `${rights.length}位离场。`,
  "not-a-code": () => "不是入场码，请对方打开电子票页面。",
  "code-newer": () => "入场码的版本比本闸机新，请更新闸机。",
  "scanner-layout": () => "扫码枪的键盘布局与本机不同，请将两者设为同一布局，例如美式英语。",
  "wrong-event": () => "这是其他活动的票。",
  "event-cancelled": () => "活动已取消。",
  "doors-not-open": ({ opensAt }, clock) => `${clock(opensAt)}开始入场。`,
  "doors-closed": ({ closedAt }, clock) => `已于${clock(closedAt)}停止入场。`,
  "right-unknown": () => "本场活动没有这张票。",
  "right-void": () => "此票已退回或已作废。",
  "right-rebound": ({ reboundAt }, clock) => `此票已于${clock(reboundAt)}转到另一部设备，请出示那部设备。`,
  "other-holder": () => "这些票在不同的设备上，请分别出示入场码。",
  "signed-before-rebind": () => "入场码早于换到此设备的时间，请将时钟设为自动并出示新码。",
  "not-named": () => "此票尚未登记入场人，请带往服务台。",
  "other-lane": ({ className }) => `这是${className}的票，请走其他通道。`,
  "already-in": ({ at, lane }, clock) =>
    at === undefined
      ? "此票已入场。"
      : `此票已入场：${lane === undefined ? "人工放行" : `${lane}号通道`}，${clock(at)}。`,
  "not-in": () => "此票尚未入场，无法登记离场。",
  "already-out": ({ at, lane }, clock) => `此票已离场：${lane}号通道，${clock(at)}。`,
  "no-reentry": ({ at, lane }, clock) => `此票已于${clock(at)}从${lane}号通道离场，不可再次入场。`,
  "code-used": () => "此入场码已被扫描过，请出示实时入场码。",
  "kind-refused": () => "本闸机不接受此类密钥的票，请带往服务台。",
  "passkey-refused": ({ why }) =>
    why === "unverified"
      ? "设备未验证机主，请用面容、指纹或密码解锁后重试。"
      : "不接受在多部设备间同步的通行密钥，请带往服务台。",
  "origin-unknown": () => "本闸机不认识创建此通行密钥的网站，请带往服务台。",
  "bad-signature": () => "签名不属于此票的持有人。",
  "code-expired": ({ secondsOld }) =>
    secondsOld < 120
      ? `入场码是${secondsOld}秒前的，请出示实时入场码。`
      : `入场码是${minutes(secondsOld)}分钟前的，可能是截图，请出示实时入场码。`,
  "clock-wrong": ({ secondsAhead }) =>
    `手机时钟${secondsAhead > 0 ? "快" : "慢"}了约${minutes(secondsAhead)}分钟，请设为自动，或使用挑战码。`,
  "gate-clock-wrong": ({ secondsAhead, shownBy }) => {
    const off = `本闸机的时钟${secondsAhead > 0 ? "快" : "慢"}了约${span(secondsAhead, "秒", "分钟")}`;
    const unless = shownBy === "chain" && secondsAhead > 0 ? "，或链上没有新区块" : "";
    return `${off}${unless}，请将闸机时钟设为自动。`;
  },
  "challenge-missing": () => "请先扫描本闸机的挑战码。",
  "challenge-wrong": () => "回应的是其他挑战码，请扫描本闸机的挑战码。",
  "challenge-expired": () => "回应超时，请扫描新的挑战码。",
};

export const sentences: { readonly [language in Language]: Sentences } = { en, ja, vi, zh };

/** The words after a sentence that lets only a part of a party in. */
export const outsideOf: { readonly [language in Language]: (count: number, because: string) => string } = {
  en: (count, because) => ` ${count} must stay out. ${because}`,
  ja: (count, because) => `残り${count}名は入場できません。${because}`,
  vi: (count, because) => ` ${count} người phải ở ngoài. ${because}`,
  zh: (count, because) => `另有${count}位不能入场。${because}`,
};
