import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * A part of the wallet with its heading. The heading takes the focus when the part opens, so that users of keyboards and
 * screen readers begin there.
 */
export function Page(props: {
  readonly title: string;
  /** The way back: its words, and where it leads. */
  readonly back?: { readonly words: string; readonly to: string } | undefined;
  readonly children: ComponentChildren;
}) {
  const { title, back, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the next key, which must not go where the focus was.
  useLayoutEffect(() => {
    document.title = title;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <main class="page">
      {back !== undefined && (
        <a class="back" href={back.to}>
          <span aria-hidden="true">←</span>
          {back.words}
        </a>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
