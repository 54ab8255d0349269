import { createContext, useContext } from "react";

/** Told to everything in a view by its frame, so that no view has to know the list of views. */
export const PageTitle = createContext("");

/** What this view is called in the list of pages. */
export const usePageTitle = (): string => useContext(PageTitle);
