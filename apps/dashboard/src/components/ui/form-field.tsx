import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../class-names.ts";

export const inputStyle =
  "block h-8 w-full rounded-md border border-line-strong bg-canvas px-2.5 text-base outline-offset-0 aria-invalid:border-error sm:text-sm";

interface LabelledProps {
  label: string;
  hint?: ReactNode;
}

export function TextField({ label, hint, className, ...input }: LabelledProps & ComponentProps<"input">) {
  return (
    <label className="block text-xs font-medium">
      {label}
      <input className={classNames("mt-1", inputStyle, className)} {...input} />
      {hint && <span className="mt-1 block font-normal text-soft">{hint}</span>}
    </label>
  );
}

interface SelectFieldProps extends LabelledProps, ComponentProps<"select"> {
  options: readonly { value: string; label: string }[];
}

/** The browser's own: it works on phones and with every screen reader, and loads nothing. */
export function SelectField({ label, hint, options, className, ...select }: SelectFieldProps) {
  return (
    <label className="block text-xs font-medium">
      {label}
      <select className={classNames("mt-1", inputStyle, "px-1.5", className)} {...select}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && <span className="mt-1 block font-normal text-soft">{hint}</span>}
    </label>
  );
}
