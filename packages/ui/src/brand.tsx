/** The mark: a truss with the joint that carries it, and the name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-l font-bold tracking-tighter">
      <svg
        viewBox="0 0 28 24"
        width="28"
        height="24"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinejoin="round"
      >
        <path d="M4 19 14 5l10 14H4Z" />
        <path d="M14 5v14" />
        {[4, 14, 24].map((x) => (
          <circle key={x} cx={x} cy="19" r="2.4" className="fill-surface" />
        ))}
        <circle cx="14" cy="5" r="2.6" className="fill-accent stroke-accent" />
      </svg>
      Truss
    </span>
  )
}
