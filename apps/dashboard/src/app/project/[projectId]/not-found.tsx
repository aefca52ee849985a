import Link from "next/link";
import { buttonStyle } from "../../../components/ui/button.tsx";
import { FullPageNote } from "../../../features/shell/full-page-note.tsx";

export default function NotFound() {
  return (
    <FullPageNote
      title="There is no such page"
      text="The address may be cut or mistyped. Everything in this project is in the navigation, or found by Ctrl K."
    >
      <Link href="/" className={buttonStyle({ look: "solid", size: "medium" })}>
        Go to home
      </Link>
    </FullPageNote>
  );
}
