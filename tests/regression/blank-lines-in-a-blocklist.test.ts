// The attack: an administrator is talked into taking over a blocklist that holds a long run of blank lines, or a hostile
// token of theirs sends one whose lines end with carriage returns alone. The pattern that looks for the start of a
// private key read on to the end of the run from each of its lines: hours of work for a text of one megabyte, in which
// the daemon, or the page, answered nobody. The time limit of every test is the bound here.

import { longestBlocklist, parseBlocklist, privateKeyStart } from "@latchkey/core"
import { expect, test } from "vitest"

test.each(["\n", "\r", "\u2028", " \n", "\v"])("a run of %j is read to its end", (unit) => {
  const text = `x${unit.repeat((longestBlocklist - 2) / unit.length)}x`
  expect(privateKeyStart.test(text)).toBe(false)
  expect(parseBlocklist(text).fingerprints).toEqual([])
})

test.each(["\n", "\r", "\r\n", "\u2028"])("a private key is seen that begins behind %j", (end) => {
  for (const start of ["-----BEGIN OPENSSH PRIVATE KEY-----", "\t  ---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"]) {
    expect(() => parseBlocklist(`keys${end}${end}${start}${end}AAAA`)).toThrow("this is a private key")
  }
})
