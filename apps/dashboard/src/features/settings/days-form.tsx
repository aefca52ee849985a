"use client";

import type { ReactNode, SubmitEvent } from "react";
import { classNames } from "../../components/class-names.ts";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { fieldStyle } from "../../components/ui/field.tsx";

interface DaysFormProps {
  /** The fields. */
  children: ReactNode;
  /** What saving takes away, if anything. */
  warning: string | null;
  canSave: boolean;
  isPending: boolean;
  error: unknown;
  onSave: () => void;
}

/** How long something is kept; saved by its own button, since less may erase. */
export function DaysForm({ children, warning, canSave, isPending, error, onSave }: DaysFormProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSave();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      {children}
      {warning !== null && <p className="rounded-md bg-warning-soft px-2.5 py-2 text-xs">{warning}</p>}
      <FormError error={error} />
      <Button type="submit" size="medium" className="self-start" disabled={isPending || !canSave}>
        {isPending ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}

interface DaysInputProps {
  label: string;
  max: number;
  value: string;
  isValid: boolean;
  disabled?: boolean;
  onChange: (value: string) => void;
}

export function DaysInput({ label, max, value, isValid, disabled, onChange }: DaysInputProps) {
  return (
    <input
      type="number"
      aria-label={label}
      min={1}
      max={max}
      step={1}
      value={value}
      disabled={disabled}
      aria-invalid={!isValid}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(fieldStyle, "w-24 tabular-nums")}
    />
  );
}

/** From 1 to `max`. */
export function isDays(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}
