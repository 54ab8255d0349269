import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import classes from "./copy.module.css";
import { Icon } from "./icon.tsx";

/** Copies a text. `of` says which, for those who cannot see what stands beside the button. */
export function CopyButton({ text, of, labelled = false }: { text: string; of?: string; labelled?: boolean }) {
  const t = useTexts(shellTexts);
  const { copy, copied } = useClipboard({ timeout: 1_500 });
  const label = copied ? t.copied : t.copy;
  const icon = <Icon name={copied ? "check" : "copy"} size={16} />;
  if (labelled)
    return (
      <Button variant="default" leftSection={icon} onClick={() => copy(text)}>
        {label}
      </Button>
    );
  return (
    <button
      type="button"
      className={classes.button}
      title={label}
      aria-label={of ? `${label}: ${of}` : label}
      onClick={() => copy(text)}
    >
      {icon}
    </button>
  );
}

/** An id, a key or an address: in letters that cannot be mistaken, with a button that copies it. */
export function Copyable({ text, of }: { text: string; of?: string }) {
  return (
    <span className={classes.copyable}>
      <code className={classes.text}>{text}</code>
      <CopyButton text={text} of={of ?? text} />
    </span>
  );
}
