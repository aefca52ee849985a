"use client";

import { type ReactElement, type ReactNode, type SubmitEvent, useId, useState } from "react";
import { FormError } from "../form-error.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text-field.tsx";

interface ConfirmDialogProps {
  title: string;
  /** What happens, and whether it can be undone. */
  text: ReactNode;
  /** The verb on the button. */
  action: string;
  /** Absent where something else opens it, with `defaultOpen`. */
  trigger?: ReactElement;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** To be typed before the button works: for what cannot be taken back. */
  typed?: string;
  /** Resolves to null when it worked; else to the error, which stays in the dialog. */
  onConfirm: () => Promise<unknown>;
}

/** Asks before something that hurts, and says in place why it did not work. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, action, trigger, typed, onConfirm, onOpenChange } = props;
  const errorId = useId();
  const [open, setOpen] = useState(props.defaultOpen ?? false);
  const [answer, setAnswer] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
    setAnswer("");
    setError(null);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setPending(true);
    const refused = await onConfirm();
    setPending(false);
    if (refused === null) change(false);
    else setError(refused);
  };
  return (
    <Dialog title={title} trigger={trigger} open={open} onOpenChange={change}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4 px-4 py-4">
        <div className="text-soft">{text}</div>
        {typed !== undefined && (
          <TextField
            label={`Type “${typed}” to confirm`}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <FormError id={errorId} error={error} />
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={() => change(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            size="medium"
            disabled={pending || (typed !== undefined && answer.trim() !== typed)}
            className="border-transparent bg-error text-canvas hover:bg-error/88"
          >
            {pending ? "Working…" : action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
