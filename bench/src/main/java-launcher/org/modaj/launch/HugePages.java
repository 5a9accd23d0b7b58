package org.modaj.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;

/**
 * Memory in pages of two megabytes instead of four kilobytes, where Linux gives them to programs
 * that ask: kernels read arrays of many megabytes, and look up fewer pages.
 */
final class HugePages {
  /** Linux writes its choices here, the current one in brackets. */
  static final File CHOICE = new File("/sys/kernel/mm/transparent_hugepage/enabled");

  private static final String ON_REQUEST = "[madvise]";

  private HugePages() {}

  /** Options of the child; none where the system or the user has already chosen. */
  static List<String> options(File choice, String otherOptions) {
    if (otherOptions.matches("(?s).*-XX:[+-]Use(TransparentHuge|Large)Pages.*")) {
      return Collections.emptyList();
    }
    return isOnRequest(choice)
        ? Collections.singletonList("-XX:+UseTransparentHugePages")
        : Collections.<String>emptyList();
  }

  private static boolean isOnRequest(File choice) {
    try {
      byte[] text = Files.readAllBytes(choice.toPath());
      return new String(text, StandardCharsets.US_ASCII).contains(ON_REQUEST);
    } catch (IOException e) {
      return false; // another operating system, or a Linux without them
    }
  }
}
