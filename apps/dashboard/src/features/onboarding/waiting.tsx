interface WaitingProps {
  arrived: boolean;
}

export function Waiting({ arrived }: WaitingProps) {
  return (
    <output className="flex items-center gap-2.5 text-soft">
      <span aria-hidden className="relative flex size-2 shrink-0">
        <span className="absolute inset-0 animate-ping rounded-full bg-accent opacity-60" />
        <span className="relative size-2 rounded-full bg-accent" />
      </span>
      {arrived ? "It is here. Opening…" : "Waiting for your first trace… It opens here by itself."}
    </output>
  );
}
