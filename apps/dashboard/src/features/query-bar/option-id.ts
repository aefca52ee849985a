/** Where `aria-activedescendant` of the input points. */
export const optionId = (listId: string, index: number) => `${listId}-${index}`;
