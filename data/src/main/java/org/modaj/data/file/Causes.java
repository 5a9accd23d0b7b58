package org.modaj.data.file;

import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
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
   * bounds, it is "contents that make no sense".
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
      default -> cause.getMessage() == null ? SENSELESS : plain(cause.getMessage());
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
