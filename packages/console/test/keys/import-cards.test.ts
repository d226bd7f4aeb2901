import { describe, expect, test } from "vitest"
import {
  type Choices,
  type ImportCard,
  importCards,
  isPrivate,
  noChoices,
  restoreCaught,
  type Source,
  tally,
} from "../../src/pages/keys/import/import-cards.ts"
import { inspectText } from "../../src/pages/keys/import/inspect-text.ts"
import { vector } from "./vectors.ts"

const ed25519 = vector("valid/public/ed25519.pub").trim()
const p256 = vector("valid/public/ecdsa_p256.pub").trim()

function box(text: string): Source {
  return { id: "box", found: inspectText(text).found }
}

function named(line: string, comment: string): string {
  return `${line.split(" ").slice(0, 2).join(" ")} ${comment}`
}

function fingerprintOf(card: ImportCard | undefined): string {
  return card?.kind === "key" ? card.candidate.fingerprint : ""
}

function choose(choices: Partial<Choices>): Choices {
  return { ...noChoices, ...choices }
}

describe("verdicts", () => {
  test("a key that stands twice in the texts is imported once", () => {
    const file: Source = { id: "file", fileName: "again.pub", found: inspectText(ed25519).found }
    const cards = importCards([box(ed25519), file], noChoices)
    expect(cards).toMatchObject([
      { number: 1, verdict: { is: "ready" } },
      { number: 2, fileName: "again.pub", verdict: { is: "duplicate", of: 1 } },
    ])
    expect(tally(cards)).toMatchObject({ keys: 2, ready: 1, duplicates: 1, refused: 0 })
  })

  test("a key that the account has already is said to be its own, with its name there", () => {
    const [card] = importCards([box(ed25519)], noChoices)
    const own = new Map([[fingerprintOf(card), { id: "key-1", name: "desktop-win" }]])
    expect(importCards([box(ed25519)], noChoices, own)).toMatchObject([
      { verdict: { is: "yours", id: "key-1", name: "desktop-win" } },
    ])
  })

  test("a broken line among good ones is refused with its line number", () => {
    const cards = importCards([box(`${ed25519}\nnonsense\n${p256}`)], noChoices)
    expect(cards.map(({ kind, line }) => [kind, line])).toEqual([
      ["key", 1],
      ["refused", 2],
      ["key", 3],
    ])
    expect(tally(cards)).toMatchObject({ keys: 2, ready: 2, refused: 0, keyless: 1 })
  })

  test("a card that was left out is not counted", () => {
    const [first] = importCards([box(`${ed25519}\n${p256}`)], noChoices)
    const cards = importCards([box(`${ed25519}\n${p256}`)], choose({ dropped: new Set([first?.id ?? ""]) }))
    expect(cards).toMatchObject([{ number: 1, line: 2 }])
  })

  test("what the daemon made of a key replaces what the browser thought of it", () => {
    const [card] = importCards([box(ed25519)], noChoices)
    const outcomes = new Map([[fingerprintOf(card), { is: "imported", id: "key-1", name: "laptop" } as const]])
    const cards = importCards([box(ed25519)], choose({ outcomes }))
    expect(cards).toMatchObject([{ verdict: { is: "imported", id: "key-1", name: "laptop" } }])
    expect(tally(cards)).toMatchObject({ imported: 1, ready: 0 })
  })
})

describe("private keys", () => {
  test("the public half is taken only when it was asked for", () => {
    const source = box(vector("valid/private/openssh_ed25519"))
    const [card] = importCards([source], noChoices)
    expect(card).toMatchObject({ kind: "private_key" })
    const half = card?.kind === "private_key" ? (card.found.half?.fingerprint ?? "") : ""
    expect(importCards([source], choose({ halves: new Set([half]) }))).toMatchObject([
      { kind: "key", verdict: { is: "ready" } },
    ])
  })

  test("the public half of a .ppk file is ready at once", () => {
    const cards = importCards([box(vector("valid/private/puttygen_v3_ed25519.ppk"))], noChoices)
    expect(cards).toMatchObject([{ kind: "key", verdict: { is: "ready" }, found: { kind: "private_key" } }])
  })

  test("a caught key comes back into the place that it left in the text", () => {
    const first = inspectText(`${ed25519}\n${vector("valid/private/openssh_ed25519")}`)
    const caught = first.found.filter(isPrivate)
    const again = inspectText(`${p256}\n${first.safeText}`)
    expect(restoreCaught(again.found, caught).map(({ kind, line }) => [kind, line])).toEqual([
      ["key", 1],
      ["key", 2],
      ["private_key", 3],
    ])
  })
})

describe("names", () => {
  const two = box(`${named(ed25519, "laptop")}\n${named(p256, "laptop")}`)

  test("proposed names do not clash with each other or with names that are taken", () => {
    const own = new Map([["SHA256:other", { id: "key-1", name: "laptop" }]])
    expect(importCards([two], noChoices)).toMatchObject([{ name: "laptop" }, { name: "laptop 2" }])
    expect(importCards([two], noChoices, own)).toMatchObject([{ name: "laptop 2" }, { name: "laptop 3" }])
  })

  test("a typed name that is taken, used twice, empty or invisible is called so", () => {
    const [first, second] = importCards([two], noChoices)
    const problemsOf = (name: string, choices: Partial<Choices> = {}) =>
      importCards([two], choose({ names: new Map([[fingerprintOf(second), name]]), ...choices })).map((card) =>
        card.kind === "key" ? card.problem : undefined,
      )
    expect(fingerprintOf(first)).not.toBe(fingerprintOf(second))
    expect(problemsOf("laptop")).toEqual([undefined, "twice"])
    expect(problemsOf("desk", { takenNames: new Set(["desk"]) })).toEqual([undefined, "taken"])
    expect(problemsOf("  ")).toEqual([undefined, "empty"])
    expect(problemsOf("a\u202eb")).toEqual([undefined, "invisible"])
    expect(problemsOf("x".repeat(256))).toEqual([undefined, "long"])
    expect(problemsOf("x".repeat(255))).toEqual([undefined, undefined])
  })
})
