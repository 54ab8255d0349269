import classes from "./id.module.css";

/** Number of characters kept at an id's end: ids in a list begin alike and differ there. */
const endLetters = 6;

/** An id in a list, on one line; its middle is hidden where room is short. Copied or read aloud it is complete. */
export function Id({ id }: { id: string }) {
  return (
    <code className={classes.id} title={id}>
      <span className={classes.start}>{id.slice(0, -endLetters)}</span>
      <span>{id.slice(-endLetters)}</span>
    </code>
  );
}
