import { type ReactNode, useId } from "react";

export const fieldStyle =
  "block h-8 w-full rounded-md border border-line-strong bg-canvas px-2.5 text-base font-normal outline-offset-0 aria-invalid:border-error disabled:opacity-55 sm:text-sm";

export interface FieldProps {
  label: string;
  /** The label is read out, but not shown: the place says it. */
  isLabelHidden?: boolean | undefined;
  /** What helps to fill it in rightly, shown before anything is wrong. */
  hint?: ReactNode;
  /** Id of the message when the form was refused. */
  errorId?: string | undefined;
  /** Of the whole field, label and hint included. */
  className?: string | undefined;
}

interface FieldFrameProps extends FieldProps {
  children: (control: {
    id: string;
    "aria-invalid": boolean;
    "aria-describedby": string | undefined;
  }) => ReactNode;
}

/** A control with its label above and its hint below; the hint describes it and is no part of its name. */
export function Field({ label, isLabelHidden, hint, errorId, className, children }: FieldFrameProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", errorId ?? ""].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "mb-1 block text-xs font-medium"}>
        {label}
      </label>
      {children({ id, "aria-invalid": errorId !== undefined, "aria-describedby": describedBy || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
