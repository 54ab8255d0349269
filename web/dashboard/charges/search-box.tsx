import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../language.tsx";
import { chargesTexts } from "../texts/charges.ts";
import { Icon } from "../ui/icon.tsx";
import classes from "./filter.module.css";

/** One field for any id or reference there is. */
export function SearchBox({ value, search }: { value: string; search: (value: string) => void }) {
  const t = useTexts(chargesTexts);
  const [typed, setTyped] = useState(value);
  return (
    <search className={classes.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(typed.trim());
        }}
      >
        <TextInput
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (event.currentTarget.value === "") search(""); // the browser's own cross
          }}
          leftSection={<Icon name="search" size={16} />}
        />
        <Button type="submit" variant="default">
          {t.searchButton}
        </Button>
      </form>
    </search>
  );
}
