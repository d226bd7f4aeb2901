// Runs before the first paint, as a file of its own because the page's policy allows no inline script.
// Mantine keeps the choice under this key and sets the same attribute once it has started.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem("mantine-color-scheme-value")
  } catch {
    // Storage is blocked: follow the system.
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches)
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light")
})()
// zod reads this when it is loaded; without it, it tries whether `new Function` works, and the page's policy reports that.
globalThis.__zod_globalConfig = { jitless: true }
