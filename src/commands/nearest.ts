/** Upper bound of typing errors between a word and a suggestion. */
const slipsMax = 2;

/** The word that was probably meant, if one is near enough. */
function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((each) => ({ each, slips: slipsBetween(word, each) }))
    .filter(({ each, slips }) => slips <= slipsMax && slips < each.length / 2)
    .toSorted((one, other) => one.slips - other.slips);
  return best?.each;
}

/** Number of letters to insert, delete or change: the Levenshtein distance, row by row. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= other.length; column++) {
      const changed = (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** A question about what was probably meant, to put behind a sentence; empty where nothing is near enough. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = nearest(word, words);
  return meant === undefined ? "" : ` Did you mean "${meant}"?`;
}
