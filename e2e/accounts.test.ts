import { findFreePort } from "@plumbline/testing/free-port";
import type { Product } from "@plumbline/testing/product";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mailbox, startMailbox } from "./mailbox.ts";
import { type Issuer, oidcClient, startIssuer } from "./oidc-issuer.ts";
import { fillSignUp, passIssuer, password, signIn } from "./people.ts";
import { project } from "./product.ts";
import { openStage, type Stage } from "./stage.ts";

describe("accounts", () => {
  let stage: Stage;
  let product: Product;
  let browser: Browser;
  let issuer: Issuer;
  let mailbox: Mailbox;
  let env: Record<string, string>;
  let grace: Page;
  let ada: Page;
  let members: string;

  beforeAll(async () => {
    const [issuerPort, smtpPort] = [await findFreePort(), await findFreePort()];
    mailbox = await startMailbox(smtpPort);
    env = {
      OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`,
      OIDC_CLIENT_ID: oidcClient.id,
      OIDC_CLIENT_SECRET: oidcClient.secret,
      OIDC_NAME: "Acme",
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    };
    stage = await openStage(env);
    ({ product, browser } = stage);
    issuer = await startIssuer(issuerPort, `${product.dashboardUrl}/api/auth/callback/oidc`);
    [grace, ada] = [await visitor(), await visitor()];
  });

  afterAll(async () => {
    issuer?.close();
    mailbox?.close();
    await stage?.close();
  });

  /** Somebody with a browser of their own. */
  const visitor = async () => (await browser.newContext()).newPage();
  const go = (page: Page, path: string) =>
    page.goto(path.startsWith("http") ? path : `${product.dashboardUrl}${path}`);

  it("a stranger signs up, makes an organisation and invites", async () => {
    await go(grace, "/sign-in");
    await grace.getByRole("link", { name: "Create an account" }).click();
    await fillSignUp(grace, "Grace", "grace@example.com");
    await grace.waitForURL("**/new");
    await go(grace, "/account");
    await grace.getByLabel("New organisation").fill("Navy");
    await grace.getByRole("button", { name: "Create", exact: true }).click();
    await grace.waitForURL("**/members");
    members = grace.url();

    const link = await invite(grace, "viewer");
    await go(ada, link);
    await ada.getByRole("heading", { name: "Join Navy" }).waitFor();
    await ada.getByText("Grace invites you").waitFor();
    await ada.getByRole("link", { name: "Create an account" }).click();
    await fillSignUp(ada, "Ada", "ada.guest@example.com");
    await ada.getByRole("button", { name: "Join" }).click();
    await ada.waitForURL("**/organization/*/general");
    const third = await visitor();
    await go(third, link);
    await third.getByRole("heading", { name: "This invitation has been used" }).waitFor();
  });

  async function invite(page: Page, role: string, email = ""): Promise<string> {
    await go(page, members);
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByLabel("E-mail (optional)").fill(email);
    await page.getByLabel("Role", { exact: true }).selectOption(role);
    await page.getByRole("button", { name: "Make the link" }).click();
    return page.getByRole("textbox", { name: "Invitation link" }).inputValue();
  }

  it("a viewer sees who is in, and controls nothing", async () => {
    await go(ada, members);
    await ada.getByRole("row", { name: /Grace/ }).waitFor();
    for (const name of ["Invite", "Actions for Grace", "Revoke…"]) {
      expect(await ada.getByRole("button", { name }).count(), name).toBe(0);
    }
    expect(await ada.getByRole("combobox").count()).toBe(0);
    // What the page does not offer is refused as well, with the session's own cookie.
    const organizationId = /organization\/([^/]+)/.exec(members)?.[1] ?? "";
    const status = (origin?: string) =>
      ada.context().request.post(`${product.dashboardUrl}/api/trpc/organization.rename`, {
        headers: { "content-type": "application/json", ...(origin === undefined ? {} : { origin }) },
        data: { organizationId, name: "Taken" },
      });
    expect((await status(product.dashboardUrl)).status()).toBe(403);
    expect(await (await status(product.dashboardUrl)).text()).toContain("organisation:update");
    // From another site nothing is even looked at.
    expect(await (await status("https://evil.example.com")).json()).toEqual({ error: "forbidden" });
    expect(await (await status()).json()).toEqual({ error: "forbidden" });
  });

  it("an invitation by mail is for its address alone", async () => {
    await invite(grace, "member", "hedy@example.com");
    const link = await mailbox.linkTo("hedy@example.com");
    await go(ada, link);
    await ada.getByText("Sign in with the address that was invited", { exact: false }).waitFor();
    expect(await ada.getByRole("button", { name: "Join" }).count()).toBe(0);
    const hedy = await visitor();
    await go(hedy, link);
    await hedy.getByRole("link", { name: "Create an account" }).click();
    await hedy.waitForURL("**/sign-up**");
    expect(await hedy.getByLabel("E-mail").inputValue()).toBe("hedy@example.com");
    await fillSignUp(hedy, "Hedy", "hedy@example.com");
    await hedy.getByRole("button", { name: "Join" }).click();
    await hedy.waitForURL("**/organization/*/general");
  });

  it("a forgotten password is set anew by mail, and ends the other sessions", async () => {
    const elsewhere = await visitor();
    await go(elsewhere, "/forgot");
    await elsewhere.getByLabel("E-mail").fill("ada.guest@example.com");
    await elsewhere.getByRole("button", { name: "Send the link" }).click();
    await elsewhere.getByText("Look into your mailbox").waitFor();
    const link = await mailbox.linkTo("ada.guest@example.com");
    await go(elsewhere, link);
    await elsewhere.getByLabel("New password").fill("another fine password");
    await elsewhere.getByRole("button", { name: "Set the password" }).click();
    await elsewhere.waitForURL((url) => !url.pathname.startsWith("/reset"));
    await go(elsewhere, "/account");
    await elsewhere.getByRole("heading", { name: "Account" }).waitFor();
    await go(ada, "/account");
    await ada.waitForURL("**/sign-in**");
    await go(elsewhere, link);
    await elsewhere.getByRole("heading", { name: "This link does not work" }).waitFor();
  });

  it("an owner's reset link does the same", async () => {
    await go(grace, members);
    await grace.getByRole("button", { name: "Actions for Ada" }).click();
    await grace.getByRole("menuitem", { name: "Make a reset link…" }).click();
    await grace.getByRole("button", { name: "Make the link" }).click();
    const link = await grace.getByRole("textbox", { name: "Reset link" }).inputValue();
    await go(ada, link);
    await ada.getByLabel("New password").fill(password);
    await ada.getByRole("button", { name: "Set the password" }).click();
    await ada.waitForURL((url) => !url.pathname.startsWith("/reset"));
    await go(ada, members);
    await ada.getByRole("row", { name: /Grace/ }).waitFor();
  });

  it("a change of role, and a removal, count with the next request", async () => {
    await go(grace, members);
    const changed = grace.waitForResponse(/membership\.changeRole/);
    await grace.getByLabel("Role of Ada").selectOption("admin");
    await changed;
    await go(ada, members);
    await ada.getByRole("button", { name: "Invite" }).waitFor();
    await grace.getByRole("button", { name: "Actions for Ada" }).click();
    await grace.getByRole("menuitem", { name: "Remove…" }).click();
    await grace.getByRole("button", { name: "Remove", exact: true }).click();
    // Behind the dialog no row is to be found by its role.
    await grace.getByRole("dialog").waitFor({ state: "detached" });
    await grace.getByRole("row", { name: /Ada/ }).waitFor({ state: "detached" });
    expect((await go(ada, members))?.status()).toBe(404);
  });

  it("a password is changed with the old one, and everywhere is signed out at once", async () => {
    const other = await visitor();
    await go(other, "/sign-in");
    await signIn(other, "grace@example.com", password);
    await other.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    await go(grace, "/account");
    await grace.getByLabel("Current password").fill("wrong");
    await grace.getByLabel("New password").fill("a changed password");
    await grace.getByRole("button", { name: "Change password" }).click();
    await grace.getByText("The current password is wrong.").waitFor();
    await grace.getByLabel("Current password").fill(password);
    await grace.getByRole("button", { name: "Change password" }).click();
    await grace.getByText("Changed; other devices are signed out").waitFor();
    await go(other, "/account");
    await other.waitForURL("**/sign-in**");
    await signIn(other, "grace@example.com", "a changed password");
    await other.getByRole("heading", { name: "Account" }).waitFor();
    await go(grace, "/account");
    await grace.getByRole("button", { name: "Sign out everywhere…" }).click();
    await grace.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
    await grace.waitForURL("**/sign-in**");
    await go(other, "/account");
    await other.waitForURL("**/sign-in**");
  });

  it("a provider opens an account, and is not let into one that has a password", async () => {
    const radia = await visitor();
    await go(radia, "/sign-in?returnTo=/account");
    await passIssuer(radia, "Continue with Acme", "radia");
    await radia.waitForURL("**/account");
    await radia.getByText("This account has no password", { exact: false }).waitFor();
    expect(await radia.getByLabel("Name").inputValue()).toBe("Person radia");

    const victim = await visitor();
    await go(victim, "/sign-in");
    await passIssuer(victim, "Continue with Acme", "grace");
    await victim.getByText("This address has an account with a password", { exact: false }).waitFor();
    await go(victim, "/account");
    await victim.waitForURL("**/sign-in**");

    const mallory = await visitor();
    await go(mallory, "/sign-in");
    await passIssuer(mallory, "Continue with Acme", "mallory");
    await mallory.getByText("does not vouch for your e-mail address", { exact: false }).waitFor();
  });

  it("a provider is connected from within, and opens the account from then on", async () => {
    await go(grace, "/sign-in?returnTo=/account");
    await signIn(grace, "grace@example.com", "a changed password");
    await grace.waitForURL(({ pathname }) => pathname === "/account");
    await passIssuer(grace, "Connect Acme", "grace");
    await grace.waitForURL("**/account?connected=1");
    await grace.getByRole("button", { name: "Disconnect…" }).waitFor();
    const again = await visitor();
    await go(again, "/sign-in?returnTo=/account");
    await passIssuer(again, "Continue with Acme", "grace");
    await again.waitForURL(({ pathname }) => pathname === "/account");
    expect(await again.getByLabel("Name").inputValue()).toBe("Grace");

    // The same identity is nobody else's to take.
    await go(ada, "/sign-in?returnTo=/account");
    if (ada.url().includes("/sign-in")) await signIn(ada, "ada.guest@example.com", password);
    await ada.waitForURL(({ pathname }) => pathname === "/account");
    await passIssuer(ada, "Connect Acme", "grace");
    await ada.getByText("belongs to another account already", { exact: false }).waitFor();
  });

  it("an answer of a provider that this browser did not ask for is refused", async () => {
    const page = await visitor();
    await go(page, `/api/auth/callback/oidc?code=stolen&state=forged&iss=${issuer.url}`);
    await page.waitForURL(/sign-in\?.*error=OAuthCallback/);
    // One that was asked for is good in the browser that asked: what it remembers is forgotten on the way.
    const asker = await visitor();
    await go(asker, "/sign-in");
    await passIssuer(asker, "Continue with Acme", "eve", () =>
      asker.context().clearCookies({ domain: "localhost" }),
    );
    await asker.waitForURL(/sign-in\?.*error=OAuthCallback/);
    await go(asker, "/account");
    await asker.waitForURL("**/sign-in**");
  });

  it("closed, it lets nobody in but guests", async () => {
    await go(grace, "/account");
    const link = await invite(grace, "viewer");
    await product.stop();
    const closed = { ...env, SIGNUP_ENABLED: "false" };
    product = await stage.restart(closed);
    const page = await visitor();
    await go(page, "/sign-in");
    await page.getByText("Accounts are made by invitation", { exact: false }).waitFor();
    await passIssuer(page, "Continue with Acme", "late");
    await page.getByText("Sign-up is closed here", { exact: false }).waitFor();
    await go(page, "/sign-up");
    await page.getByRole("heading", { name: "Sign-up is closed" }).waitFor();
    await go(page, link);
    await page.getByRole("link", { name: "Create an account" }).click();
    await fillSignUp(page, "Late", "late.guest@example.com");
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL("**/organization/*/general");
    // Whoever had an account comes in as before, the first start's owner too.
    const owner = await visitor();
    await go(owner, "/sign-in");
    await signIn(owner, project.email, project.password);
    await owner.waitForURL(`**/project/${project.id}/**`);
  });
});
