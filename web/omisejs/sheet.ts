/** The pop-up around the form's frame: a sheet from below on phones, a card in the middle elsewhere. */
export type Sheet = {
  dialog: HTMLDialogElement;
  open(looks: SheetLooks): void;
  /** Calls back after the fade-out; if reopened meanwhile, it stays open. */
  close(then: () => void): void;
  resize(height: number): void;
  /** Removes it from the page at once. */
  remove(): void;
};

/** CSS values; empty means our default. */
type SheetLooks = { width: string; background: string };

const fadeMs = 250;

/**
 * A modal dialog, so that keyboard and screen reader cannot reach the page behind. Styles are set as single properties of the
 * elements, which works under a content security policy that forbids style elements and attributes.
 */
export function createSheet(frame: HTMLIFrameElement, onCancel: () => void): Sheet {
  const dialog = document.createElement("dialog");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 480px)");
  Object.assign(dialog.style, {
    display: "none",
    position: "fixed",
    inset: "0",
    width: "100%",
    height: "100%",
    maxWidth: "none",
    maxHeight: "none",
    margin: "0",
    padding: "0",
    border: "0",
    zIndex: "2147483647",
    justifyContent: "center",
    opacity: "0",
  });
  Object.assign(frame.style, {
    display: "block",
    border: "0",
    height: "560px",
    maxWidth: "100%",
    maxHeight: "100%",
    boxShadow: "0 12px 48px rgba(0, 0, 0, .3)",
  });
  dialog.append(frame);

  let shown = false;
  /** The page's `overflow` value before the sheet blocked scrolling. */
  let pageOverflow: string | null = null;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    onCancel();
  });
  dialog.addEventListener("close", () => {
    if (shown) onCancel(); // closed by the browser or the page, not by us
  });

  const arrange = (width: string) => {
    dialog.style.alignItems = narrow.matches ? "flex-end" : "center";
    frame.style.width = narrow.matches ? "100%" : "440px";
    if (!narrow.matches && width) frame.style.width = width;
    frame.style.borderRadius = narrow.matches ? "16px 16px 0 0" : "16px";
  };
  const hide = () => {
    if (pageOverflow !== null) document.documentElement.style.overflow = pageOverflow;
    pageOverflow = null;
    if (dialog.open) dialog.close();
    dialog.style.display = "none";
  };

  return {
    dialog,
    open: ({ width, background }) => {
      arrange(width);
      narrow.onchange = () => arrange(width);
      dialog.style.background = "rgba(0, 0, 0, .4)";
      if (background) dialog.style.background = background; // an invalid colour is ignored
      dialog.style.transition = still.matches ? "" : `opacity ${fadeMs}ms`;
      dialog.style.display = "flex";
      if (!dialog.open) {
        const page = document.documentElement.style;
        pageOverflow ??= page.overflow;
        page.overflow = "hidden";
        dialog.showModal();
        dialog.getBoundingClientRect(); // forces a layout, so that the fade has a starting point
      }
      dialog.style.opacity = "1";
      if (!shown) frame.focus();
      shown = true;
    },
    close: (then) => {
      shown = false;
      dialog.style.opacity = "0";
      setTimeout(() => {
        if (!shown) hide();
        then();
      }, fadeMs);
    },
    resize: (height) => {
      frame.style.height = `${height}px`;
    },
    remove: () => {
      shown = false;
      narrow.onchange = null;
      hide();
      dialog.remove();
    },
  };
}
