import type { Page } from "playwright-core";

export const password = "a password of mine";

export async function fillSignUp(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  const address = page.getByLabel("E-mail");
  if (await address.isEditable()) await address.fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

export async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Through the issuer's own pages, from a button that leads to it; `beforeReturn` runs while still there. */
export async function passIssuer(
  page: Page,
  button: string,
  login: string,
  beforeReturn: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).waitFor();
  await beforeReturn();
  await page.getByRole("button", { name: "Continue" }).click();
}
