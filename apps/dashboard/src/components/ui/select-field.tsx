import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./field.tsx";
import { Select } from "./select.tsx";

interface SelectFieldProps extends FieldProps, Omit<ComponentProps<typeof Select>, "id" | "className"> {
  options: readonly { value: string; label: string; disabled?: boolean }[];
}

export function SelectField({
  label,
  isLabelHidden,
  hint,
  errorId,
  className,
  options,
  ...select
}: SelectFieldProps) {
  return (
    <Field {...{ label, isLabelHidden, hint, errorId, className }}>
      {(control) => (
        <Select {...select} {...control}>
          {options.map(({ value, label: text, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
