import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { type GuideLanguage, guideLanguages } from "../../../packages/console/src/pages/guides/guide.ts"
import { startConsole, type TestConsole } from "../../e2e/kit.ts"
import { newPublicLine } from "../../kit/public-line.ts"
import type { Picture } from "./picture.ts"

/** What is pressed or waited for, as the console says it. */
const words = {
  en: { generateOne: "Generate one", strong: "Very strong", verify: "Verify ownership", signature: "Signature" },
  fr: {
    generateOne: "En proposer une",
    strong: "Très solide",
    verify: "Vérifier la propriété",
    signature: "Signature",
  },
} as const satisfies Record<GuideLanguage, unknown>

/** Shown around a part of a page, in pixels. */
const margin = 14

/** Our own pages, in each language that guides are written in. */
export async function shootOwnPages(): Promise<readonly Picture[]> {
  const app = await startConsole()
  try {
    const line = newPublicLine("alice@example.org")
    const { results } = await app.alice.client.call(routes.importKeys, {
      body: { keys: [{ text: newPublicLine("alice@laptop"), name: "laptop" }] },
    })
    const [laptop] = results
    if (laptop?.outcome !== "imported") throw new Error("the key was not imported")
    const pictures: Picture[] = []
    for (const language of guideLanguages) {
      await app.alice.client.call(routes.updateAccount, { body: { language } })
      const shots = await shootIn(app, language, line, laptop.key.id)
      pictures.push(...shots.map(({ file, png }) => ({ file: `${language}/${file}`, png })))
    }
    return pictures
  } finally {
    await app.close()
  }
}

async function shootIn(
  app: TestConsole,
  language: GuideLanguage,
  line: string,
  keyId: string,
): Promise<readonly Picture[]> {
  const say = words[language]
  const page = await app.open("/keys/import", {
    locale: language,
    viewport: { width: 900, height: 1400 },
    deviceScaleFactor: 2,
    reducedMotion: "reduce",
  })
  const go = (path: string) => page.goto(`${app.daemon.url}${path}`)
  const box = page.locator("textarea")
  const card = page.locator("main ol > li[tabindex]")
  const dialog = page.getByRole("dialog")

  await box.fill(line)
  const ready = await shoot(page, [box.locator(".."), card], margin)

  await go("/keys/import")
  await box.fill(privateKey())
  await card.getByText(".pub", { exact: true }).waitFor()
  const refused = await shoot(page, [card])

  await go("/keys?generate=1")
  await dialog.locator("input").first().fill("laptop")
  await page.getByRole("button", { name: say.generateOne, exact: true }).click()
  await page.getByText(say.strong, { exact: true }).first().waitFor()
  const generate = await shoot(page, [dialog])

  await go(`/keys/${keyId}`)
  const identity = await shoot(page, [page.locator("dl").first().locator("..")])

  await page.getByRole("button", { name: say.verify, exact: true }).click()
  await page.getByLabel(say.signature).waitFor()
  const verify = await shoot(page, [dialog])
  await page.context().close()
  return [
    { file: "import-ready.png", png: ready },
    { file: "import-private.png", png: refused },
    { file: "generate.png", png: generate },
    { file: "fingerprint.png", png: identity },
    { file: "verify.png", png: verify },
  ]
}

/** A picture of these parts of a page and of what lies between them, with as much of the page around them. */
async function shoot(page: Page, parts: readonly Locator[], around = 0): Promise<Buffer> {
  // Behind a dialog's round corners the page is dark.
  for (const part of parts) {
    await part.evaluate((element) => {
      if (element.getAttribute("role") === "dialog") element.style.borderRadius = "0"
    })
  }
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState("networkidle")
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()))
  const edges = boxes.flatMap((box) =>
    box === null ? [] : [{ ...box, right: box.x + box.width, bottom: box.y + box.height }],
  )
  // Whole pixels, and none of what lies behind a dialog.
  const x = Math.ceil(Math.min(...edges.map((edge) => edge.x)) - around)
  const y = Math.ceil(Math.min(...edges.map((edge) => edge.y)) - around)
  const width = Math.floor(Math.max(...edges.map(({ right }) => right)) + around) - x
  const height = Math.floor(Math.max(...edges.map(({ bottom }) => bottom)) + around) - y
  return page.screenshot({ clip: { x, y, width, height }, animations: "disabled", caret: "hide" })
}

function privateKey(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-pictures-"))
  try {
    const file = join(folder, "id_ed25519")
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "alice@example.org", "-f", file])
    return readFileSync(file, "utf8")
  } finally {
    rmSync(folder, { recursive: true })
  }
}
