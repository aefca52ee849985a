/** A key as it is printed on the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-b-2 bg-surface px-1 font-sans text-2xs text-soft">
      {children}
    </kbd>
  );
}
