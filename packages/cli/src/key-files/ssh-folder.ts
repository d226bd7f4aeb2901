import { readdir, stat } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"

/** The files directly in ~/.ssh, in the order of their names. Throws what the operating system says of the folder. */
export async function sshFolderFiles(): Promise<readonly string[]> {
  const folder = join(homedir(), ".ssh")
  const paths = (await readdir(folder)).sort().map((name) => join(folder, name))
  const kinds = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)))
  return paths.filter((_, index) => kinds[index]?.isFile())
}
