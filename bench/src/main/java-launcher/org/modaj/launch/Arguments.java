package org.modaj.launch;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The application's arguments as the user gave them: in UTF-8, whatever the locale.
 *
 * <p>A JVM decodes its arguments by the locale's encoding, and an old one in the locale {@code C}
 * makes every letter that is not ASCII the same one. The bytes are still where the system keeps the
 * command line. To the child they go as ASCII, each other byte as {@code %} and two digits.
 */
final class Arguments {
  /** The system property that tells the child that its arguments are written so. */
  private static final String MARK = "moda.arguments";

  private static final String ESCAPED = "escaped";
  private static final File COMMAND_LINE = new File("/proc/self/cmdline");
  private static final int BUFFER_BYTES = 1 << 13;

  private Arguments() {}

  /** Whether this JVM reads arguments and names of files as UTF-8. */
  static boolean areUtf8Here() {
    return File.separatorChar == '\\' || "UTF-8".equals(encoding().toUpperCase(Locale.ROOT));
  }

  private static String encoding() {
    return System.getProperty("sun.jnu.encoding", "UTF-8");
  }

  /** What is to follow the options of the child's JVM: the main class and its arguments. */
  static List<String> forChild(Class<?> main, String[] args) {
    List<byte[]> given = bytes(args);
    boolean plain = true;
    for (byte[] argument : given) {
      plain &= isAscii(argument);
    }
    List<String> command = new ArrayList<String>();
    if (!plain) {
      command.add("-D" + MARK + "=" + ESCAPED);
    }
    command.add(main.getName());
    for (byte[] argument : given) {
      command.add(plain ? new String(argument, StandardCharsets.US_ASCII) : escape(argument));
    }
    return command;
  }

  /** The arguments that {@link #forChild} was given, in the child. */
  static String[] inChild(String[] args) {
    if (!ESCAPED.equals(System.getProperty(MARK))) {
      return args;
    }
    String[] given = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      given[i] = unescape(args[i]);
    }
    return given;
  }

  /** The bytes of the arguments, from the system where they can be found there. */
  private static List<byte[]> bytes(String[] args) {
    if (!areUtf8Here()) {
      try {
        List<byte[]> all = commandLine();
        List<byte[]> last = all.subList(Math.max(0, all.size() - args.length), all.size());
        if (areBytesOf(args, last)) {
          return last;
        }
      } catch (IOException e) {
        // a system without that file
      }
    }
    List<byte[]> bytes = new ArrayList<byte[]>();
    for (String argument : args) {
      bytes.add(argument.getBytes(StandardCharsets.UTF_8));
    }
    return bytes;
  }

  /** Whether these are the bytes from which this JVM made its arguments. */
  private static boolean areBytesOf(String[] args, List<byte[]> bytes) {
    boolean same = bytes.size() == args.length && Charset.isSupported(encoding());
    for (int i = 0; same && i < args.length; i++) {
      same = new String(bytes.get(i), Charset.forName(encoding())).equals(args[i]);
    }
    return same;
  }

  /** The command line of this process, each part ended by a zero. */
  private static List<byte[]> commandLine() throws IOException {
    List<byte[]> parts = new ArrayList<byte[]>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = new FileInputStream(COMMAND_LINE)) {
      for (int count; (count = in.read(buffer)) > 0; ) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == 0) {
            parts.add(part.toByteArray());
            part.reset();
          } else {
            part.write(buffer[i]);
          }
        }
      }
    }
    return parts;
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static String escape(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b < 0 || b == '%') {
        text.append(String.format("%%%02X", b & 0xFF));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }

  private static String unescape(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
