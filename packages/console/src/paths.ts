/** Every address of the console, as the router writes them; nothing else spells one. */
export const paths = {
  overview: "/",
  setup: "/setup",
  signIn: "/sign-in",
  keys: "/keys",
  keyImport: "/keys/import",
  key: "/keys/$keyId",
  activity: "/activity",
  tokens: "/account/tokens",
  keyPolicy: "/admin/key-policy",
} as const
