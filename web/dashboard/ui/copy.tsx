import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import classes from "./copy.module.css";
import { Icon } from "./icon.tsx";

/** Button that copies a text. `of` names it for screen readers. */
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

/** An id, key or URL in a fixed-width font, with a copy button. */
export function Copyable({ text, of }: { text: string; of?: string }) {
  return (
    <span className={classes.copyable}>
      <code className={classes.text}>{text}</code>
      <CopyButton text={text} of={of ?? text} />
    </span>
  );
}
