/** What stands in a field of a form, without the spaces around it; a missing field is an empty text. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
