/** As long as refused events are kept at most: 90 days. */
export const everyHour = 2_160;
