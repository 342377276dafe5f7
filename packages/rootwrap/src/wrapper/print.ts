/** Writes a line; a reader who has gone away changes nothing about what is decided or run. */
export function print(stream: NodeJS.WriteStream, text: string): void {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  stream.write(`${text}\n`);
}
