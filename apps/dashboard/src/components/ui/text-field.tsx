import type { ComponentProps } from "react";
import { classNames } from "../class-names.ts";
import { Field, type FieldProps, fieldStyle } from "./field.tsx";

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, "id">;

export function TextField({ label, isLabelHidden, hint, errorId, className, ...input }: TextFieldProps) {
  return (
    <Field {...{ label, isLabelHidden, hint, errorId, className }}>
      {(control) => (
        <input
          {...input}
          {...control}
          className={classNames(fieldStyle, "read-only:bg-surface read-only:text-soft")}
        />
      )}
    </Field>
  );
}
