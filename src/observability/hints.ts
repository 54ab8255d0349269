/** Upper bound of different lines printed: a person at a terminal has understood by then. */
const linesMax = 200;

/** Prints each line once. A test suite that runs against the gateway meets the same missing service a hundred times. */
export function eachOnce(print: (line: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (told.has(line) || told.size >= linesMax) return;
    told.add(line);
    print(line);
  };
}
