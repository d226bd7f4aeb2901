import { describe, expect, test } from "vitest"
import { isInReach } from "../src/gateway/reach.ts"

describe("a gateway that listens", () => {
  const at = (host: string) => ({ host })

  test("for its own machine alone is in reach of pages of that machine, and of no others", () => {
    const pages = ["localhost", "127.0.0.1", "[::1]", "keys.example.org", "10.0.0.7"]
    expect(pages.map((page) => isInReach(at("localhost"), page))).toEqual([true, true, true, false, false])
  })

  test("for others is in reach of all", () => {
    expect(["localhost", "keys.example.org"].map((page) => isInReach(at("keys.example.org"), page))).toEqual([
      true,
      true,
    ])
  })
})
