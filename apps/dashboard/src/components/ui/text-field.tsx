import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "../class-names.ts";

export const fieldStyle =
  "block h-9 w-full rounded-md border border-line-strong bg-canvas px-2.5 text-base outline-offset-0 aria-invalid:border-error disabled:opacity-55 sm:text-sm";

interface TextFieldProps extends Omit<ComponentProps<"input">, "id"> {
  label: string;
  /** What helps to fill it in rightly, shown before anything is wrong. */
  hint?: ReactNode;
  /** Id of the message when the form was refused. */
  errorId?: string | undefined;
}

export function TextField({ label, hint, errorId, className, ...input }: TextFieldProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : "", errorId ?? ""].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={errorId !== undefined}
        aria-describedby={describedBy || undefined}
        className={classNames(fieldStyle, "read-only:bg-surface read-only:text-soft")}
      />
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
