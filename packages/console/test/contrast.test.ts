import { expect, test } from "vitest"
import { tokens } from "../src/theme/tokens.ts"

type Token = keyof typeof tokens

function channel(hex: string): number {
  const value = Number.parseInt(hex, 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** Relative luminance of "#RRGGBB" (WCAG 2.2, definition of relative luminance). */
function luminance(color: string): number {
  const [red = "", green = "", blue = ""] = color.match(/[0-9A-F]{2}/g) ?? []
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

const texts: readonly (readonly [Token, Token])[] = [
  ["text", "bg"],
  ["text", "surface"],
  ["text", "sunken"],
  ["text-2", "surface"],
  ["text-2", "sunken"],
  ["text-3", "surface"],
  ["text-3", "sunken"],
  ["text-3", "selected"],
  ["link", "surface"],
  ["link", "bg"],
  ["link", "primary-soft"],
  ["on-primary", "primary"],
  ["on-primary", "primary-hover"],
  ["on-bad", "bad-fill"],
  ["brass", "brass-soft"],
  ["brass-ink", "brass-soft"],
  ["ok", "ok-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["bad", "surface"],
]

const boundaries: readonly (readonly [Token, Token])[] = [
  ["line-strong", "surface"],
  ["line-strong", "bg"],
  ["brass-mark", "surface"],
  ["brass-mark", "bg"],
  ["focus", "surface"],
  ["focus", "bg"],
]

test.each(texts)("text in %s on %s can be read in both themes", (text, ground) => {
  expect(contrast(tokens[text][0], tokens[ground][0])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(tokens[text][1], tokens[ground][1])).toBeGreaterThanOrEqual(4.5)
})

test.each(boundaries)("marks and edges in %s on %s can be seen in both themes", (mark, ground) => {
  expect(contrast(tokens[mark][0], tokens[ground][0])).toBeGreaterThanOrEqual(3)
  expect(contrast(tokens[mark][1], tokens[ground][1])).toBeGreaterThanOrEqual(3)
})
