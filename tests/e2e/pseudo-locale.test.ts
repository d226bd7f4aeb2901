import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { noBrowser, noGateway, timeout } from "./kit.ts"
import { places } from "./places.ts"
import { misfits, pseudoCatalogue, servePseudoLocale, speak } from "./pseudo-locale.ts"
import { startTour, type Tour } from "./tour.ts"

/** What people, machines and standards name on the pages of the tour, as regular expressions. */
const names = [
  // The names of keys, accounts and machines: in small letters, most of them with a hyphen.
  ...["[a-z0-9]+(-[a-z0-9]+)+", "laptop", "terraform"],
  ...["\\S+@\\S+", "SHA256:\\S*", "\\S{7}…\\S{4}", "[\\w+/]{43}", "([0-9a-f]{2}:){15,19}[0-9a-f]{2}"],
  ...["Latchkey", "Nederlands", "localhost:\\d+", "[aA]lice( Archer)?"],
  ...[
    "SHA256",
    "SHA1",
    "MD5",
    "(Ed25519|ECDSA)(-SK)?",
    "RSA",
    "DSA",
    "OpenSSH",
    "PuTTY( \\.ppk)?",
    "RFC 4716",
    "PEM",
    "AAAA…",
  ],
  ...["Linux", "macOS", "Windows"],
  // What OpenStack's tools read, and the first of them.
  ...["clouds\\.yaml", "openrc\\.sh", "openstack"],
  // People, their keys and tokens, and the browser that looks.
  ...["bob", "carol", "dora", "erin", "frank", "Bob Baker", "Carol Chen", "Dora Dupont.* Tour", "CI runner"],
  ...["desk", "backup", "Safari, Linux"],
  // Guides, which are no part of the catalogues, in the names of their tabs.
  ...["Permission denied", "Log in with PuTTY", "OpenStack tools"],
  // Projects, a member, and what robots do.
  ...["atlas", "empty", "relay", "gwen", "Gwen Gallagher", "Deploys the shop", "Backed up the shop until last year"],
  // Servers: their addresses, login users and commands, and the files that connecting them makes.
  ...[
    "\\d{1,3}(\\.\\d{1,3}){3}(/\\d+)?",
    "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}",
    "root",
    "deploy",
    "postgres",
    "disk is full",
    "(ssh \\S+|curl .*|for k in .*|sudo latchkey-enrol --undo)",
  ],
  "/(usr|etc|var)/[\\w./-]+",
  // A day, or a moment, as Intl writes it in Dutch.
  "\\d{1,2} \\p{L}{3,9}( \\d{4}( om [\\d:]{8} UTC)?)?",
].join("|")

test("the pseudo-locale is longer by 40 % and keeps placeholders, tags and plurals", () => {
  const count = ["n", "plural", { one: ["#", " key"], other: ["#", " keys"] }] as const
  const english = { a: ["Delete ", ["0"], " from <0>here</0>"], b: [count] } as const
  expect(pseudoCatalogue(english)).toEqual({
    a: ["⟦", "ḓḗḗŀḗḗŧḗḗ ", ["0"], " ƒřǿǿḿ <0>ħḗḗřḗḗ</0>", "⟧"],
    b: ["⟦", ["n", "plural", { one: ["#", " ķḗḗẏ"], other: ["#", " ķḗḗẏşş"] }], "⟧"],
  })
  const sentence = "The key type was missing and was read from the key itself."
  const [longer] = Object.values(pseudoCatalogue({ sentence: [sentence] }))
  expect(longer?.join("").length).toBeGreaterThanOrEqual(sentence.length * 1.4)
})

describe.skipIf(noBrowser || noGateway)("the console in words that are longer by 40 %", { timeout }, () => {
  let tour: Tour
  beforeAll(async () => {
    tour = await startTour()
    await tour.page.getByRole("heading", { level: 1 }).waitFor()
    await servePseudoLocale(tour.page)
  })
  afterAll(() => tour?.close())
  afterEach(async () => {
    await speak(tour.page, "en")
    expect(tour.app.faults()).toEqual([])
  })

  test.each(places.filter(({ said }) => said === undefined))(
    "$name has room for them, and none that are in no catalogue",
    async (place) => {
      const { page } = tour
      await page.setViewportSize({ width: 1280, height: 800 })
      await place.show(tour)
      await speak(page, "nl")
      const found = () => page.evaluate(misfits, names)
      await expect.poll(found, { message: "at 1280 px", timeout: 5000 }).toEqual([])
      await page.setViewportSize({ width: 390, height: 800 })
      await expect.poll(found, { message: "at 390 px", timeout: 5000 }).toEqual([])
    },
  )

  test("these checks see what does not fit and what is in no catalogue", async () => {
    const { app, page } = tour
    await page.goto(`${app.daemon.url}/sign-in`)
    await page.getByRole("heading", { name: "Sign in" }).waitFor()
    await speak(page, "nl")
    await page.evaluate(() => {
      const cut = document.createElement("p")
      cut.append("⟦ƈŭŭŧ ŧḗḗẋŧ⟧")
      Object.assign(cut.style, { width: "20px", overflow: "hidden", whiteSpace: "nowrap" })
      const wide = document.createElement("p")
      wide.append("⟦ẇīīḓḗḗ ŧḗḗẋŧ⟧")
      Object.assign(wide.style, { width: "20px", border: "1px solid", whiteSpace: "nowrap" })
      const forgotten = document.createElement("p")
      forgotten.append("Save the changes")
      forgotten.title = "A tooltip"
      const far = document.createElement("p")
      Object.assign(far.style, { position: "absolute", width: "3000px", height: "1px" })
      document.body.append(cut, wide, forgotten, far)
    })
    const found = await page.evaluate(misfits, names)
    for (const what of [/^cut: “⟦ƈ/, /^outside its box: “⟦ẇ/, /^in no catalogue: “Save/, /^title in no/, /sideways/]) {
      expect(found).toContainEqual(expect.stringMatching(what))
    }
  })
})
