"use client";

import Link from "next/link";
import { classNames } from "../../components/class-names.ts";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { Logo } from "../shell/logo.tsx";
import { signOutNow } from "../shell/sign-out.ts";
import { NewProjectForm } from "./new-project-form.tsx";
import { Steps } from "./steps.tsx";

interface NewProjectPageProps {
  email: string;
  /** False for somebody who sees no project yet: then there is nowhere to go back to. */
  hasProject: boolean;
  /** All that the reader belongs to. */
  organizations: readonly { id: string; name: string; canCreateProject: boolean }[];
}

export function NewProjectPage({ email, hasProject, organizations }: NewProjectPageProps) {
  const open = organizations.filter(({ canCreateProject }) => canCreateProject);
  const onlyLooking = !hasProject && open.length === 0 && organizations.length > 0;
  return (
    <div className="flex min-h-dvh flex-col bg-chrome">
      <header className="flex h-11 shrink-0 items-center gap-3 px-4">
        <Logo className="size-4.5" />
        <span className="font-semibold">Plumbline</span>
        <span className="ml-auto hidden truncate text-xs text-soft sm:block">{email}</span>
        {hasProject ? (
          <Link href="/" className={classNames(buttonStyle({ look: "quiet" }), "ml-auto sm:ml-0")}>
            Back
          </Link>
        ) : (
          <Button look="quiet" className="ml-auto sm:ml-0" onClick={() => void signOutNow()}>
            Sign out
          </Button>
        )}
      </header>
      <main className="grid flex-1 place-items-start justify-center p-4 sm:place-items-center">
        <div className="w-full max-w-104 sm:pb-16">
          <Steps current={0} />
          <h1 className="mt-4 text-lg font-semibold tracking-tight">
            {hasProject ? "New project" : "Set up your first project"}
          </h1>
          {onlyLooking && (
            <p className="mt-1 text-soft">
              You belong to {organizations.map(({ name }) => name).join(", ")}, where no project is open to
              you yet. Ask an admin there, or begin an organisation of your own.
            </p>
          )}
          <div className="mt-4 rounded-xl bg-raised p-5 shadow-popup">
            <NewProjectForm organizations={open} />
          </div>
        </div>
      </main>
    </div>
  );
}
