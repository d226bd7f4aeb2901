/** A file that is made while it is read. */
export interface StreamedFile {
  readonly chunks: AsyncIterable<string>
  readonly fileName: string
  readonly mediaType: string
}
