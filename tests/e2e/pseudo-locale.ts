import { readdirSync } from "node:fs"
import type { Page } from "playwright-core"
import { eventually } from "./kit.ts"

type Token = string | readonly [string, string?, Forms?]
type Forms = Readonly<Record<string, readonly Token[] | number>>
type Catalogue = Readonly<Record<string, readonly Token[]>>

/**
 * The English catalogue as no language writes it: accented, between ⟦ and ⟧, longer by 40 % (as German and Russian may
 * be). Runs in the page, so it names nothing outside itself.
 */
export function pseudoCatalogue(english: Catalogue): Catalogue {
  const accents = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ"
  const accented = (letter: string) => accents[letter.toLowerCase().charCodeAt(0) - 97] ?? letter
  const words = (text: string) =>
    text.replace(/<\/?\d+\/?>|[a-z]/gi, (piece) => {
      if (piece.length > 1) return piece
      const letter = accented(piece)
      return "aeiouns".includes(piece.toLowerCase()) ? letter + letter : letter
    })
  const tokens = (message: readonly Token[]): Token[] =>
    message.map((token) => {
      if (typeof token === "string") return token === "#" ? token : words(token)
      const [name, format, forms] = token
      if (format !== "plural" || forms === undefined) return token
      const written = Object.entries(forms).map(([form, words]) => [
        form,
        typeof words === "number" ? words : tokens(words),
      ])
      return [name, format, Object.fromEntries(written)]
    })
  return Object.fromEntries(Object.entries(english).map(([id, message]) => [id, ["⟦", ...tokens(message), "⟧"]]))
}

const assets = readdirSync(new URL("../../packages/console/dist/assets", import.meta.url))

/** Has the page read the pseudo-locale wherever it reads Dutch. */
export async function servePseudoLocale(page: Page): Promise<void> {
  for (const catalogue of ["", "servers-", "events-", "admin-", "import-", "openstack-"]) {
    const english = assets.find((file) => new RegExp(`^${catalogue}en-[\\w-]+\\.js$`).test(file))
    if (english === undefined) throw new Error(`the console has no English catalogue ${catalogue}`)
    const body = `import { messages as english } from "/assets/${english}"
export const messages = (${pseudoCatalogue})(english)`
    await page.route(new RegExp(`/assets/${catalogue}nl-[\\w-]+\\.js$`), (route) =>
      route.fulfill({ contentType: "text/javascript", body }),
    )
  }
}

/** Switches a page that stands as it is, as a choice in another tab does. */
export async function speak(page: Page, language: "en" | "nl"): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem("latchkey-language", chosen)
    dispatchEvent(new StorageEvent("storage", { key: "latchkey-language", newValue: chosen }))
  }, language)
  await eventually(() => page.locator("html").getAttribute("lang"), language)
}

/**
 * What does not fit on a page that speaks the pseudo-locale: text that is cut or stands outside its box, and words that
 * are in no catalogue. `data` matches words that people and machines made. Runs in the page.
 */
export function misfits(data: string): string[] {
  const found = new Set<string>()
  const isData = new RegExp(data, "gu")
  const say = (what: string, text: string, element: Element) =>
    found.add(`${what}: “${text.replace(/\s+/g, " ").trim().slice(0, 90)}” in ${element.outerHTML.slice(0, 120)}`)
  const isSeen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1
  // What only screen readers meet is cut down to a pixel.
  const isForReadersOnly = (element: Element | null): boolean =>
    element !== null && (element.getBoundingClientRect().width <= 1 || isForReadersOnly(element.parentElement))
  const isBox = (style: CSSStyleDeclaration) =>
    style.borderRightStyle !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)" || style.overflowX !== "visible"

  function checkBox(node: Text, element: Element): void {
    const range = document.createRange()
    range.selectNodeContents(node)
    let box: Element | null = element
    while (box !== null && !(isBox(getComputedStyle(box)) && getComputedStyle(box).display !== "inline"))
      box = box.parentElement
    if (box === null || isForReadersOnly(box) || /auto|scroll/.test(getComputedStyle(box).overflowX)) return
    const edge = box.getBoundingClientRect()
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const inside =
        left >= edge.left - 1 && right <= edge.right + 1 && top >= edge.top - 2 && bottom <= edge.bottom + 2
      if (!inside && box.closest("[title]") === null) say("outside its box", node.data, box)
    }
  }

  let depth = 0
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (!(node instanceof Text) || element === null) continue
    if (
      element.closest(
        "script, style, noscript, code, kbd, pre, svg, textarea, time, [aria-live], [translate=no], [lang]:not(html)",
      )
    )
      continue
    let outside = ""
    let inside = depth > 0
    for (const character of node.data) {
      if (character === "⟦") depth++
      inside ||= depth > 0
      if (depth === 0) outside += character
      if (character === "⟧") depth--
    }
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    if (/\p{L}{2}/u.test(outside.replace(isData, ""))) say("in no catalogue", outside, element)
    if (inside && isSeen(element)) checkBox(node, element)
  }
  if (depth !== 0) found.add("the brackets do not match")

  for (const element of document.body.querySelectorAll("*")) {
    for (const name of element.matches("time") ? [] : ["aria-label", "title", "placeholder", "alt"]) {
      // A guide, which has a language of its own, has the words for its pictures too.
      if (name === "alt" && element.closest("[lang]:not(html)") !== null) continue
      const text = element.getAttribute(name) ?? ""
      const own = text.includes("⟦") ? "" : text.replace(isData, "")
      if (/\p{L}{2}/u.test(own) && isSeen(element)) say(`${name} in no catalogue`, text, element)
    }
    if (!isSeen(element) || !element.textContent.includes("⟦") || element.closest("[title]") !== null) continue
    const { overflowX, overflowY } = getComputedStyle(element)
    const cutsX = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1
    const cutsY = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1
    if (cutsX || cutsY) say("cut", element.textContent, element)
  }
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) found.add(`the page scrolls sideways by ${scrollWidth - clientWidth} px`)
  if (!document.title.includes("⟦") && /\p{L}{2}/u.test(document.title.replace(isData, "")))
    found.add(`the title is in no catalogue: ${document.title}`)
  return [...found]
}
