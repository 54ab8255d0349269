/** The pop-up around the form's frame: a sheet from below on phones, a card in the middle elsewhere. */
export type Sheet = {
  dialog: HTMLDialogElement;
  open(): void;
  close(then: () => void): void;
  resize(height: number): void;
};

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
    background: "rgba(0, 0, 0, .4)",
    opacity: "0",
  });
  Object.assign(frame.style, {
    display: "block",
    border: "0",
    height: "560px",
    maxHeight: "100%",
    boxShadow: "0 12px 48px rgba(0, 0, 0, .3)",
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    onCancel();
  });
  dialog.append(frame);

  let pageOverflow = "";
  const arrange = () => {
    dialog.style.alignItems = narrow.matches ? "flex-end" : "center";
    frame.style.width = narrow.matches ? "100%" : "440px";
    frame.style.borderRadius = narrow.matches ? "16px 16px 0 0" : "16px";
  };

  return {
    dialog,
    open: () => {
      if (dialog.open) return;
      arrange();
      narrow.onchange = arrange;
      const page = document.documentElement.style;
      pageOverflow = page.overflow;
      page.overflow = "hidden";
      dialog.style.transition = still.matches ? "" : `opacity ${fadeMs}ms`;
      dialog.style.display = "flex";
      dialog.showModal();
      dialog.getBoundingClientRect(); // settles the starting point of the fade
      dialog.style.opacity = "1";
      frame.focus();
    },
    close: (then) => {
      dialog.style.opacity = "0";
      setTimeout(() => {
        if (dialog.open) {
          document.documentElement.style.overflow = pageOverflow;
          dialog.close();
          dialog.style.display = "none";
        }
        then();
      }, fadeMs);
    },
    resize: (height) => {
      frame.style.height = `${height}px`;
    },
  };
}
