package org.modaj.data.file;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** Repeats what the system or a library reported, as a part of a message for people. */
public final class Causes {
  private static final String SENSELESS = "contents that make no sense";
  private static final Pattern CLASS_NAME =
      Pattern.compile("^(?:[a-z][\\w]*\\.)+[A-Z][\\w$]*(: |$)");

  private Causes() {}

  /**
   * Returns what an exception says in one line, without names of Java classes and without a full
   * stop at its end. Of exceptions that say something of the code, such as an index that is out of
   * bounds, it is "contents that make no sense"; of failures of the system that say nothing, what
   * failed.
   */
  public static String said(Throwable cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "no permission";
      case FileSystemException e when e.getReason() != null -> plain(e.getReason());
      case UnknownHostException e -> "no host of the name " + e.getMessage();
      case IndexOutOfBoundsException _,
          ArithmeticException _,
          BufferUnderflowException _,
          ClassCastException _,
          NegativeArraySizeException _,
          NullPointerException _ ->
          SENSELESS;
      default -> cause.getMessage() == null ? unsaid(cause) : plain(cause.getMessage());
    };
  }

  private static String unsaid(Throwable cause) {
    return switch (cause) {
      case ConnectException e when e.getCause() instanceof ConnectException c -> said(c);
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "no host of that name";
      case ConnectException _ -> "no connection";
      case EOFException _ -> "an end that comes too early";
      case ClosedChannelException _ -> "a connection or file that was closed";
      case IOException _ -> "a failure that the system does not explain";
      default -> SENSELESS;
    };
  }

  private static String plain(String message) {
    String text = message.lines().findFirst().orElse("").strip();
    for (var name = CLASS_NAME.matcher(text); name.find(); name = CLASS_NAME.matcher(text)) {
      text = text.substring(name.end()).strip();
    }
    while (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    return text.isEmpty() ? SENSELESS : text;
  }
}
