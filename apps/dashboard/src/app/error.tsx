"use client";

import { Button } from "../components/ui/button.tsx";
import { FullPageNote } from "../features/shell/full-page-note.tsx";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="flex min-h-dvh">
      <FullPageNote
        title="This page could not be shown"
        text={
          <>
            A part of Plumbline may be starting or away. Try again in a moment.
            {error.digest && <span className="mt-1 block font-mono text-xs">Reference {error.digest}</span>}
          </>
        }
      >
        <Button size="medium" onClick={reset}>
          Try again
        </Button>
      </FullPageNote>
    </main>
  );
}
