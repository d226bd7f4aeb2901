import type { Page } from "playwright-core"
import { startConsole, type TestConsole } from "./kit.ts"

/** One page of the console in one state, as a person comes to it. */
export interface Place {
  readonly name: string
  /** A menu or a dialog stands over what is in sight of the page. */
  readonly overlaid?: true
  /** What stands there was said once, and stays in the language in which it was. */
  readonly said?: true
  /** Brings the page there from wherever it was, and waits until it shows what it has to show. */
  show(tour: Tour): Promise<unknown>
}

/** A walk through every page of the console in one browser tab, from the set-up link on. */
export interface Tour {
  readonly app: TestConsole
  readonly page: Page
  close(): Promise<void>
}

export async function startTour(): Promise<Tour> {
  const app = await startConsole({ fresh: true, gateway: true })
  // Nothing moves, so that each look at a page finds it at rest.
  const page = await app.open("/sign-in", { anonymous: true, reducedMotion: "reduce" })
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  return { app, page, close: app.close }
}

/** Opens an address. */
export const go = ({ app, page }: Tour, path: string) => page.goto(`${app.daemon.url}${path}`)
/** Waits for the page with this title. */
export const heading = (page: Page, name: string) =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
/** Presses a button. */
export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
/** Chooses from an open menu. */
export const choose = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true }).click()
/** Waits until the page says this. */
export const says = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor()
/** Waits for a dialog with this title. */
export const dialog = (page: Page, name: string) => page.getByRole("dialog", { name }).waitFor()
