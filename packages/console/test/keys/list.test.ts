import { expect, test } from "vitest"
import { authorizedKeysOf } from "../../src/pages/keys/authorized-keys.ts"
import { dayAfter, startOfDay } from "../../src/pages/keys/changes/expiry-day.ts"
import { fileNameOf } from "../../src/pages/keys/download.ts"
import { rowsBetween, withFresh, withKeys } from "../../src/pages/keys/list/selection.ts"
import { waysInWithout } from "../../src/pages/keys/ways-in.ts"
import { sshKey } from "./keys-at-hand.ts"

const now = Date.parse("2026-11-22T12:00:00Z")
const good = sshKey({ id: "good" })
const disabled = sshKey({ id: "disabled", disabledAt: "2026-11-20T00:00:00.000Z" })
const expired = sshKey({ id: "expired", expiresAt: "2026-11-22T12:00:00.000Z" })
const expiring = sshKey({ id: "expiring", expiresAt: "2026-11-22T12:00:00.001Z" })
const rows = [good, disabled, expired, expiring]

test("rows are ticked from one to another in either direction", () => {
  expect(rowsBetween(rows, "disabled", "expiring").map(({ id }) => id)).toEqual(["disabled", "expired", "expiring"])
  expect(rowsBetween(rows, "expiring", "disabled").map(({ id }) => id)).toEqual(["disabled", "expired", "expiring"])
  expect(rowsBetween(rows, undefined, "expired")).toEqual([expired])
  expect(rowsBetween(rows, "on another page", "expired")).toEqual([expired])
})

test("ticking more keys keeps the ones that are ticked", () => {
  const ticked = withKeys(withKeys(new Map(), [good, expired], true), [expired, expiring], false)
  expect([...ticked.keys()]).toEqual(["good"])
})

test("what is ticked is known as it is now, and no more is ticked by that", () => {
  const ticked = withKeys(new Map(), [good, expiring], true)
  const off = sshKey({ id: "good", disabledAt: "2026-11-22T11:00:00.000Z" })
  expect([...withFresh(ticked, [off, expired]).values()]).toEqual([off, expiring])
})

test("only keys that open something now are a way in", () => {
  expect(waysInWithout(rows, [], now)).toEqual([good, expiring])
  expect(waysInWithout(rows, [good], now)).toEqual([expiring])
})

test("an exported authorized_keys file holds nothing that a person wrote", () => {
  expect(authorizedKeysOf(rows, now)).toBe("ssh-ed25519 AAAA good\nssh-ed25519 AAAA expiring\n")
})

test("a key's name becomes a file name that every system takes", () => {
  expect(fileNameOf("laptop", ".pub")).toBe("laptop.pub")
  expect(fileNameOf("../clé de/travail?", ".pub")).toBe("clé-de-travail.pub")
  expect(fileNameOf("///", ".pub")).toBe("key.pub")
})

test("an expiry is the start of a day in UTC", () => {
  expect(startOfDay(dayAfter(new Date("2026-11-22T23:30:00Z"), 30))).toBe("2026-12-22T00:00:00.000Z")
})
