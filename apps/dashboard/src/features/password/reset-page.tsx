import Link from "next/link";
import { classNames } from "../../components/class-names.ts";
import { EntryPage, secondStyle } from "../sign-in/entry-page.tsx";
import { ResetForm } from "./reset-form.tsx";

interface ResetPageProps {
  token: string;
  /** null: the link is worth nothing, or no longer. */
  reset: { email: string } | null;
}

export function ResetPage({ token, reset }: ResetPageProps) {
  if (reset === null) {
    return (
      <EntryPage title="This link does not work">
        <p className="text-soft">
          It was used, has run out after 24 hours, or was cut off on its way. Ask for a new one.
        </p>
        <Link href="/forgot" className={classNames(secondStyle, "mt-4")}>
          Ask for a new link
        </Link>
      </EntryPage>
    );
  }
  return (
    <EntryPage title="Set a new password" lead={reset.email}>
      <ResetForm token={token} email={reset.email} />
    </EntryPage>
  );
}
