import { Logo } from "../shell/logo.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export function SignInPage({ returnTo }: { returnTo: string }) {
  return (
    <main className="relative grid min-h-dvh place-items-center bg-chrome p-4">
      {/* The line that the product is named after. */}
      <span
        aria-hidden
        className="absolute top-0 left-1/2 h-[calc(50dvh-12.5rem)] w-px bg-line max-sm:hidden"
      />
      <div className="w-full max-w-88">
        <Logo className="mx-auto size-8" />
        <h1 className="mt-3 text-center text-lg font-semibold tracking-tight">Sign in to Plumbline</h1>
        <div className="mt-6 rounded-xl bg-raised p-5 shadow-popup">
          <SignInForm returnTo={returnTo} />
        </div>
        <p className="mt-4 text-center text-xs text-soft">
          The first account is printed by the first start. Others are added by an owner.
        </p>
      </div>
    </main>
  );
}
