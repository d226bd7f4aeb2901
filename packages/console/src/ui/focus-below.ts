let last: HTMLElement | undefined

// The item of a menu that opens a dialog is gone with its menu: what counts is the button that the menu belongs to.
document.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && target.closest('[role="menu"], [role="dialog"]') === null) last = target
})

/** What had the focus last in the page itself, below its menus and dialogs. */
export function lastFocusBelow(): HTMLElement | undefined {
  return last
}

/** Puts the focus on `opener`, or on the page's heading when it is gone. */
export function giveFocusBack(opener: HTMLElement | undefined): void {
  const target = opener?.isConnected ? opener : document.querySelector("h1")
  target?.focus({ preventScroll: true })
}
