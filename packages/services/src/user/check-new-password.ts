import { PlumblineError } from "@plumbline/contracts/errors";

export const passwordLength = { min: 10, max: 256 } as const;

/** The commonest of at least ten characters; shorter ones fall by their length. */
const commonest = new Set([
  "0123456789",
  "1234567890",
  "12345678910",
  "0987654321",
  "1q2w3e4r5t",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "abcdefghij",
  "administrator",
  "basketball",
  "changeme123",
  "correcthorsebatterystaple",
  "iloveyou123",
  "letmein123",
  "passw0rd123",
  "password01",
  "password123",
  "password1234",
  "password12345",
  "passwordpassword",
  "princess123",
  "q1w2e3r4t5",
  "qwerty12345",
  "qwerty123456",
  "qwertyuiop",
  "qwertyuiop123",
  "sunshine123",
  "superman123",
  "welcome123",
  "welcome1234",
]);

/** Throws `invalid_request` with a sentence that says how to do better. */
export function checkNewPassword(password: string, email: string): void {
  const problem = findProblem(password, email);
  if (problem === null) return;
  throw new PlumblineError("invalid_request", { message: problem, details: { fields: ["password"] } });
}

function findProblem(password: string, email: string): string | null {
  const { length } = password;
  if (length < passwordLength.min) return `The password needs at least ${passwordLength.min} characters.`;
  if (length > passwordLength.max) return `The password may have at most ${passwordLength.max} characters.`;
  const lower = password.toLowerCase();
  if (commonest.has(lower)) return "This is one of the most common passwords. Choose another one.";
  if (new Set(lower).size < 4) return "The password repeats a few characters. Choose another one.";
  if (isMadeOf(lower, email.toLowerCase())) {
    return "The password is too close to the e-mail address. Choose another one.";
  }
  return null;
}

/** Whether little is left of the password without the address and its parts. */
function isMadeOf(password: string, email: string): boolean {
  const [local = "", domain = ""] = email.split("@");
  const parts = [email, local, domain, domain.split(".")[0] ?? ""].filter((part) => part.length >= 4);
  return parts.some((part) => password.includes(part) && password.length - part.length < 6);
}
