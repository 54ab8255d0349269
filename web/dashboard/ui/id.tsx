import classes from "./id.module.css";

/** This many letters at an id's end tell it from its neighbours, whose beginnings are alike. */
const endLetters = 6;

/** An id in a list: on one line, and where that is too short for it, without its middle. Copied or read aloud it is whole. */
export function Id({ id }: { id: string }) {
  return (
    <code className={classes.id} title={id}>
      <span className={classes.start}>{id.slice(0, -endLetters)}</span>
      <span>{id.slice(-endLetters)}</span>
    </code>
  );
}
