import { TextField } from "../../components/ui/text-field.tsx";

interface NewPasswordFieldProps {
  name: string;
  label?: string;
  errorId: string | undefined;
}

/** The server has the last word; lengths are those of its rule. */
export function NewPasswordField({ name, label = "New password", errorId }: NewPasswordFieldProps) {
  return (
    <TextField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      required
      minLength={10}
      maxLength={256}
      hint="At least 10 characters. A few plain words are easier to remember and harder to guess."
      errorId={errorId}
    />
  );
}
