package org.modaj.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modaj.data.OfficialFile;
import org.modaj.data.file.Causes;

/**
 * One request for the bytes of a file that are still missing.
 *
 * <p>Up to five redirects are followed, never from https to http. A server that does not continue
 * where it is asked to is taken at its word only if that fits: otherwise the file is begun again.
 */
final class HttpTransfer {
  /** The most bytes of a file of which no size is known. */
  static final long MOST_BYTES = 8L << 30;

  private static final int REDIRECTS = 5;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final OfficialFile file;
  private final int timeoutMillis;
  private final LongConsumer progress;

  /**
   * Prepares a transfer.
   *
   * @param timeoutMillis after which a server that sends nothing has stalled
   * @param progress told how many bytes of the file are there
   */
  HttpTransfer(OfficialFile file, int timeoutMillis, LongConsumer progress) {
    this.file = file;
    this.timeoutMillis = timeoutMillis;
    this.progress = progress;
  }

  /**
   * Adds what is missing to a file.
   *
   * @param part what is there so far; modified
   * @throws TransferException if the file is not complete afterwards
   * @throws IOException if the file cannot be written
   */
  void run(String address, FileChannel part) throws IOException {
    if (known() && part.size() > file.bytes()) {
      part.truncate(0);
    }
    if (known() && part.size() == file.bytes()) {
      return;
    }
    Answer answer = ask(address, part.size());
    try {
      if (part.size() > 0 && !answer.continuesAt(part.size(), file.bytes())) {
        part.truncate(0);
        if (answer.code() != OK) {
          answer.connection().disconnect();
          answer = ask(address, 0);
        }
      }
      receive(answer, part);
    } finally {
      answer.connection().disconnect();
    }
  }

  private boolean known() {
    return file.bytes() != OfficialFile.UNKNOWN;
  }

  private record Answer(HttpURLConnection connection, int code, @Nullable String range) {
    /** Whether its content begins at a byte, and is a part of a file of the right size. */
    boolean continuesAt(long byteNumber, long size) {
      Matcher matcher = range == null ? null : RANGE.matcher(range);
      if (code != PARTIAL || matcher == null || !matcher.matches()) {
        return false;
      }
      String total = matcher.group(3);
      boolean fits =
          size == OfficialFile.UNKNOWN || total.equals("*") || Long.parseLong(total) == size;
      return fits && Long.parseLong(matcher.group(1)) == byteNumber;
    }
  }

  private Answer ask(String address, long from) throws IOException {
    URI at = uri(address);
    for (int redirects = 0; ; redirects++) {
      HttpURLConnection connection = connect(at, from);
      int code;
      try {
        code = connection.getResponseCode();
      } catch (SocketTimeoutException e) {
        throw new TransferException(stalled(), true);
      } catch (IOException e) {
        throw new TransferException(Causes.said(e), true);
      }
      String location = connection.getHeaderField("Location");
      if (code < 300 || code >= 400 || location == null) {
        return new Answer(connection, code, connection.getHeaderField("Content-Range"));
      }
      connection.disconnect();
      if (redirects == REDIRECTS) {
        throw new TransferException("more than " + REDIRECTS + " redirects", false);
      }
      URI next = at.resolve(uri(location));
      boolean downgrade = "https".equals(at.getScheme()) && !"https".equals(next.getScheme());
      if (downgrade) {
        throw new TransferException("a redirect from https to " + next, false);
      }
      at = next;
    }
  }

  private static URI uri(String address) throws TransferException {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new TransferException("the address \"" + address + "\", which is none", false);
    }
  }

  private HttpURLConnection connect(URI at, long from) throws IOException {
    boolean http = "http".equals(at.getScheme()) || "https".equals(at.getScheme());
    if (!http || at.getHost() == null) {
      throw new TransferException("the address " + at + ", which is not of the web", false);
    }
    try {
      HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      connection.setUseCaches(false);
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
      }
      return connection;
    } catch (IOException | IllegalArgumentException e) {
      throw new TransferException(Causes.said(e), false);
    }
  }

  private void receive(Answer answer, FileChannel part) throws IOException {
    int code = answer.code();
    if (code == RANGE_NOT_SATISFIABLE) {
      part.truncate(0);
      throw new TransferException("HTTP status 416", true);
    }
    if (code != OK && code != PARTIAL) {
      boolean again = code >= SERVER_ERROR || code == TOO_MANY_REQUESTS;
      throw new TransferException("HTTP status " + code, again);
    }
    if (code == PARTIAL && part.size() == 0) {
      throw new TransferException("HTTP status 206, a part that was not asked for", false);
    }
    long length = answer.connection().getContentLengthLong();
    long whole = length < 0 ? length : part.size() + length;
    if (known() && whole >= 0 && whole != file.bytes()) {
      part.truncate(0);
      throw new TransferException(
          "a file of " + whole + " bytes where there should be " + file.bytes(), false);
    }
    copy(answer, part, whole);
    long end = known() ? file.bytes() : whole;
    if (end >= 0 && part.size() < end) {
      throw new TransferException("its end after " + part.size() + " of " + end + " bytes", true);
    }
  }

  private void copy(Answer answer, FileChannel part, long whole) throws IOException {
    long most = known() ? file.bytes() : whole >= 0 ? Math.min(whole, MOST_BYTES) : MOST_BYTES;
    byte[] buffer = new byte[BUFFER_BYTES];
    part.position(part.size());
    try (InputStream in = answer.connection().getInputStream()) {
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        if (part.size() + n > most) {
          part.truncate(0);
          throw new TransferException("more than " + most + " bytes", false);
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          part.write(bytes);
        }
        progress.accept(part.size());
      }
    }
  }

  /** Reads, and tells failures of the network from failures of the disk. */
  private int read(InputStream in, byte[] buffer) throws TransferException {
    try {
      return in.read(buffer);
    } catch (SocketTimeoutException e) {
      throw new TransferException(stalled(), true);
    } catch (IOException e) {
      throw new TransferException(Causes.said(e), true);
    }
  }

  private String stalled() {
    return "nothing for " + timeoutMillis / 1000.0 + " s";
  }
}
