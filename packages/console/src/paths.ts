/** Every address of the console, as the router writes them; nothing else spells one. */
export const paths = {
  overview: "/",
  setup: "/setup",
  join: "/join",
  resetPassword: "/reset-password",
  signIn: "/sign-in",
  keys: "/keys",
  keyImport: "/keys/import",
  key: "/keys/$keyId",
  activity: "/activity",
  profile: "/account/profile",
  tokens: "/account/tokens",
  people: "/admin/people",
  person: "/admin/people/$accountId",
  keyPolicy: "/admin/key-policy",
} as const
