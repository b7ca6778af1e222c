import { useState } from "preact/hooks";
import type { ClassNow, OfficeClass } from "../api/answers.ts";
import type { ScreenProps } from "../ScreenProps.ts";
import { Quotas } from "./Quotas.tsx";
import { ActionState, useAction } from "./useAction.tsx";

/** Most people of one sale, as many as one code lets in. */
const MOST = 8;

/** The first step: which class, how many people or which seats. */
export function WishForm({ office }: ScreenProps) {
  const { words, event } = office;
  const { sell } = words;
  const classes = event?.classes ?? [];
  const [classId, setClassId] = useState(classes[0]?.classId ?? 0);
  const [quantity, setQuantity] = useState(1);
  const [labels, setLabels] = useState("");
  const [order, setOrder] = useState("");
  const action = useAction(words);
  const chosen = classes.find((one) => one.classId === classId);
  const isSeated = chosen?.seated === true;

  const keep = async () => {
    if (chosen === undefined) return;
    const seats = isSeated ? labels.split(/[\s,;、]+/).filter((label) => label !== "") : [];
    const number = order.trim();
    await office.reserve({
      className: chosen.name,
      quantity: isSeated ? seats.length : quantity,
      seats,
      ...(number !== "" && { order: number }),
    });
  };
  return (
    <form
      class="stack card"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        action.run(keep);
      }}
    >
      <p class="soft">{sell.step(1)}</p>
      <fieldset class="choice classes">
        <legend>{sell.class}</legend>
        {classes.map((one) => (
          <ClassChoice
            key={one.classId}
            office={office}
            of={one}
            now={office.state.classes.value.find((now) => now.classId === one.classId)}
            isChosen={one.classId === classId}
            onChoose={() => setClassId(one.classId)}
          />
        ))}
      </fieldset>
      {isSeated ? (
        <label>
          {sell.seats}
          <input
            value={labels}
            onInput={({ currentTarget }) => setLabels(currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="seats-how"
            required
          />
          <span class="soft hint" id="seats-how">
            {sell.seatsHow}
          </span>
        </label>
      ) : (
        <label>
          {sell.people}
          <input
            type="number"
            min={1}
            max={MOST}
            value={quantity}
            onInput={({ currentTarget }) => setQuantity(currentTarget.valueAsNumber)}
            required
          />
        </label>
      )}
      <label>
        {sell.order}
        <input
          value={order}
          onInput={({ currentTarget }) => setOrder(currentTarget.value)}
          maxLength={100}
          autocomplete="off"
          aria-describedby="order-how"
        />
        <span class="soft hint" id="order-how">
          {sell.orderHow}
        </span>
      </label>
      <button type="submit" class="button main wide">
        {sell.keep}
      </button>
      <ActionState of={[action]} words={words} />
    </form>
  );
}

/** A class with what is left of it, and why it may not be sold now. */
function ClassChoice(
  props: ScreenProps & {
    readonly of: OfficeClass;
    readonly now: ClassNow | undefined;
    readonly isChosen: boolean;
    readonly onChoose: () => void;
  },
) {
  const { office, of, now, isChosen, onChoose } = props;
  const { sell } = office.words;
  return (
    <div class="class">
      <label class="radio">
        <input type="radio" name="class" checked={isChosen} onChange={onChoose} />
        <span>
          {of.name}
          {now !== undefined && (
            <span class="soft hint">
              {now.placesLeft > 0 ? sell.left(now.placesLeft) : sell.full}
              {now.invited > 0 && ` · ${sell.kept(now.invited)}`}
            </span>
          )}
          {now?.problems.map(({ reason, sentence }) => (
            <span key={reason} class="warn-text hint">
              {sentence}
            </span>
          ))}
        </span>
      </label>
      {isChosen && now !== undefined && <Quotas words={office.words} quotas={now.quotas} />}
    </div>
  );
}
