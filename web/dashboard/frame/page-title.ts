import { createContext, useContext } from "react";

/** The title as a context, set by the frame, so that views need not import the list of views. */
export const PageTitle = createContext("");

/** Title of the current view, from the list of pages. */
export const usePageTitle = (): string => useContext(PageTitle);
