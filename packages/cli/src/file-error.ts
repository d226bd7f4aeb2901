/** What the operating system said of a file. */
export interface FileError extends Error {
  readonly code: string
  readonly path?: string
}

const words: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "you may not open this file",
  EPERM: "you may not open this file",
  EISDIR: "this is a folder, not a file",
  ENAMETOOLONG: "this is too long to be a file name",
  ENOSPC: "the disk is full",
  EROFS: "this place cannot be written to",
}

export function isFileError(thrown: unknown): thrown is FileError {
  return thrown instanceof Error && "syscall" in thrown && "code" in thrown && typeof thrown.code === "string"
}

/** `code` is one of the API's error codes; the message names the file unless the caller does. */
export function describeFileError(
  error: FileError,
  { namesFile = true }: { namesFile?: boolean } = {},
): { readonly code: "not_found" | "invalid"; readonly message: string; readonly hint?: string } {
  const message = words[error.code] ?? `it cannot be read (${error.code})`
  const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR"
  return {
    code: isMissing ? "not_found" : "invalid",
    message: namesFile && error.path !== undefined ? `${error.path}: ${message}` : message,
    ...(error.code === "EISDIR" && { hint: "name the files in it" }),
  }
}
