import { join } from "node:path"
import { gatewayOffReasons } from "@latchkey/contract"
import { errorCodes } from "@latchkey/core"
import { i18n } from "@lingui/core"
import { createServer, type ViteDevServer } from "vite"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

// Only the console's own build knows the macros that messages are written with: its sources are loaded through that.
let vite: ViteDevServer
let describeFailure: typeof import("../src/failure.ts").describeFailure
let describeGatewayOff: typeof import("../src/gateway/off-words.ts").describeGatewayOff
let fieldErrorsOf: typeof import("../src/failure.ts").fieldErrorsOf
let sentence: typeof import("../src/failure.ts").sentence
let ApiError: typeof import("@latchkey/contract").ApiError
let parseName: typeof import("@latchkey/core").parseName

beforeAll(async () => {
  vite = await createServer({
    configFile: join(import.meta.dirname, "../vite.config.ts"),
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: "custom",
    optimizeDeps: { noDiscovery: true },
    logLevel: "error",
  })
  const load = (path: string) => vite.ssrLoadModule(path)
  ;({ describeFailure, fieldErrorsOf, sentence } = await load("/src/failure.ts"))
  ;({ describeGatewayOff } = await load("/src/gateway/off-words.ts"))
  ;({ ApiError } = await load("@latchkey/contract"))
  ;({ parseName } = await load("@latchkey/core"))
  for (const locale of ["en", "fr"]) i18n.load(locale, (await load(`/src/locales/${locale}.po`)).messages)
})

afterAll(() => vite.close())

/** What the daemon says of each code here. */
const english = "the daemon's own English"

function refusalOf(attempt: () => unknown): unknown {
  try {
    attempt()
  } catch (error) {
    return error
  }
  throw new Error("it was not refused")
}

test("a server that is not connected over plain HTTP is told so, in every language", () => {
  const fields = [{ path: "publicUrl", message: english }]
  i18n.activate("fr")
  const { message, hint } = describeFailure(new ApiError("forbidden", english, { fields }))
  expect(message).toContain("https")
  expect(hint).toContain("LATCHKEY_PUBLIC_URL")
})

describe("in English", () => {
  test.each(["invalid", "not_found", "forbidden", "conflict", "quota_exceeded", "rate_limited"] as const)(
    "%s is told in the daemon's words, as sentences",
    (code) => {
      i18n.activate("en")
      const error = new ApiError(code, english, { hint: "do that instead", requestId: "r1", retryAfter: 3 })
      expect(describeFailure(error)).toEqual({
        message: "The daemon's own English.",
        hint: "Do that instead.",
        requestId: "r1",
      })
    },
  )

  test("a gateway that is off says why in the daemon's words, which have details", () => {
    i18n.activate("en")
    const off = { state: "off", reason: "address_unavailable", message: "port 22 is taken", hint: "stop it" } as const
    expect(describeGatewayOff(off)).toEqual({ message: "port 22 is taken", hint: "Stop it." })
  })

  test("fields have the daemon's words, and those that the form does not show are left to the whole", () => {
    i18n.activate("en")
    const fields = [
      { path: "name", message: "too long" },
      { path: "token", message: "too short" },
    ]
    expect(fieldErrorsOf(new ApiError("invalid", english, { fields }), ["name"])).toEqual({ name: "Too long." })
  })
})

describe("in French", () => {
  test.each(errorCodes)("%s has a sentence of its own in place of the daemon's", (code) => {
    i18n.activate("fr")
    const fields = [{ path: "keys.0.unheard-of", message: english }]
    const error = new ApiError(code, english, { hint: english, fields })
    const words = () => {
      const { message, hint } = describeFailure(error)
      return [message, hint, fieldErrorsOf(error, ["keys.0.unheard-of"])["keys.0.unheard-of"]]
    }
    const french = words()
    i18n.activate("en")
    const inEnglish = words()
    for (const text of french) {
      expect(text).toMatch(/^\p{Lu}.*\.$/u)
      expect([...inEnglish, sentence(english)]).not.toContain(text)
    }
  })

  test.each(gatewayOffReasons)("a gateway that is off because of %s says so without the daemon's English", (reason) => {
    i18n.activate("fr")
    const { message, hint } = describeGatewayOff({ state: "off", reason, message: english, hint: english })
    expect(message).toMatch(/^[^.]+[^.\s]$/)
    expect(hint).toMatch(/^\p{Lu}.*\.$/u)
    expect(`${message} ${hint}`).not.toMatch(/daemon's own| the |Install the/)
  })

  test("a field has the words of the operation before those of its name", () => {
    i18n.activate("fr")
    const error = new ApiError("conflict", english, { fields: [{ path: "name", message: english }] })
    const words = { message: { id: "its own words" }, hint: { id: "and hint" } }
    expect(fieldErrorsOf(error, ["name"], { conflict: words })).toEqual({ name: "its own words" })
    expect(fieldErrorsOf(error, ["name"])).toEqual({ name: "Vous avez déjà une clé de ce nom." })
  })

  test("too many tries say how many seconds to wait", () => {
    i18n.activate("fr")
    const words = (retryAfter: number) => describeFailure(new ApiError("rate_limited", english, { retryAfter })).hint
    expect([1, 8].map(words)).toEqual(["Attendez 1 seconde.", "Attendez 8 secondes."])
  })

  test("a taken name, a passed expiry and a name that core refuses are told by their field", () => {
    i18n.activate("fr")
    const of = (code: "conflict" | "invalid", path: string) =>
      describeFailure(new ApiError(code, english, { fields: [{ path, message: english }] })).message
    expect(of("conflict", "name")).toBe("Vous avez déjà une clé de ce nom.")
    expect(of("invalid", "expiresAt")).toBe("Cette date d’expiration est déjà passée.")
    for (const [field, name] of [
      ["name", "x".repeat(256)],
      ["displayName", "a\u202eb"],
    ] as const) {
      const refused = refusalOf(() => parseName(name, field))
      expect(describeFailure(refused).message).toBe("Un nom a de 1 à 255 caractères, tous visibles.")
      expect(Object.values(fieldErrorsOf(refused, [field]))).toEqual([describeFailure(refused).message])
    }
  })

  test("an operation's own words come first", () => {
    i18n.activate("fr")
    const words = { message: { id: "own message" }, hint: { id: "own hint" } }
    const fields = [{ path: "name", message: english }]
    expect(describeFailure(new ApiError("conflict", english, { fields }), { conflict: words })).toEqual({
      message: "own message",
      hint: "own hint",
    })
    expect(describeFailure(new ApiError("unauthenticated", english), { conflict: words }).message).toBe(
      "Vous n’êtes pas connecté.",
    )
  })
})
