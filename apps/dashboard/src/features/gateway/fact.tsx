interface FactProps {
  label: string;
  value: string;
  /** Drawn as well where it is known. */
  share?: number | null;
  /** Where the share should be, from and to; drawn on the same line. */
  band?: readonly [number, number];
  /** What the value means, or why there is none. */
  note?: string | null;
}

const wide = (share: number) => `${Math.min(100, Math.round(share * 100))}%`;

export function Fact({ label, value, share = null, band, note = null }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-2xs text-faint">{label}</dt>
      <dd className="tabular-nums">
        {value}
        {share !== null && (
          <span aria-hidden className="relative mt-0.5 block h-1 overflow-hidden rounded-full bg-line">
            <span className="block h-full rounded-full bg-accent" style={{ width: wide(share) }} />
            {band && (
              <span
                className="absolute inset-y-0 border-x border-text bg-text/20"
                style={{ left: wide(band[0]), width: wide(band[1] - band[0]) }}
              />
            )}
          </span>
        )}
        {note !== null && <span className="block text-2xs text-soft">{note}</span>}
      </dd>
    </div>
  );
}
