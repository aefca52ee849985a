"use client";

import { Button } from "../../components/ui/button.tsx";
import { FullPageNote } from "./full-page-note.tsx";
import { signOutNow } from "./sign-out.ts";

export function NoProjectPage() {
  return (
    <FullPageNote title="No project yet" text="Your account belongs to no project. Ask an owner to add you.">
      <Button size="medium" onClick={() => void signOutNow()}>
        Sign out
      </Button>
    </FullPageNote>
  );
}
