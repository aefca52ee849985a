"use client";

import Link from "next/link";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { FullPageNote } from "./full-page-note.tsx";

export interface PageErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page whose making failed: to try again, or to leave. */
export function PageError({ error, reset }: PageErrorProps) {
  return (
    <FullPageNote
      title="This page could not be shown"
      text={
        <>
          A part of Plumbline may be starting or away. Try again in a moment.
          {error.digest && <span className="mt-1 block font-mono text-xs">Reference {error.digest}</span>}
        </>
      }
    >
      <Button look="solid" size="medium" onClick={reset}>
        Try again
      </Button>
      <Link href="/" className={buttonStyle({ size: "medium" })}>
        Go to home
      </Link>
    </FullPageNote>
  );
}
