/** A ring that runs down with the seconds that a code has left. The sentence beside it says the same. */
export function Ring({ left, of }: { readonly left: number; readonly of: number }) {
  const rest = Math.max(0, left);
  return (
    <svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="16" pathLength={1} />
      <circle class="left" cx="18" cy="18" r="16" pathLength={1} stroke-dasharray={`${Math.min(1, rest / of)} 1`} />
      <text x="18" y="18" text-anchor="middle" dominant-baseline="central">
        {Math.ceil(rest)}
      </text>
    </svg>
  );
}
