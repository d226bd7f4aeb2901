import { defineConfig } from "vitest/config"

/** These make network interfaces, and a browser that is at work then breaks off what it is loading: they come last. */
const networks = ["tests/host/**/*.test.ts"]

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "product",
          include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", "tests/load/**", ...networks],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "networks", include: networks, sequence: { groupOrder: 1 } } },
    ],
    reporters: ["default", "./tests/kit/reporter.ts"],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
