import { useState } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import { Sheet } from "../../shared/components/Sheet.tsx";
import { askOffice } from "../api/askOffice.ts";
import { ChangeState } from "./ChangeState.tsx";
import { DocumentFields, NO_DOCUMENT } from "./DocumentFields.tsx";
import { newHolderIn } from "./newHolderIn.ts";
import type { SheetProps } from "./RightProps.ts";
import { receiveLink } from "./receiveLink.ts";
import { signedStatement } from "./signedStatement.ts";
import { useChange } from "./useChange.ts";

type Way = "consent" | "document" | "lost";

/** Moves a right to another phone: with the old phone's consent, the person's document, or by a request to the organizer. */
export function MoveSheet(props: SheetProps) {
  const { office, right, onClose } = props;
  const { move, close, person } = office.words;
  const [scanned, setScanned] = useState("");
  const [way, setWay] = useState<Way>("consent");
  const [consent, setConsent] = useState("");
  const [recognised, setRecognised] = useState("");
  const [document, setDocument] = useState(NO_DOCUMENT);
  const [isFiled, setFiled] = useState(false);
  const { action, act, change } = useChange(props);
  const ways: readonly Way[] = right.named
    ? ["consent", ...(office.isManager ? (["document"] as const) : [])]
    : ["consent", "lost"];
  const link = receiveLink(office, right.eventId);
  const { rightId } = right;

  const submit = () => {
    const newHolder = newHolderIn(office, right, scanned);
    if (newHolder === undefined) return action.say(move.wrongCode);
    if (way === "document") return change("moves", { rightId, newHolder, document });
    if (way === "lost") {
      return action.run(async () => {
        await askOffice("/api/rebind-requests", { body: { rightId, newHolder, recognised: recognised.trim() } });
        setFiled(true);
      });
    }
    const signed = signedStatement(consent, "rightId", "newHolder", "proof");
    const isSame = `${signed?.newHolder}`.toLowerCase() === newHolder.toLowerCase();
    if (signed === undefined || signed.rightId !== rightId || !isSame) return action.say(move.wrongConsent);
    change("moves", { rightId, newHolder, proof: signed.proof });
  };
  return (
    <Sheet title={office.words.right.move} close={close} onClose={onClose}>
      <p>{link === undefined ? move.noWallet : move.open}</p>
      {link !== undefined && <Qr text={link} label={move.link} />}
      <form
        class="stack"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit();
        }}
      >
        <label>
          {move.code}
          <input
            value={scanned}
            onInput={({ currentTarget }) => setScanned(currentTarget.value)}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            required
          />
        </label>
        <fieldset class="choice">
          <legend>{move.how}</legend>
          <div class="row">
            {ways.map((one) => (
              <button key={one} type="button" class="button" aria-pressed={way === one} onClick={() => setWay(one)}>
                {move[one]}
              </button>
            ))}
          </div>
        </fieldset>
        <p class="soft">{move[`${way}How`]}</p>
        {way === "consent" && (
          <label>
            {move.consentPaste}
            <textarea
              rows={3}
              value={consent}
              onInput={({ currentTarget }) => setConsent(currentTarget.value)}
              required
            />
          </label>
        )}
        {way === "document" && (
          <DocumentFields words={office.words} title={person.title(1)} document={document} onChange={setDocument} />
        )}
        {way === "lost" && (
          <label>
            {move.recognised}
            <input
              value={recognised}
              onInput={({ currentTarget }) => setRecognised(currentTarget.value)}
              maxLength={200}
              placeholder={move.recognisedHint}
              autocomplete="off"
              required
            />
          </label>
        )}
        <button type="submit" class="button main wide">
          {way === "lost" ? move.file : move.do}
        </button>
      </form>
      {isFiled && <p role="status">{move.filed}</p>}
      <ChangeState office={office} action={action} act={act} />
    </Sheet>
  );
}
