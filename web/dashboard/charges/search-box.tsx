import { Button, TextInput } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../language.tsx";
import { chargesTexts } from "../texts/charges.ts";
import { Icon } from "../ui/icon.tsx";
import classes from "./filter.module.css";

type SearchBoxProps = { value: string; label: string; search: (value: string) => void };

/** Search field. @param label says what is searched for */
export function SearchBox({ value, label, search }: SearchBoxProps) {
  const t = useTexts(chargesTexts);
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const { state } = useLocation();
  useEffect(() => {
    if (state.toSearch) field.current?.focus();
  }, [state]);
  return (
    <search className={classes.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(typed.trim());
        }}
      >
        <TextInput
          ref={field}
          type="search"
          aria-label={label}
          placeholder={label}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (event.currentTarget.value === "") search(""); // the browser's own "clear" button
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
