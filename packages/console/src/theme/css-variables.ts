import type { CSSVariablesResolver } from "@mantine/core"
import { tokens } from "./tokens.ts"

/** Mantine's own variables that must follow our tokens. */
const mantineVariables = {
  "--mantine-color-body": "var(--lk-surface)",
  "--mantine-color-text": "var(--lk-text)",
  "--mantine-color-dimmed": "var(--lk-text-2)",
  "--mantine-color-default": "var(--lk-surface)",
  "--mantine-color-default-hover": "var(--lk-hover)",
  "--mantine-color-default-color": "var(--lk-text)",
  "--mantine-color-default-border": "var(--lk-line-strong)",
  "--mantine-color-placeholder": "var(--lk-text-3)",
  "--mantine-color-anchor": "var(--lk-link)",
  "--mantine-color-error": "var(--lk-bad)",
  "--mantine-color-disabled": "var(--lk-sunken)",
  "--mantine-color-disabled-color": "var(--lk-text-3)",
  "--mantine-color-disabled-border": "var(--lk-line)",
}

function themeVariables(index: 0 | 1): Record<string, string> {
  const own = Object.entries(tokens).map(([name, values]) => [`--lk-${name}`, values[index]])
  return { ...Object.fromEntries(own), ...mantineVariables }
}

/** Hands the tokens to Mantine as CSS variables, once per colour scheme. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: themeVariables(0),
  dark: themeVariables(1),
})
