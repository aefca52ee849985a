import { SignInForm } from "./sign-in-form.tsx";

export function SignInPage({ returnTo }: { returnTo: string }) {
  return (
    <main className="grid min-h-dvh place-items-center overflow-hidden bg-chrome p-4">
      <div className="w-full max-w-88">
        <Plumb />
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

/** The line that the product is named after, hanging from the top of the page. */
function Plumb() {
  return (
    <div aria-hidden className="relative mx-auto w-4">
      <span className="absolute bottom-full left-1/2 h-[50dvh] w-px -translate-x-1/2 bg-linear-to-b from-transparent to-line-strong" />
      <svg viewBox="0 0 16 20" className="w-4">
        <path d="M1 0h14c0 8-3.5 12-7 20C4.5 12 1 8 1 0z" fill="var(--accent)" />
      </svg>
    </div>
  );
}
