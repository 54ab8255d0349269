/** The pop-up around the form's frame: a sheet from below on phones, a card in the middle elsewhere. */
export type Sheet = {
  dialog: HTMLDialogElement;
  open(looks: SheetLooks): void;
  /** Calls back when it has faded out. Opened again meanwhile, it stays. */
  close(then: () => void): void;
  resize(height: number): void;
  /** Takes it out of the page at once. */
  remove(): void;
};

/** CSS values; what is empty is ours. */
type SheetLooks = { width: string; background: string };

const fadeMs = 250;

/**
 * A modal dialog, so that the page behind is out of reach for keyboard and screen reader. All looks are set one by one on the
 * elements: a merchant's policy that forbids style elements and style attributes does not forbid that.
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
  /** What the page's own scrolling was set to, while we hold it. */
  let pageOverflow: string | null = null;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    onCancel();
  });
  dialog.addEventListener("close", () => {
    if (shown) onCancel(); // the browser or the page has closed it past us
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
      if (background) dialog.style.background = background; // what is no colour changes nothing
      dialog.style.transition = still.matches ? "" : `opacity ${fadeMs}ms`;
      dialog.style.display = "flex";
      if (!dialog.open) {
        const page = document.documentElement.style;
        pageOverflow ??= page.overflow;
        page.overflow = "hidden";
        dialog.showModal();
        dialog.getBoundingClientRect(); // settles the starting point of the fade
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
