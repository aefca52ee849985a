import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "../class-names.ts";

export const inputStyle =
  "block h-8 w-full rounded-md border border-line-strong bg-canvas px-2.5 text-base font-normal outline-offset-0 aria-invalid:border-error sm:text-sm";

interface FieldProps {
  label: string;
  /** Says under the control what the label cannot. */
  hint?: ReactNode;
}

interface FieldFrameProps extends FieldProps {
  children: (control: { id: string; "aria-describedby": string | undefined }) => ReactNode;
}

/** A control with its label above and its hint below; the hint describes it and is no part of its name. */
export function Field({ label, hint, children }: FieldFrameProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className="text-xs">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": hintId })}
      {hint && (
        <p id={hintId} className="mt-1 text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, className, ...input }: FieldProps & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <input className={classNames(inputStyle, className)} {...input} {...control} />}
    </Field>
  );
}

interface SelectFieldProps extends FieldProps, ComponentProps<"select"> {
  options: readonly { value: string; label: string }[];
}

/** The browser's own: it works on phones and with every screen reader, and loads nothing. */
export function SelectField({ label, hint, options, className, ...select }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <select className={classNames(inputStyle, "px-1.5", className)} {...select} {...control}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
