import { CoreError } from "../error.ts"

/** useradd(8) and sshd(8) know no longer ones. */
const longestLoginUser = 32

/**
 * Whether a text can be the name of a login user: letters, digits, `_`, `-` and `.`, starting with a letter or `_`
 * (useradd(8), adduser.conf(5)). A server keeps a file under each name, and what it found before under NAME.found, so
 * that ending is nobody's.
 */
export function isLoginUser(text: string): boolean {
  return text.length <= longestLoginUser && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !text.endsWith(".found")
}

/**
 * @param path the request's field, for the error
 * @throws CoreError `invalid`
 */
export function parseLoginUser(text: string, path: string): string {
  if (isLoginUser(text)) return text
  const message = `a login user is 1 to ${longestLoginUser} letters, digits and _ - . and starts with a letter or _`
  throw new CoreError("invalid", message, { fields: [{ path, message }] })
}
