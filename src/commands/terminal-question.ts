import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** A question at the terminal. Answers to a secret one are not echoed. */
type Question = { name: string; asks: string; secret: boolean };

/** Exit code of a program that was interrupted at the terminal. */
const interrupted = 130;

/** Asks at the terminal, one question after the other, on standard error. @returns the answers by name; nothing for an empty one */
export async function askAtTerminal(questions: readonly Question[]): Promise<Record<string, string>> {
  // the terminal echoes nothing while a line is read raw, and what the reader would echo goes nowhere
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  reader.on("SIGINT", () => {
    process.stderr.write("\n");
    process.exit(interrupted);
  });
  const answers: Record<string, string> = {};
  try {
    for (const { name, asks, secret } of questions) {
      process.stderr.write(`${asks}: `);
      const answer = (await reader.question("")).trim();
      process.stderr.write(secret ? "\n" : `${answer}\n`);
      if (answer !== "") answers[name] = answer;
    }
  } finally {
    reader.close();
  }
  return answers;
}
