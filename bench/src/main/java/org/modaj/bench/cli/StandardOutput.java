package org.modaj.bench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers the first failure: Java's writers lose it, and a result that was
 * asked for but not written must not look like success.
 */
final class StandardOutput extends OutputStream {
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  private final OutputStream out;
  private final boolean pipe;
  private @Nullable IOException failure;

  /**
   * Wraps a stream.
   *
   * @param pipe whether it leads to another program
   */
  StandardOutput(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /** The process's own. */
  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out), leadsToPipe());
  }

  /** A writer to this that is flushed after every line. */
  PrintWriter writer(Charset charset) {
    return new PrintWriter(new OutputStreamWriter(this, charset), true);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    if (failure == null) {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public void flush() {
    if (failure == null) {
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /**
   * Why not everything was written; null when everything was, or when the reader of a pipe went
   * away because it had read enough.
   */
  @Nullable IOException failure() {
    return failure == null || isOfClosedPipe(failure) ? null : failure;
  }

  /** A write to a pipe fails only when nobody reads it; the system may say so in any language. */
  private boolean isOfClosedPipe(IOException e) {
    return pipe || String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  private static boolean leadsToPipe() {
    try {
      return Files.readSymbolicLink(DESCRIPTOR).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }
}
