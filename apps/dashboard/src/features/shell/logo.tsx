/** A line and its weight. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={className}>
      <path d="M10 1.5v8.5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M6.5 10h7c0 3.4-1.6 5.2-3.5 8.5C8.100 15.200 6.500 13.400 6.500 10z" fill="var(--accent)" />
    </svg>
  );
}
