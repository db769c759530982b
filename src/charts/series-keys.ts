/** A letter for each series or part, in the legend and on the drawing, so that the colour alone need not tell it. */
export const seriesKey = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index)

/** A title after its letter, for the legend. */
export const keyedTitle = ({ title }: { title: string }, index: number): string => `${seriesKey(index)} ${title}`
