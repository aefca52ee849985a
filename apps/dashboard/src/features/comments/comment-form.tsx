"use client";

import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";

interface CommentFormProps {
  label: string;
  /** What it says at first, when it is edited. */
  initial?: string;
  action: string;
  isPending: boolean;
  error: unknown;
  /** `onDone` empties the form: called when it was taken. */
  onSend: (body: string, onDone: () => void) => void;
  onCancel?: () => void;
}

const maxCharacters = 10_000;

/** What somebody writes. ⌘ or Ctrl with Enter sends; what was refused stays to be sent again. */
export function CommentForm({
  label,
  initial = "",
  action,
  isPending,
  error,
  onSend,
  onCancel,
}: CommentFormProps) {
  const [body, setBody] = useState(initial);
  const box = useRef<HTMLTextAreaElement>(null);
  // Who presses Edit wants to write; whoever opens the panel may only read.
  useEffect(() => {
    if (initial !== "") box.current?.focus();
  }, [initial]);
  const empty = body.trim() === "" || body === initial;
  const send = () => {
    if (!empty && !isPending) onSend(body, () => setBody(""));
  };
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && onCancel) {
      event.preventDefault();
      onCancel();
    }
  };
  return (
    <form onSubmit={onSubmit} className="space-y-1.5">
      <textarea
        aria-label={label}
        placeholder={label}
        value={body}
        maxLength={maxCharacters}
        rows={initial === "" ? 2 : 3}
        ref={box}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-48 min-h-14 w-full resize-y rounded-md border border-line-strong bg-canvas px-2.5 py-1.5 text-base outline-offset-0 placeholder:text-faint sm:text-sm"
      />
      <FormError error={error} />
      {(!empty || onCancel) && (
        <div className="flex items-center justify-end gap-1.5">
          <span className="mr-auto text-2xs text-faint max-md:hidden">⌘ or Ctrl + Enter sends</span>
          {onCancel && <Button onClick={onCancel}>Cancel</Button>}
          <Button type="submit" look="solid" disabled={empty || isPending}>
            {isPending ? "Sending…" : action}
          </Button>
        </div>
      )}
    </form>
  );
}
