import Link from "next/link";
import { EntryPage, linkStyle } from "../sign-in/entry-page.tsx";
import { ForgotForm } from "./forgot-form.tsx";

export function ForgotPage({ hasMail }: { hasMail: boolean }) {
  return (
    <EntryPage
      title="Set a new password"
      footer={
        <p>
          Remembered it?{" "}
          <Link href="/sign-in" className={linkStyle}>
            Sign in
          </Link>
        </p>
      }
    >
      {hasMail ? (
        <ForgotForm />
      ) : (
        <div className="space-y-2 text-soft">
          <p>This installation sends no mail, so somebody has to hand you a link.</p>
          <p>
            Ask an owner or an admin of your organisation: under{" "}
            <b className="font-medium text-text">Members</b>, your row has{" "}
            <b className="font-medium text-text">Make a reset link</b>. It works once, for 24 hours.
          </p>
        </div>
      )}
    </EntryPage>
  );
}
