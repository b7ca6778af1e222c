import { signal } from "@preact/signals";
import type { DeviceKey, Pass } from "doorkey/buyer";
import { useEffect, useMemo, useState } from "preact/hooks";
import { keepScreenOn } from "../../shared/screen/keepScreenOn.ts";
import { useNow } from "../../shared/screen/useNow.ts";
import { CodeShow } from "../codes/CodeShow.ts";
import { ClockAdvice } from "../components/ClockAdvice.tsx";
import { CodeCamera } from "../components/CodeCamera.tsx";
import { EntryCode } from "../components/EntryCode.tsx";
import { Note } from "../components/Note.tsx";
import { PartyChoice } from "../components/PartyChoice.tsx";
import { Ring } from "../components/Ring.tsx";
import { faultOf } from "../faults/faultOf.ts";
import { chooseParty, outsideOf, type Party } from "../tickets/party.ts";
import type { Person } from "../tickets/peopleOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";

type Props = ScreenProps & {
  readonly ticket: Ticket;
  readonly pass: Pass;
  readonly keyOfTicket: DeviceKey;
  readonly people: readonly Person[];
};

/** Shows codes of a ticket for the people who are outside. */
export function ShowCode({ wallet, pass, keyOfTicket: key, people }: Props) {
  const { words, clock } = wallet;
  const groups = outsideOf(pass, people);
  const [wish, setWish] = useState<Partial<Party>>({});
  const party = chooseParty(groups, wish) ?? { from: 0, count: 1 };
  const [isAnswering, setAnswering] = useState(false);
  const [staysOn, setStaysOn] = useState(true);
  const chosen = useMemo(() => signal<Party>(party), [key]);
  if (chosen.peek().from !== party.from || chosen.peek().count !== party.count) chosen.value = party;
  // News of the same pass must not take a code off the screen, so the show ends with the pass's text.
  const show = useMemo(() => new CodeShow({ key, pass, clock, party: chosen }), [key, JSON.stringify(pass)]);
  useEffect(() => {
    show.start();
    return () => show.stop();
  }, [show]);
  useEffect(() => {
    const ended = new AbortController();
    void keepScreenOn(ended.signal).then(setStaysOn);
    void clock.ask();
    return () => ended.abort();
  }, [clock]);
  useNow();

  const showing = show.showing.value;
  const problem = show.problem.value;
  const left = showing === undefined ? 0 : showing.endsAt - clock.current.value.now();
  const who = words.people(party.count);
  const answer = (text: string) => {
    setAnswering(false);
    show.answer(text).catch((error) => {
      show.problem.value = error;
    });
  };
  return (
    <>
      {isAnswering ? (
        <>
          <CodeCamera words={words} saw={answer} />
          <p>{words.code.answerHow}</p>
        </>
      ) : (
        <div class="shown" aria-busy={showing === undefined}>
          {showing !== undefined && <EntryCode text={showing.text} label={words.code.label(pass.event.name, who)} />}
        </div>
      )}
      <div class="who">
        <p>{who}</p>
        {showing !== undefined && <Ring left={left} of={showing.endsAt - showing.issuedAt} />}
      </div>
      {showing !== undefined && (
        <p class="soft" role="timer" aria-live="off">
          {showing.answers && `${words.code.answered} · `}
          {showing.answers || show.needsTap ? words.code.endsIn(seconds(left)) : words.code.newIn(seconds(left))}
        </p>
      )}
      {problem !== undefined && <Note tone="bad" says={words.faults[faultOf(problem)]} />}
      {show.needsTap && !isAnswering && (
        <>
          {showing === undefined && <p>{words.code.tapHow}</p>}
          <button
            type="button"
            class="button main wide"
            disabled={show.isSigning.value}
            onClick={() => void show.tap()}
          >
            {show.isSigning.value ? words.code.signing : showing === undefined ? words.code.tap : words.code.tapAgain}
          </button>
        </>
      )}
      <PartyChoice words={words} groups={groups} party={party} choose={setWish} />
      <ClockAdvice wallet={wallet} />
      <p class="hint">
        {words.code.brightness} {!staysOn && words.code.staysOn} {words.code.noScreenshots}
      </p>
      <button type="button" class="button wide" onClick={() => setAnswering(!isAnswering)}>
        {isAnswering ? words.back : words.code.answer}
      </button>
    </>
  );
}

const seconds = (left: number) => Math.max(0, Math.ceil(left));
